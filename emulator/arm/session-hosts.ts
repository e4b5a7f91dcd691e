import { hostChanges } from "./body";
import { SessionHostNotFound } from "../world/errors/session-host-not-found";
import { type ArmCall, hostOf, poolOf, type Reply } from "./call";
import { sessionHost } from "./format";
import { bySerial, cutPage, inOrderMade, nextLink, pageRequest } from "./page";
import { booleanParameter } from "./query";

export function list(call: ArmCall): Reply {
  const request = pageRequest(call.query);
  const { items, last } = cutPage(inOrderMade(poolOf(call).hosts), bySerial, request);
  return { status: 200, body: { value: items.map((host) => sessionHost(host, call.path, host.name)), nextLink: nextLink(call.origin, call.url, last) } };
}

export function get(call: ArmCall): Reply {
  return { status: 200, body: sessionHost(hostOf(call), call.path, call.path.names[1]) };
}

/** `force` is for changes that this world has no reason to refuse. */
export function update(call: ArmCall): Reply {
  booleanParameter(call.query, "force");
  const changes = hostChanges(call.body);
  const host = hostOf(call);
  call.world.changeHost(host, changes, call.principal.appid);
  return { status: 200, body: sessionHost(host, call.path, call.path.names[1]) };
}

/** Removes a host from its pool; with `force`, also one with sessions, which end. One that is not there is a 204. */
export function remove(call: ArmCall): Reply {
  const force = booleanParameter(call.query, "force");
  try {
    call.world.removeHost(hostOf(call), { force, by: call.principal.appid });
    return { status: 200 };
  } catch (error) {
    if (error instanceof SessionHostNotFound) return { status: 204 };
    throw error;
  }
}
