import { RoleAssignments } from "../access/role-assignments";
import { HostPool } from "./host-pool";
import type { SessionLife } from "./life/session-life";
import { objectId } from "./object-id";
import { ResourceGroup } from "./resource-group";
import { sampleWorld } from "../seed/sample-world";
import type { Seed, SeedHostPool, SeedRdsDeployment, SeedResourceGroup, SeedSessionHost, SeedSubscription, SeedTenant } from "../seed/seed";
import type { RdsDeployment } from "./rds/rds-deployment";
import { SessionHost } from "./session-host";
import { Subscription } from "./subscription";
import type { Client } from "./tenant";
import type { World } from "./world";

/** What objects of a subscription are made with. */
interface Making {
  life: SessionLife;
  /** ISO 8601: when everything began that the seed does not date. */
  start: string;
}
/** The audience of a federated credential that names none, as Entra recommends it. */
const TOKEN_EXCHANGE = "api://AzureADTokenExchange";

/**
 * Builds what a seed describes into an empty world.
 *
 * @param start ISO 8601: when everything began that the seed does not date
 */
export function populate(world: World, life: SessionLife, seed: Seed, start: string): void {
  const tenants = seed.tenants ?? sampleWorld.tenants ?? {};
  world.transitions = seed.transitions ?? {};
  for (const [place, [id, from]] of Object.entries(seed.subscriptions ?? {}).entries()) {
    world.addSubscription(subscriptionOf(life, id, { ...from, tenantId: from?.tenantId ?? Object.keys(tenants)[0] ?? "" }, from?.number ?? place, start));
  }
  for (const [id, tenant] of Object.entries(tenants)) addTenant(world, id, tenant);
  if (seed.rds) addDeployment(world.rds, seed.rds);
}

/** A subscription with everything in it. @param number by which its object ids are told from those of others */
export function subscriptionOf(life: SessionLife, id: string, from: SeedSubscription & { tenantId: string }, number: number, start: string): Subscription {
  const subscription = new Subscription(id, from.tenantId, number, from.lastSerial);
  subscription.transitions = from.transitions ?? {};
  for (const [name, group] of Object.entries(from.resourceGroups ?? {})) addResourceGroup({ life, start }, subscription, name, group);
  return subscription;
}

function addDeployment(rds: RdsDeployment, from: SeedRdsDeployment): void {
  for (const [name, user] of Object.entries(from.users ?? sampleWorld.rds?.users ?? {})) rds.addUser(name, typeof user === "string" ? { password: user } : user);
  for (const [alias, stated] of Object.entries(from.collections ?? {})) {
    const { desktops, ...settings } = stated ?? {};
    const collection = rds.addCollection(alias, settings);
    for (const [name, { host, state, session }] of Object.entries(desktops ?? {})) {
      const desktop = rds.addDesktop(collection, name, host, state);
      if (!session) continue;
      const placed = rds.place(desktop, session.id, session);
      if (session.underway) rds.resume(placed, session.underway);
    }
  }
}

function addTenant(world: World, id: string, tenant: SeedTenant | null): void {
  const clients = new Map<string, Client>();
  for (const [clientId, { secret, certificate, objectId: own, managedIdentity, federatedCredentials = [], roleAssignments }] of Object.entries(tenant?.clients ?? {})) {
    clients.set(clientId.toLowerCase(), {
      clientId,
      secret,
      certificate,
      objectId: own ?? objectId(world.nextSerial()),
      managedIdentity,
      federatedCredentials: federatedCredentials.map(({ issuer, subject, audiences = [TOKEN_EXCHANGE], jwks }) => ({ issuer, subject, audiences, jwks })),
      roleAssignments: roleAssignments && new RoleAssignments(roleAssignments),
    });
  }
  world.addTenant({ id, clients });
}

function addResourceGroup(making: Making, subscription: Subscription, name: string, from: SeedResourceGroup | null): void {
  const group = new ResourceGroup(subscription, name, from?.location);
  subscription.add(group);
  for (const [poolName, pool] of Object.entries(from?.hostPools ?? {})) addHostPool(making, group, poolName, pool ?? {});
}

function addHostPool(making: Making, group: ResourceGroup, name: string, from: SeedHostPool): void {
  const { sessionHosts, serial = group.subscription.nextSerial(), createTime = making.start, transitions, ...settings } = from;
  const pool = new HostPool(group, name, serial, createTime, settings, transitions);
  group.add(pool);
  for (const [hostName, host] of Object.entries(sessionHosts ?? {})) addSessionHost(making, pool, hostName, host ?? {});
}

function addSessionHost({ life, start }: Making, pool: HostPool, name: string, from: SeedSessionHost): void {
  const { serial = pool.resourceGroup.subscription.nextSerial(), createTime = start } = from;
  const host = new SessionHost(pool, name, serial, createTime, from, life.clock);
  pool.add(host);
  for (const [id, session] of Object.entries(from.userSessions ?? {})) {
    const stated = typeof session === "string" ? { userPrincipalName: session } : session;
    const placed = life.place(host, Number(id), { createTime: start, ...stated }, stated.serial);
    if (stated.underway) life.resume(placed, stated.underway);
  }
  for (const user of from.awaited ?? []) life.await(host, user);
}
