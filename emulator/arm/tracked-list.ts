import type { HostPool } from "../world/host-pool";
import type { ArmCall, Reply } from "./call";
import { bySerial, cutPage, inOrderMade, nextLink, pageRequest } from "./page";
import { NAMESPACE } from "./resource-path";

/**
 * The pools of a resource group, or of the subscription: those whose resource of a type the caller may read. In a list of a
 * whole subscription the others are missing, without an error (https://github.com/Azure/azure-monitor-baseline-alerts/issues/288).
 *
 * @param nameOf of the resource of the type; `undefined`: the pool has none
 */
export function visiblePools({ subscription, resourceGroup, access }: ArmCall, type: string, nameOf: (pool: HostPool) => string | undefined): HostPool[] {
  const groups = resourceGroup ? [resourceGroup] : [...subscription.resourceGroups];
  return groups.flatMap((group) =>
    [...group.pools].filter((pool) => {
      const name = nameOf(pool);
      return name !== undefined && access.permits(`${NAMESPACE}/${type}/read`, `${group.path}/providers/${NAMESPACE}/${type}/${name}`);
    }),
  );
}

/**
 * A list of resources that Azure Resource Manager keeps itself: where there is no next page, there is no `nextLink` either
 * (recorded: `Get-AzWvdHostPool.Recording.json` and its like in azure-powershell).
 */
export function trackedList(call: ArmCall, pools: readonly HostPool[], format: (pool: HostPool) => object): Reply {
  const { items, last } = cutPage(inOrderMade(pools), bySerial, pageRequest(call.query));
  return { status: 200, body: { value: items.map(format), nextLink: nextLink(call.origin, call.url, last) ?? undefined } };
}
