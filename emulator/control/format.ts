import type { UserSession } from "../world/user-session";
import type { VirtualDesktop } from "../world/rds/virtual-desktop";
import type { SessionHost } from "../world/session-host";
import type { World } from "../world/world";
import type { Narrowed } from "./narrowed";

/** A session, with the host and pool that tell it from others. */
export function session(from: UserSession) {
  return {
    subscriptionId: from.host.pool.resourceGroup.subscription.id,
    hostPool: from.host.pool.name,
    sessionHost: from.host.name,
    userSessionId: from.id,
    userPrincipalName: from.userPrincipalName,
    sessionState: from.sessionState,
    applicationType: from.applicationType,
    createTime: from.createTime,
  };
}

export function* sessions(world: World, within: Narrowed) {
  for (const host of hostsWithin(world, within)) {
    for (const each of host.sessions.walk()) yield session(each);
  }
}

export function* hosts(world: World, within: Narrowed) {
  for (const each of hostsWithin(world, within)) yield host(each);
}

function* hostsWithin(world: World, { hostPool, subscription }: Narrowed) {
  for (const pool of hostPool === undefined ? world.hostPools(subscription) : world.hostPoolsNamed(hostPool, subscription)) yield* pool.hosts;
}

/** A session host, and how it is. */
export function host(from: SessionHost) {
  return {
    subscriptionId: from.pool.resourceGroup.subscription.id,
    hostPool: from.pool.name,
    sessionHost: from.name,
    status: from.status,
    statusTimestamp: from.statusTimestamp,
    lastHeartBeat: from.lastHeartBeat,
    allowNewSession: from.allowNewSession,
    assignedUser: from.assignedUser,
    friendlyName: from.friendlyName,
    sessions: from.sessionCount,
  };
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
