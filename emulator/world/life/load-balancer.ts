import type { HostPool } from "../host-pool";
import type { SessionHost } from "../session-host";

/**
 * The host to which a pool sends a newcomer; `undefined`: none takes any. Breadth first, that with the fewest sessions; depth first,
 * that with the most that has room.
 */
export function hostForNewcomer({ hosts, settings }: HostPool): SessionHost | undefined {
  const deep = settings.loadBalancerType === "DepthFirst" ? -1 : 1;
  return [...hosts].filter((host) => host.takesNewcomers).toSorted((a, b) => deep * (a.sessionCount - b.sessionCount))[0];
}
