import type { FaultRule } from "../../faults/fault-rule";
import { unsaidError } from "../../faults/unsaid";
import type { AskedFor } from "../../faults/faults";
import { faults } from "../soap/faults";
import { type FaultFamily, WsmanFault } from "../soap/wsman-fault";
import { classOf, type Reply, type WsmanCall } from "./call";
import { methodOf, returned } from "./invoke";
import { operationName } from "./operations";

/** An answer that is written as a rule says it. */
interface Raw {
  status: number;
  text: string;
  headers: Readonly<Record<string, string | number>>;
}

/** ERROR_INTERNAL_ERROR */
const INTERNAL = 1359;
const families: Readonly<Record<string, FaultFamily>> = { a: "addressing", n: "enumeration" };
/** The subcodes of faults that are not the sender's. */
const receivers = ["w:InternalError", "w:TimedOut", "n:InvalidEnumerationContext"];

/** A request as rules see it. @throws WsmanFault */
export function askedFor(call: WsmanCall): AskedFor {
  const selector = (wanted: string): string | undefined => call.request.selectors.find(({ name }) => name.toLowerCase() === wanted)?.value;
  return { operation: operationName(call), sessionHost: selector("vmhostname"), session: selector("sessionid") };
}

/** A rule's own answer, as WS-Management writes it. @throws WsmanFault for one that is an error */
export function faultAnswer(rule: FaultRule, call: WsmanCall): Reply | Raw {
  const { status = 200, body = "", headers, error, returnValue } = rule;
  if (returnValue !== undefined) return returned(classOf(call), methodOf(call)!, returnValue);
  if (error) {
    const { code, message, number = INTERNAL } = error;
    throw new WsmanFault(message, { family: families[code.split(":")[0]!] ?? "wsman", code: receivers.includes(code) ? "Receiver" : "Sender", subcode: code, number });
  }
  // A 500 is what SOAP faults come with; what HTTP.sys says with another status has no envelope, and is left out here as elsewhere.
  const unsaid = unsaidError(rule);
  if (unsaid && status === 500) throw faults.internal(unsaid.message);
  const text = typeof body === "string" ? body.replaceAll("{MessageID}", () => call.request.messageId) : JSON.stringify(body);
  return { status, text, headers: { "Content-Type": "application/soap+xml;charset=UTF-8", "Content-Length": Buffer.byteLength(text), ...headers } };
}
