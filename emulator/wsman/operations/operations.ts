import { classes } from "../classes/catalogue";
import type { KnownOperation } from "../../faults/known-operation";
import { faults } from "../soap/faults";
import { ENUMERATION, TRANSFER } from "../soap/namespaces";
import { classOf, type Reply, type WsmanCall } from "./call";
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

const lastOf = (action: string): string => action.slice(action.lastIndexOf("/") + 1);

/** As the rules of faults know them. Only Get and methods name a session, and the methods are those of sessions. */
export const wsmanOperations: readonly KnownOperation[] = [
  ...Object.keys(operations).map((action): KnownOperation => ({ name: lastOf(action), plane: "wsman", about: lastOf(action) === "Get" ? ["sessionHost", "session"] : [] })),
  ...[...classes.values()].flatMap(({ name, methods }) => methods.map((method): KnownOperation => ({ name: `${name}.${method.name}`, plane: "wsman", about: ["sessionHost", "session"], method: true }))),
];

/** What the rules of faults call an operation; an action that there is not is called nothing. @throws WsmanFault */
export function operationName(call: WsmanCall): string {
  const { action } = call.request;
  if (Object.hasOwn(operations, action)) return lastOf(action);
  const method = methodOf(call);
  return method ? `${classOf(call).name}.${method.name}` : "";
}

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
