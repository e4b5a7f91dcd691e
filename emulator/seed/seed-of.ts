import type { HostPool } from "../world/host-pool";
import type { DesktopCollection } from "../world/rds/desktop-collection";
import type { RdsDeployment } from "../world/rds/rds-deployment";
import type { VirtualDesktop } from "../world/rds/virtual-desktop";
import type { ResourceGroup } from "../world/resource-group";
import type { SessionHost } from "../world/session-host";
import type { Subscription } from "../world/subscription";
import type { Tenant } from "../world/tenant";
import type { UserSession } from "../world/user-session";
import type { World } from "../world/world";
import type { Seed, SeedDesktopCollection, SeedHostPool, SeedResourceGroup, SeedSession, SeedSessionHost, SeedSubscription, SeedTenant, SeedVirtualDesktop } from "./seed";

/** See {@link World.snapshot}. @param only that subscription, with its tenant. Default: everything */
export function seedOf(world: World, only?: Subscription): Seed {
  const tenants = only ? [...world.tenants].filter(({ id }) => id.toLowerCase() === only.tenantId.toLowerCase()) : world.tenants;
  const seed: Seed = {
    transitions: stated(world.transitions),
    tenants: keyed(tenants, ({ id }) => id, tenant),
    subscriptions: keyed(only ? [only] : world.subscriptions, ({ id }) => id, (each) => subscription(each, world)),
  };
  if (only) return seed;
  return { ...seed, rds: { users: keyed(world.rds.users, ({ name }) => name, ({ password, certificate, access }) => ({ password, certificate, access })), collections: keyed(world.rds.collections, ({ alias }) => alias, (each) => collection(each, world.rds)) } };
}

/** Nothing, where nothing is stated. */
const stated = <T extends object>(parts: T): T | undefined => (Object.keys(parts).length === 0 ? undefined : parts);

function keyed<T, V>(items: Iterable<T>, key: (item: T) => string | number, value: (item: T) => V): Record<string, V> {
  return Object.fromEntries(Array.from(items, (item) => [key(item), value(item)]));
}

const tenant = ({ clients }: Tenant): SeedTenant => ({
  clients: keyed(clients.values(), ({ clientId }) => clientId, ({ secret, certificate, objectId, managedIdentity, federatedCredentials, roleAssignments }) => ({
    secret,
    certificate,
    objectId,
    managedIdentity,
    federatedCredentials: federatedCredentials.length === 0 ? undefined : federatedCredentials,
    roleAssignments: roleAssignments && [...roleAssignments.stated],
  })),
});

const subscription = ({ tenantId, number, transitions, lastSerial, resourceGroups }: Subscription, world: World): SeedSubscription => ({
  tenantId,
  number,
  transitions: stated(transitions),
  lastSerial,
  resourceGroups: keyed(resourceGroups, ({ name }) => name, (group) => resourceGroup(group, world)),
});

const resourceGroup = ({ location, pools }: ResourceGroup, world: World): SeedResourceGroup => ({ location, hostPools: keyed(pools, ({ name }) => name, (pool) => hostPool(pool, world)) });

const hostPool = ({ settings, serial, createTime, transitions, hosts }: HostPool, world: World): SeedHostPool => ({
  ...settings,
  serial,
  createTime,
  transitions: stated(transitions),
  sessionHosts: keyed(hosts, ({ name }) => name, (host) => sessionHost(host, world)),
});

function sessionHost(host: SessionHost, world: World): SeedSessionHost {
  const { status, allowNewSession, assignedUser, friendlyName, agentVersion, osVersion, resourceId, serial, createTime, statusTimestamp, lastHeartBeat, lastModified, transitions, sessions } = host;
  const awaited = world.awaitedOn(host);
  return {
    ...{ status, allowNewSession, assignedUser, friendlyName, agentVersion, osVersion, resourceId },
    ...{ serial, createTime, statusTimestamp, lastHeartBeat, lastModified, transitions: stated(transitions) },
    userSessions: keyed(sessions.walk(), ({ id }) => id, (session) => userSession(session, world)),
    ...(awaited.length > 0 ? { awaited } : {}),
  };
}

function userSession(session: UserSession, world: World): SeedSession {
  const { userPrincipalName, applicationType, sessionState, activeDirectoryUserName, createTime, serial } = session;
  return { userPrincipalName, applicationType, sessionState, activeDirectoryUserName, createTime, serial, underway: world.underwayOf(session), returns: world.returnsOf(session) };
}

const collection = ({ name, transitions, desktops }: DesktopCollection, rds: RdsDeployment): SeedDesktopCollection => ({
  name,
  transitions: stated(transitions),
  desktops: keyed(desktops, (desktop) => desktop.name, (desktop) => virtualDesktop(desktop, rds)),
});

function virtualDesktop({ host, state, session }: VirtualDesktop, rds: RdsDeployment): SeedVirtualDesktop {
  return { host: host.name, state, session: session && { id: session.id, user: session.user, connectState: session.connectState, clientMachineName: session.clientMachineName ?? undefined, underway: rds.underwayOf(session) } };
}
