import type { UserSession } from "../world/user-session";
import type { VirtualDesktop } from "../world/rds/virtual-desktop";
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

/** A virtual desktop, and who is on it. */
export function desktop({ collection, name, host, state, session: on }: VirtualDesktop) {
  return {
    collectionId: collection.alias,
    vmName: name,
    vmHostName: host.name,
    state,
    session: on ? { sessionId: on.id, user: on.user, connectState: on.connectState, clientMachineName: on.clientMachineName } : null,
  };
}
