import { attributeOf, childOf, type Element } from "../xml/element";
import { faults } from "./faults";
import { ADDRESSING, ANONYMOUS, SOAP, WSMAN, WSMV } from "./namespaces";
import { parseDuration } from "./duration";
import { shortened } from "../../shortened";

/** A selector as it was sent. */
export interface Selector {
  name: string;
  value: string;
}

/** An envelope whose headers are understood. */
export interface WsmanRequest {
  messageId: string;
  action: string;
  resourceUri: string;
  selectors: readonly Selector[];
  /** Bytes that the answer may have. */
  maxEnvelopeSize: number;
  /** The first element of the body, if there is one. */
  body: Element | undefined;
}

/** What the service itself sends and takes, in bytes (MaxEnvelopeSizekb 500). */
export const ENVELOPE_LIMIT = 512_000;
/** The smallest that a client may ask for: every fault fits in it. */
export const SMALLEST_ENVELOPE = 8192;
const LONGEST_ID = 2048;

/** Headers that `mustUnderstand` may stand on, by local name. The others must not ask for it. */
const understood: Readonly<Record<string, readonly string[]>> = {
  [ADDRESSING]: ["To", "ReplyTo", "FaultTo", "From", "Action", "MessageID", "RelatesTo"],
  [WSMAN]: ["ResourceURI", "SelectorSet", "OptionSet", "MaxEnvelopeSize", "OperationTimeout", "Locale", "RequestTotalItemsCountEstimate"],
  [WSMV]: ["DataLocale", "SessionId", "OperationID", "SequenceId", "CompressionType"],
};

/** The MessageID of an envelope that need not be right in any other way: a fault is to relate to it. */
export function messageIdOf(envelope: Element): string | undefined {
  const id = childOf(childOf(envelope, SOAP, "Header"), ADDRESSING, "MessageID");
  return id && collapsed(id);
}

/** Without XML's white space around it, in which a client may have set it; anything else is the client's own. */
function collapsed({ text }: Element): string {
  const isSpace = (at: number): boolean => at < text.length && " \t\r\n".includes(text[at]!);
  let [start, end] = [0, text.length];
  while (isSpace(start)) start++;
  while (end > start && isSpace(end - 1)) end--;
  return text.slice(start, end);
}

/** @throws WsmanFault */
export function readRequest(envelope: Element): WsmanRequest {
  const header = childOf(envelope, SOAP, "Header");
  const text = (namespace: string, name: string) => childOf(header, namespace, name)?.text.trim();
  for (const each of header?.children ?? []) checkUnderstood(each);
  const messageId = messageIdOf(envelope);
  if (messageId === undefined || messageId === "") throw faults.invalidHeader("MessageID", "is missing");
  if (Buffer.byteLength(messageId) > LONGEST_ID) throw faults.invalidHeader("MessageID", `is longer than ${LONGEST_ID} bytes`);
  const action = text(ADDRESSING, "Action");
  if (action === undefined || action === "") throw faults.headerRequired("Action");
  checkReplyTo(childOf(header, ADDRESSING, "ReplyTo"));
  checkTimeout(text(WSMAN, "OperationTimeout"));
  return {
    messageId,
    action,
    resourceUri: text(WSMAN, "ResourceURI") ?? "",
    selectors: selectorsIn(childOf(header, WSMAN, "SelectorSet")),
    maxEnvelopeSize: envelopeSize(text(WSMAN, "MaxEnvelopeSize")),
    body: childOf(envelope, SOAP, "Body")?.children[0],
  };
}

/** @param set a `SelectorSet`, of a header or a filter. @throws WsmanFault */
export function selectorsIn(set: Element | undefined): Selector[] {
  return (set?.children ?? []).map((child) => {
    const name = attributeOf(child, "", "Name");
    if (child.namespace !== WSMAN || child.name !== "Selector" || name === undefined) throw faults.schemaViolation(`a SelectorSet has Selectors with a Name, not ${child.name}`);
    return { name, value: child.text };
  });
}

function checkUnderstood(header: Element): void {
  const must = attributeOf(header, SOAP, "mustUnderstand")?.trim();
  if (must !== "true" && must !== "1") return;
  if (header.namespace === WSMAN && header.name === "Locale") throw faults.unsupportedFeature("a Locale that must be understood", "Locale");
  if (header.namespace === WSMAN && header.name === "FragmentTransfer") throw faults.unsupportedFeature("FragmentTransfer", "FragmentLevelAccess");
  if (!understood[header.namespace]?.includes(header.name)) throw faults.mustUnderstand(header.name);
}

function checkReplyTo(replyTo: Element | undefined): void {
  if (!replyTo) throw faults.headerRequired("ReplyTo");
  const address = childOf(replyTo, ADDRESSING, "Address")?.text.trim();
  if (address !== ANONYMOUS) throw faults.unsupportedFeature(`a ReplyTo that is not anonymous`, "AddressingMode");
}

function checkTimeout(timeout: string | undefined): void {
  if (timeout === undefined) return;
  const milliseconds = parseDuration(timeout);
  if (milliseconds === undefined) throw faults.invalidTimeout(timeout);
  // Nothing takes time here, and nothing at all can be done in none: the one way to see this fault.
  if (milliseconds === 0) throw faults.timedOut();
}

function envelopeSize(stated: string | undefined): number {
  if (stated === undefined) return ENVELOPE_LIMIT;
  if (!/^\d{1,10}$/.test(stated)) throw faults.invalidHeader("MaxEnvelopeSize", `is "${shortened(stated, 100)}", and must be a number of bytes`);
  const size = Number(stated);
  if (size < SMALLEST_ENVELOPE) throw faults.envelopeTooSmall(size, SMALLEST_ENVELOPE);
  return Math.min(size, ENVELOPE_LIMIT);
}
