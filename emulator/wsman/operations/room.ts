import { xml } from "../xml/xml";
import type { WsmanCall } from "./call";

/** Characters that an answer has around its items, with some to spare; the MessageID that it relates to comes on top. */
const AROUND = 2_048;

/** How many bytes a request leaves for what is asked for. Negative: it has no room for any answer. */
export function roomIn({ request, bytesOf }: WsmanCall): number {
  return request.maxEnvelopeSize - AROUND * bytesOf(xml`x`) - bytesOf(xml`${request.messageId}`);
}
