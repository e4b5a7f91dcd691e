import { isPersonal, type HostPool } from "../host-pool";
import type { SessionHost } from "../session-host";

/**
 * The host to which a pool sends a newcomer; `undefined`: none takes him. Breadth first, that with the fewest sessions; depth first,
 * that with the most that has room. A personal pool sends him to the host that is assigned to him, and to no other; one that assigns
 * automatically has for who has none the first that is nobody's.
 */
export function hostForNewcomer(pool: HostPool, userPrincipalName: string): SessionHost | undefined {
  const { settings } = pool;
  const hosts = [...pool.hosts];
  const open = hosts.filter((host) => host.takesNewcomers);
  if (isPersonal(pool)) {
    const own = hosts.filter((host) => host.assignedUser?.toLowerCase() === userPrincipalName.toLowerCase());
    if (own.length > 0 || settings.personalDesktopAssignmentType === "Direct") return own.find((host) => host.takesNewcomers);
    return open.find(({ assignedUser }) => assignedUser === null);
  }
  const deep = settings.loadBalancerType === "DepthFirst" ? -1 : 1;
  return open.toSorted((a, b) => deep * (a.sessionCount - b.sessionCount))[0];
}
