import { faults } from "../soap/faults";
import type { Xml } from "../xml/xml";
import type { WsmanCall } from "./call";
import type { Enumeration } from "./enumerations";

/** As many as the service itself hands out at once (Windows' MaxBatchItems). */
const BATCH_LIMIT = 32_000;
/** What an answer has around its items, with room to spare; the MessageID that it relates to comes on top. */
const AROUND = 2_048;

/**
 * The next items of an enumeration: as many as are wanted and as the envelope has room for, at least one.
 *
 * @throws WsmanFault when not even one fits
 */
export function nextBatch({ request, bytesOf }: WsmanCall, enumeration: Enumeration, wanted: number): Xml[] {
  const { instances, render } = enumeration;
  const room = request.maxEnvelopeSize - AROUND - 2 * Buffer.byteLength(request.messageId);
  const items: Xml[] = [];
  let bytes = 0;
  while (items.length < Math.min(wanted, BATCH_LIMIT) && enumeration.position < instances.length) {
    const item = render(instances[enumeration.position]!);
    bytes += bytesOf(item);
    if (bytes > room) {
      if (items.length === 0) throw faults.envelopeExceeded(bytes, request.maxEnvelopeSize);
      break;
    }
    items.push(item);
    enumeration.position++;
  }
  return items;
}

export const isAtEnd = ({ instances, position }: Enumeration): boolean => position === instances.length;
