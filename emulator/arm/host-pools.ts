import { type ArmCall, poolOf, type Reply } from "./call";
import { hostPool } from "./format";
import { bySerial, cutPage, inOrderMade, nextLink, pageRequest } from "./page";

export function get(call: ArmCall): Reply {
  const pool = poolOf(call);
  return { status: 200, body: hostPool(pool, call.path, call.path.names[0]) };
}

/** Of a resource group, or of the whole subscription. */
export function list({ path, query, origin, url, resourceGroup, subscription }: ArmCall): Reply {
  const request = pageRequest(query);
  const groups = resourceGroup ? [resourceGroup] : [...subscription.resourceGroups];
  const { items, last } = cutPage(inOrderMade(groups.flatMap((group) => [...group.pools])), bySerial, request);
  return { status: 200, body: { value: items.map((pool) => hostPool(pool, path, pool.name)), nextLink: nextLink(origin, url, last) } };
}
