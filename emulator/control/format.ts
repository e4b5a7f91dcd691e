import type { HostPool } from "../world/host-pool";
import type { SessionHost } from "../world/session-host";
import type { UserSession } from "../world/user-session";
import type { World } from "../world/world";

/** A session, with the host and pool that tell it from others. */
export function session(from: UserSession) {
  return {
    hostPool: from.host.pool.name,
    sessionHost: from.host.name,
    userSessionId: from.id,
    userPrincipalName: from.userPrincipalName,
    sessionState: from.sessionState,
    applicationType: from.applicationType,
    createTime: from.createTime,
  };
}

export function* sessions(world: World) {
  for (const pool of world.hostPools()) {
    for (const host of pool.hosts) {
      for (const each of host.sessions.walk()) yield session(each);
    }
  }
}

function sessionHost(host: SessionHost) {
  const { name, status, allowNewSession, assignedUser, friendlyName } = host;
  return { name, status, allowNewSession, assignedUser, friendlyName, userSessions: Array.from(host.sessions.walk(), session) };
}

function hostPool(pool: HostPool) {
  return { name: pool.name, location: pool.location, sessionHosts: Array.from(pool.hosts, sessionHost) };
}

/** The whole world, but for secrets and certificates. */
export function world(from: World) {
  return {
    tenants: Array.from(from.tenants, ({ id, clients }) => ({ id, clients: Array.from(clients.values(), ({ clientId, objectId }) => ({ clientId, objectId })) })),
    subscriptions: Array.from(from.subscriptions, ({ id, tenantId, resourceGroups }) => ({
      id,
      tenantId,
      resourceGroups: Array.from(resourceGroups, ({ name, location, pools }) => ({ name, location, hostPools: Array.from(pools, hostPool) })),
    })),
  };
}
