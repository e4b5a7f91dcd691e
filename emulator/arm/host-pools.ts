import { type ArmCall, poolOf, type Reply } from "./call";
import { hostPool } from "./format";
import { trackedList, visiblePools } from "./tracked-list";

export function get(call: ArmCall): Reply {
  const pool = poolOf(call);
  return { status: 200, body: hostPool(pool, call.path, call.path.names[0]) };
}

/** Of a resource group, or of the whole subscription. */
export function list(call: ArmCall): Reply {
  const pools = visiblePools(call, "hostpools", ({ name }) => name);
  return trackedList(call, pools, (pool) => hostPool(pool, call.path, pool.name));
}
