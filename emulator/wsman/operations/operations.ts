import { faults } from "../soap/faults";
import { ENUMERATION, TRANSFER } from "../soap/namespaces";
import type { Reply, WsmanCall } from "./call";
import { enumerate, pull, release } from "./enumerate";
import { get } from "./get";
import { invoke, methodOf } from "./invoke";
import { roomIn } from "./room";

/** Every operation of this plane by its Action; every other Action is a method's. */
const operations: Readonly<Record<string, (call: WsmanCall) => Reply>> = {
  [`${ENUMERATION}/Enumerate`]: enumerate,
  [`${ENUMERATION}/Pull`]: pull,
  [`${ENUMERATION}/Release`]: release,
  [`${TRANSFER}/Get`]: get,
};

/** @throws WsmanFault */
export function perform(call: WsmanCall): Reply {
  const { action, maxEnvelopeSize } = call.request;
  if (call.user.access === "none") throw faults.accessDenied(call.user.name);
  // Before anything is done: nobody is to be logged off and then told that it failed.
  if (roomIn(call) < 0) throw faults.envelopeExceeded(maxEnvelopeSize - roomIn(call), maxEnvelopeSize);
  if (Object.hasOwn(operations, action)) return operations[action]!(call);
  const method = methodOf(call);
  if (!method) throw faults.actionNotSupported(action);
  return invoke(call, method);
}
