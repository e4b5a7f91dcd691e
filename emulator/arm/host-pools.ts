import { type ArmCall, poolOf, type Reply } from "./call";
import { hostPool } from "./format";

export function get(call: ArmCall): Reply {
  const pool = poolOf(call);
  return { status: 200, body: hostPool(pool, call.path, call.path.names[0]) };
}

/** Of a resource group, or of the whole subscription; always in one page. */
export function list({ path, resourceGroup, subscription }: ArmCall): Reply {
  const groups = resourceGroup ? [resourceGroup] : [...subscription.resourceGroups];
  const value = groups.flatMap((group) => Array.from(group.pools, (pool) => hostPool(pool, path, pool.name)));
  return { status: 200, body: { value, nextLink: null } };
}
