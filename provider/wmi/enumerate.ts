import type { WsmanClient } from "./client";
import { BadAnswer } from "./failures/bad-answer";
import * as ns from "./namespaces";
import { WmiObject } from "./wmi-object";
import { isNamed, type XmlElement } from "./xml-reader";
import { element, type Xml } from "../xml/writer";

/** How many items a page may have; a server gives fewer where they do not fit its envelope. */
const pageSize = 500;

/** One page: what is on it, and how to get the next. No context means that it is the last. */
interface Page {
  readonly items: readonly WmiObject[];
  readonly context: string | undefined;
}

/**
 * The rows of a query, page by page: a step of an asynchronous iterator for each row costs as much as reading the row. The
 * server's context is released when the consumer stops early, and when a page cannot be read.
 *
 * @throws Fault, HttpRefusal, BadAnswer, NoAnswer, NotSignedIn
 */
export async function* enumerate(client: WsmanClient, query: string): AsyncGenerator<readonly WmiObject[], void, undefined> {
  const open: Open = { context: undefined };
  try {
    let page = await ask(client, "Enumerate", enumerateBody(query), open);
    for (;;) {
      yield page.items;
      if (page.context === undefined) return;
      page = await ask(client, "Pull", pullBody(page.context), open);
    }
  } finally {
    // Whoever comes here by an error is told that one; and a context that is not released is forgotten after a minute.
    if (open.context !== undefined) await ask(client, "Release", contextBody("Release", open.context), open).catch(() => undefined);
  }
}

/** The context that the server holds for this enumeration, as soon as it is read. */
interface Open {
  context: string | undefined;
}

async function ask(client: WsmanClient, verb: "Enumerate" | "Pull" | "Release", body: Xml, open: Open): Promise<Page> {
  const items: WmiObject[] = [];
  const found: { ended?: true; context?: string } = {};
  const visit = (one: XmlElement, parent: XmlElement | undefined): boolean => {
    if (isItems(parent)) items.push(new WmiObject(itemIn(one)));
    else if (isNamed(one, ns.enumeration, "EnumerationContext") && one.text !== "") open.context = found.context = one.text;
    else if (one.name === "EndOfSequence" && (one.namespace === ns.enumeration || one.namespace === ns.wsman)) found.ended = true;
    else return false;
    return true;
  };
  // A Pull that is made twice would pass over a page.
  const repeatable = verb === "Enumerate";
  const answer = await client.call({ action: `${ns.enumeration}/${verb}`, resource: `${ns.rdms}/*`, body, repeatable }, visit);
  if (verb === "Release") return { items, context: undefined };
  if (!isNamed(answer, ns.enumeration, `${verb}Response`)) throw new BadAnswer(`it has no ${verb}Response`);
  if (found.ended) open.context = undefined;
  else if (verb === "Pull" && items.length === 0) throw new BadAnswer("it has neither items nor an end");
  else if (found.context === undefined && verb === "Enumerate") throw new BadAnswer("it has neither a context nor an end");
  return { items, context: open.context };
}

const isItems = (parent: XmlElement | undefined): boolean =>
  parent?.name === "Items" && (parent.namespace === ns.enumeration || parent.namespace === ns.wsman);

/** Some servers wrap an item, as they do where it comes with its reference. */
const itemIn = (one: XmlElement): XmlElement => (isNamed(one, ns.wsman, "Item") ? (one.children.find((inner) => !isNamed(inner, ns.addressing, "EndpointReference")) ?? one) : one);

const enumerateBody = (query: string): Xml =>
  element(
    "n:Enumerate",
    {},
    element("w:OptimizeEnumeration"),
    element("w:MaxElements", {}, String(pageSize)),
    element("w:Filter", { Dialect: ns.wql }, query),
  );

const pullBody = (context: string): Xml => contextBody("Pull", context, element("n:MaxElements", {}, String(pageSize)));

const contextBody = (verb: "Pull" | "Release", context: string, ...more: readonly Xml[]): Xml =>
  element(`n:${verb}`, {}, element("n:EnumerationContext", {}, context), ...more);
