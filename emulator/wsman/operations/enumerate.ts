import { endpointReferenceXml, fragmentXml, instanceXml } from "../classes/format";
import { faults } from "../soap/faults";
import { ENUMERATION, WSMAN } from "../soap/namespaces";
import { shortened } from "../../shortened";
import { childOf, type Element } from "../xml/element";
import { xml, type Xml } from "../xml/xml";
import { isAtEnd, nextBatch } from "./batch";
import type { Reply, WsmanCall } from "./call";
import type { Enumeration } from "./enumerations";
import { type Selection, selectionOf } from "./filter";

/** What becomes of each instance, by `EnumerationMode`. */
const modes: Readonly<Record<string, (selection: Selection, instance: object) => Xml>> = {
  EnumerateObject: (selection, instance) => objectXml(selection, instance),
  EnumerateEPR: ({ of }, instance) => endpointReferenceXml(of, instance),
  EnumerateObjectAndEPR: (selection, instance) => xml`<w:Item>${objectXml(selection, instance)}${endpointReferenceXml(selection.of, instance)}</w:Item>`,
};

const objectXml = ({ of, columns }: Selection, instance: object): Xml => (columns ? fragmentXml(columns, instance) : instanceXml(of, instance));

/** Starts an enumeration; an optimised one comes with its first items, or all of them. @throws WsmanFault */
export function enumerate(call: WsmanCall): Reply {
  const body = bodyNamed(call, "Enumerate");
  const selection = selectionOf(call.request.resourceUri, body);
  const mode = childOf(body, WSMAN, "EnumerationMode")?.text.trim() ?? "EnumerateObject";
  const render = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (!render) throw faults.unsupportedFeature(`the EnumerationMode "${mode}"`, "EnumerationMode");
  const instances = Array.from(selection.of.instances(call.world.rds)).filter(selection.accepts);
  const enumeration: Enumeration = { user: call.user, instances, render: (instance) => render(selection, instance), shown: (instance) => selection.of.shown?.(call.world.rds, instance), position: 0 };

  const optimised = childOf(body, WSMAN, "OptimizeEnumeration") !== undefined;
  const items = optimised ? nextBatch(call, enumeration, maxElements(childOf(body, WSMAN, "MaxElements"))) : [];
  const ended = optimised && isAtEnd(enumeration);
  const context = ended ? undefined : call.enumerations.keep(enumeration);
  const rest = optimised ? xml`<w:Items>${items}</w:Items>${ended ? xml`<w:EndOfSequence/>` : undefined}` : undefined;
  return { action: `${ENUMERATION}/EnumerateResponse`, body: xml`<n:EnumerateResponse><n:EnumerationContext>${context}</n:EnumerationContext>${rest}</n:EnumerateResponse>` };
}

/** The next items; at the end no context. @throws WsmanFault */
export function pull(call: WsmanCall): Reply {
  const body = bodyNamed(call, "Pull");
  const wanted = maxElements(childOf(body, ENUMERATION, "MaxElements"));
  const context = contextIn(body);
  const enumeration = call.enumerations.find(context, call.user);
  // Where not even one item fits, the client may come again with a larger envelope.
  const items = nextBatch(call, enumeration, wanted);
  call.enumerations.forget(context);
  const next = isAtEnd(enumeration) ? undefined : xml`<n:EnumerationContext>${call.enumerations.keep(enumeration)}</n:EnumerationContext>`;
  const end = next ? undefined : xml`<n:EndOfSequence/>`;
  return { action: `${ENUMERATION}/PullResponse`, body: xml`<n:PullResponse>${next}<n:Items>${items}</n:Items>${end}</n:PullResponse>` };
}

/** Forgets an enumeration before its end. @throws WsmanFault */
export function release(call: WsmanCall): Reply {
  const context = contextIn(bodyNamed(call, "Release"));
  call.enumerations.find(context, call.user);
  call.enumerations.forget(context);
  return { action: `${ENUMERATION}/ReleaseResponse`, body: undefined };
}

function bodyNamed({ request: { body } }: WsmanCall, name: string): Element {
  if (body?.namespace !== ENUMERATION || body.name !== name) throw faults.schemaViolation(`the body must be a ${name} of ${ENUMERATION}`);
  return body;
}

const contextIn = (body: Element): string => childOf(body, ENUMERATION, "EnumerationContext")?.text.trim() ?? "";

/** One, where nothing is said. @throws WsmanFault */
function maxElements(element: Element | undefined): number {
  if (!element) return 1;
  const text = element.text.trim();
  if (!/^\d{1,10}$/.test(text) || Number(text) === 0) throw faults.schemaViolation(`MaxElements is "${shortened(text, 100)}", and must be a number from 1`);
  return Number(text);
}
