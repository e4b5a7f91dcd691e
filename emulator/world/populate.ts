import { HostPool } from "./host-pool";
import { objectId } from "./object-id";
import { ResourceGroup } from "./resource-group";
import { sampleWorld } from "../seed/sample-world";
import type { Seed, SeedHostPool, SeedRdsDeployment, SeedResourceGroup, SeedSessionHost, SeedTenant } from "../seed/seed";
import type { RdsDeployment } from "./rds/rds-deployment";
import { SessionHost } from "./session-host";
import { Subscription } from "./subscription";
import type { Client } from "./tenant";
import type { World } from "./world";

/** The audience of a federated credential that names none, as Entra recommends it. */
const TOKEN_EXCHANGE = "api://AzureADTokenExchange";

/**
 * Builds what a seed describes into an empty world.
 *
 * @param start ISO 8601: when everything began that the seed does not date
 */
export function populate(world: World, seed: Seed, start: string): void {
  const tenants = seed.tenants ?? sampleWorld.tenants ?? {};
  for (const [id, from] of Object.entries(seed.subscriptions ?? {})) {
    const subscription = new Subscription(id, from?.tenantId ?? Object.keys(tenants)[0] ?? "");
    world.addSubscription(subscription);
    for (const [name, group] of Object.entries(from?.resourceGroups ?? {})) addResourceGroup(world, subscription, name, group, start);
  }
  for (const [id, tenant] of Object.entries(tenants)) addTenant(world, id, tenant);
  if (seed.rds) addDeployment(world.rds, seed.rds);
}

function addDeployment(rds: RdsDeployment, from: SeedRdsDeployment): void {
  for (const [name, user] of Object.entries(from.users ?? sampleWorld.rds?.users ?? {})) rds.addUser(name, typeof user === "string" ? { password: user } : user);
  for (const [alias, stated] of Object.entries(from.collections ?? {})) {
    const { desktops, ...settings } = stated ?? {};
    const collection = rds.addCollection(alias, settings);
    for (const [name, { host, state, session }] of Object.entries(desktops ?? {})) {
      const desktop = rds.addDesktop(collection, name, host, state);
      if (session) rds.place(desktop, session.id, session);
    }
  }
}

function addTenant(world: World, id: string, tenant: SeedTenant | null): void {
  const clients = new Map<string, Client>();
  for (const [clientId, { secret, certificate, objectId: own, managedIdentity, federatedCredentials = [] }] of Object.entries(tenant?.clients ?? {})) {
    clients.set(clientId.toLowerCase(), {
      clientId,
      secret,
      certificate,
      objectId: own ?? objectId(world.nextSerial()),
      managedIdentity,
      federatedCredentials: federatedCredentials.map(({ issuer, subject, audiences = [TOKEN_EXCHANGE], jwks }) => ({ issuer, subject, audiences, jwks })),
    });
  }
  world.addTenant({ id, clients });
}

function addResourceGroup(world: World, subscription: Subscription, name: string, from: SeedResourceGroup | null, start: string): void {
  const group = new ResourceGroup(subscription, name, from?.location);
  subscription.add(group);
  for (const [poolName, pool] of Object.entries(from?.hostPools ?? {})) addHostPool(world, group, poolName, pool ?? {}, start);
}

function addHostPool(world: World, group: ResourceGroup, name: string, from: SeedHostPool, start: string): void {
  const { sessionHosts, ...settings } = from;
  const pool = new HostPool(group, name, world.nextSerial(), start, settings);
  group.add(pool);
  for (const [hostName, host] of Object.entries(sessionHosts ?? {})) addSessionHost(world, pool, hostName, host ?? {}, start);
}

function addSessionHost(world: World, pool: HostPool, name: string, from: SeedSessionHost, start: string): void {
  const host = new SessionHost(pool, name, world.nextSerial(), start, from);
  pool.add(host);
  for (const [id, session] of Object.entries(from.userSessions ?? {})) {
    const stated = typeof session === "string" ? { userPrincipalName: session } : session;
    world.place(host, Number(id), { createTime: start, ...stated });
  }
}
