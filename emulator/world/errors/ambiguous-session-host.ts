import { WorldError } from "./world-error";

/** Thrown where a host is named without its host pool, and several pools have a host of that name. */
export class AmbiguousSessionHost extends WorldError {
  /** What there is, without what to do about it. */
  readonly what: string;
  /** The argument that tells them apart. */
  readonly by: "hostPoolName" | "subscriptionId";

  /** @param hostPools each as the ids and names of its subscription, resource group and pool */
  constructor(sessionHostName: string, hostPools: readonly { subscriptionId: string; resourceGroup: string; hostPool: string }[]) {
    const several = new Set(hostPools.map(({ subscriptionId }) => subscriptionId)).size > 1;
    const pools = hostPools.map(({ subscriptionId, resourceGroup, hostPool }) => `${resourceGroup}/${hostPool}${several ? ` of the subscription ${subscriptionId}` : ""}`);
    const what = `There is a session host ${sessionHostName} in each of the host pools ${pools.join(", ")}.`;
    const by = several ? "subscriptionId" : "hostPoolName";
    super(`${what} Say which by the argument ${by}.`);
    this.what = what;
    this.by = by;
  }
}
