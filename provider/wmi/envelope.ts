import * as ns from "./namespaces";
import { requireWritable } from "./require-writable";
import { element, type Xml } from "../xml/writer";

/** One call, before it has an id. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly selectors?: Readonly<Record<string, string>>;
  readonly body?: Xml;
  /** The call may be made twice where a kept connection turns out to be closed. */
  readonly repeatable: boolean;
}

/** The largest answer that is asked for, in bytes: what Windows's own clients ask for. */
export const maxEnvelopeSize = 512_000;

const must = { "s:mustUnderstand": "true" };
const may = { "s:mustUnderstand": "false", "xml:lang": "en-US" };

/**
 * A request, with the headers in the order of MS-WSMV's examples.
 *
 * @param patience milliseconds that the server may take
 */
export function envelope({ action, resource, selectors = {}, body }: Call, to: string, messageId: string, patience: number): string {
  const chosen = Object.entries(selectors).map(([name, value]) => element("w:Selector", { Name: name }, requireWritable(value)));
  const header = element(
    "s:Header",
    {},
    element("a:To", {}, to),
    element("w:ResourceURI", must, resource),
    element("a:ReplyTo", {}, element("a:Address", must, `${ns.addressing}/role/anonymous`)),
    element("a:Action", must, action),
    element("w:MaxEnvelopeSize", must, String(maxEnvelopeSize)),
    element("a:MessageID", {}, messageId),
    element("w:Locale", may),
    element("p:DataLocale", may),
    ...(chosen.length > 0 ? [element("w:SelectorSet", {}, ...chosen)] : []),
    element("w:OperationTimeout", {}, `PT${(patience / 1000).toFixed(3)}S`),
  );
  const namespaces = { "xmlns:s": ns.soap, "xmlns:a": ns.addressing, "xmlns:n": ns.enumeration, "xmlns:w": ns.wsman, "xmlns:p": ns.microsoft };
  const whole = element("s:Envelope", namespaces, header, element("s:Body", {}, ...(body ? [body] : [])));
  return `<?xml version="1.0" encoding="UTF-8"?>${whole.toString()}`;
}

