import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Attribute, Element } from "./element";
import { XmlRefused } from "./xml-refused";

/** Far more than an envelope needs. */
const DEEPEST = 64;
const MOST_ELEMENTS = 10_000;

interface Open {
  namespace: string;
  name: string;
  attributes: Attribute[];
  children: Element[];
  text: string;
}

/**
 * Reads a document. Document types, and with them entities of one's own, are refused.
 *
 * @throws XmlRefused
 */
export function parseXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: Open | undefined;
  let count = 0;
  parser.on("error", (error) => {
    throw new XmlRefused(error.message);
  });
  parser.on("doctype", () => {
    throw new XmlRefused("a document type is not allowed");
  });
  parser.on("opentag", (tag: SaxesTagNS) => {
    const element: Open = { namespace: tag.uri, name: tag.local, attributes: attributesOf(tag), children: [], text: "" };
    if (open.length === DEEPEST) throw new XmlRefused(`elements are nested more than ${DEEPEST} deep`);
    if (++count > MOST_ELEMENTS) throw new XmlRefused(`there are more than ${MOST_ELEMENTS} elements`);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const append = (more: string): void => {
    const element = open.at(-1);
    if (element) element.text += more;
  };
  parser.on("text", append);
  parser.on("cdata", append);
  parser.write(text).close();
  if (!root) throw new XmlRefused("there is no element");
  return root;
}

function attributesOf(tag: SaxesTagNS): Attribute[] {
  return Object.values(tag.attributes)
    .filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns")
    .map(({ uri, local, value }) => ({ namespace: uri, name: local, value }));
}
