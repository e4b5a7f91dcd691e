import type { HostPool } from "../world/host-pool";
import type { DesktopCollection } from "../world/rds/desktop-collection";
import type { VirtualDesktop } from "../world/rds/virtual-desktop";
import type { ResourceGroup } from "../world/resource-group";
import type { SessionHost } from "../world/session-host";
import type { Subscription } from "../world/subscription";
import type { Tenant } from "../world/tenant";
import type { NewSession, UserSession } from "../world/user-session";
import type { World } from "../world/world";
import type { Seed, SeedDesktopCollection, SeedHostPool, SeedResourceGroup, SeedSessionHost, SeedSubscription, SeedTenant, SeedVirtualDesktop } from "./seed";

/**
 * The seed of the world as it is now: what {@link readSeed} and an emulator would make the same world of, with its secrets.
 * Not in it are messages, the object ids of anything but clients, and when hosts and pools were made or changed: a seed does
 * not speak of them.
 */
export function seedOf(world: World): Seed {
  return {
    tenants: keyed(world.tenants, ({ id }) => id, tenant),
    subscriptions: keyed(world.subscriptions, ({ id }) => id, subscription),
    rds: {
      users: keyed(world.rds.users, ({ name }) => name, ({ password, certificate, access }) => ({ password, certificate, access })),
      collections: keyed(world.rds.collections, ({ alias }) => alias, collection),
    },
  };
}

function keyed<T, V>(items: Iterable<T>, key: (item: T) => string | number, value: (item: T) => V): Record<string, V> {
  return Object.fromEntries(Array.from(items, (item) => [key(item), value(item)]));
}

const tenant = ({ clients }: Tenant): SeedTenant => ({
  clients: keyed(clients.values(), ({ clientId }) => clientId, ({ secret, certificate, objectId, managedIdentity, federatedCredentials }) => ({ secret, certificate, objectId, managedIdentity, federatedCredentials: federatedCredentials.length === 0 ? undefined : federatedCredentials })),
});

const subscription = ({ tenantId, resourceGroups }: Subscription): SeedSubscription => ({
  tenantId,
  resourceGroups: keyed(resourceGroups, ({ name }) => name, resourceGroup),
});

const resourceGroup = ({ location, pools }: ResourceGroup): SeedResourceGroup => ({ location, hostPools: keyed(pools, ({ name }) => name, hostPool) });

const hostPool = ({ settings, hosts }: HostPool): SeedHostPool => ({ ...settings, sessionHosts: keyed(hosts, ({ name }) => name, sessionHost) });

function sessionHost({ status, allowNewSession, assignedUser, friendlyName, agentVersion, osVersion, resourceId, sessions }: SessionHost): SeedSessionHost {
  return { status, allowNewSession, assignedUser, friendlyName, agentVersion, osVersion, resourceId, userSessions: keyed(sessions.walk(), ({ id }) => id, userSession) };
}

function userSession({ userPrincipalName, applicationType, sessionState, activeDirectoryUserName, createTime }: UserSession): NewSession {
  return { userPrincipalName, applicationType, sessionState, activeDirectoryUserName, createTime };
}

const collection = ({ name, desktops }: DesktopCollection): SeedDesktopCollection => ({ name, desktops: keyed(desktops, (desktop) => desktop.name, virtualDesktop) });

function virtualDesktop({ host, state, session }: VirtualDesktop): SeedVirtualDesktop {
  return { host: host.name, state, session: session && { id: session.id, user: session.user, connectState: session.connectState, clientMachineName: session.clientMachineName ?? undefined } };
}
