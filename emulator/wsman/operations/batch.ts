import { faults } from "../soap/faults";
import type { Xml } from "../xml/xml";
import type { WsmanCall } from "./call";
import type { Enumeration } from "./enumerations";
import { roomIn } from "./room";

/**
 * The next items of an enumeration: as many as are wanted and as the envelope has room for, at least one. Windows' own limit of
 * 32,000 (MaxBatchItems) is never reached: no envelope has room for as many.
 *
 * @throws WsmanFault when not even one fits; the enumeration is then where it was
 */
export function nextBatch(call: WsmanCall, enumeration: Enumeration, wanted: number): Xml[] {
  const { instances, render, shown } = enumeration;
  const room = roomIn(call);
  const items: Xml[] = [];
  let bytes = 0;
  while (items.length < wanted && enumeration.position < instances.length) {
    const instance = instances[enumeration.position]!;
    const item = render(instance);
    bytes += call.bytesOf(item);
    if (bytes > room) {
      if (items.length === 0) throw faults.envelopeExceeded(bytes, call.request.maxEnvelopeSize);
      break;
    }
    items.push(item);
    enumeration.position++;
    shown(instance);
  }
  return items;
}

export const isAtEnd = ({ instances, position }: Enumeration): boolean => position === instances.length;
