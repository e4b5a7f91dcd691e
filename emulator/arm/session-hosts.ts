import { hostChanges } from "./body";
import { type ArmCall, hostOf, poolOf, type Reply } from "./call";
import { sessionHost } from "./format";
import { booleanParameter } from "./query";

/** Always in one page: of this list's paging nothing is known, and pools have few hosts. */
export function list(call: ArmCall): Reply {
  const value = Array.from(poolOf(call).hosts, (host) => sessionHost(host, call.path, host.name));
  return { status: 200, body: { value, nextLink: null } };
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
