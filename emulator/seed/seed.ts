import type { RoleAssignment } from "../access/role-assignments";
import type { PublishedKey } from "../world/federated-credential";
import type { NewHostPool } from "../world/host-pool";
import type { AwaitedUser } from "../world/life/awaited-user";
import type { Transitions } from "../world/life/transitions";
import type { StatedUnderway } from "../world/life/underway";
import type { NewBrokerUser } from "../world/rds/broker-user";
import type { NewDesktopCollection } from "../world/rds/desktop-collection";
import type { DesktopState } from "../world/rds/virtual-desktop";
import type { NewDesktopSession } from "../world/rds/virtual-desktop-session";
import type { NewHost } from "../world/session-host";
import type { NewSession } from "../world/user-session";

/**
 * A world to start from, as a YAML or JSON file or as an object: at least one of `subscriptions` and `rds`. Everything is
 * keyed by its name, and what is not said has a default:
 *
 * ```yaml
 * tenants:
 *   11111111-1111-1111-1111-111111111111:
 *     clients:
 *       22222222-2222-2222-2222-222222222222: { secret: emulator-secret }
 * subscriptions:
 *   00000000-0000-0000-0000-000000000001:
 *     resourceGroups:
 *       rg-avd:
 *         hostPools:
 *           pool-1:
 *             sessionHosts:
 *               sh-0.contoso.com:
 *                 userSessions:
 *                   2: alice@contoso.com
 *                   3: { userPrincipalName: bob@contoso.com, sessionState: Disconnected }
 * rds:
 *   users:
 *     CONTOSO\rdsadmin: emulator-secret
 *   collections:
 *     Pool1:
 *       desktops:
 *         vdi-001: { host: hv-0.contoso.com, session: { id: 2, user: CONTOSO\alice } }
 *         vdi-002: { host: hv-0.contoso.com, state: Off }
 * ```
 */
export interface Seed {
  /** By tenant id. Default: the tenant and the client of the sample world. */
  tenants?: Record<string, SeedTenant | null> | undefined;
  /** By subscription id. Default: none, where there is `rds`. */
  subscriptions?: Record<string, SeedSubscription | null> | undefined;
  /** Default: no Remote Desktop Services, where there are `subscriptions`. */
  rds?: SeedRdsDeployment | undefined;
  /** What takes its time everywhere. Default: everything takes effect at once. */
  transitions?: Transitions | undefined;
  /** What time it is. Default: the machine's, at the start; a world that is restored leaves the clock as it is. One that code has handed in is left alone. */
  clock?: SeedClock | undefined;
}

/** The emulator's clock, which goes on from there. */
export interface SeedClock {
  /** ISO 8601 in UTC. */
  now: string;
  /** Whether it stands still. Default: false. */
  frozen?: boolean | undefined;
}

/** A Microsoft Entra tenant: the applications that may ask it for tokens. Without clients, nobody can sign in to it. */
export interface SeedTenant {
  /** By client (application) id. */
  clients?: Record<string, SeedClient> | undefined;
}

/** At least one way to sign in: `secret`, `certificate`, `managedIdentity` or `federatedCredentials`. */
export interface SeedClient {
  secret?: string | undefined;
  /** X.509, PEM: the certificate that the application signs its assertions with. */
  certificate?: string | undefined;
  /** Object id of its service principal. Default: derived. */
  objectId?: string | undefined;
  /** What it may do over Azure Resource Manager. Default: everything, as an `Owner` of all subscriptions. */
  roleAssignments?: RoleAssignment[] | undefined;
  /**
   * Makes it a managed identity of the machine that programs run on: `true` for the system-assigned one, of which there is one
   * at most, or the resource id of a user-assigned one (`/subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/name`).
   */
  managedIdentity?: true | string | undefined;
  /** Which workloads may sign in as it with a token of their platform. */
  federatedCredentials?: readonly SeedFederatedCredential[] | undefined;
}

/** A workload that an application trusts: https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
export interface SeedFederatedCredential {
  /** The `sub` of the workload's token: `system:serviceaccount:default:app`, `repo:contoso/infra:ref:refs/heads/main`. */
  subject: string;
  /** The `aud` of the workload's token. Default: `api://AzureADTokenExchange`. */
  audiences?: readonly string[] | undefined;
  /** The `iss` of the workload's token. Default: the emulator's own issuer, which `federatedToken` signs for. */
  issuer?: string | undefined;
  /** Together with `issuer`: the keys that it publishes. The emulator asks nobody for them. */
  jwks?: { keys: readonly PublishedKey[] } | undefined;
}

/** An Azure subscription in one tenant, whose tokens are good for it. Without resource groups it is empty. */
export interface SeedSubscription {
  /** Default: the first of `tenants`. */
  tenantId?: string | undefined;
  /** What takes its time in it. Default: as in the whole world. */
  transitions?: Transitions | undefined;
  /** For snapshots: its own number, which is part of the object ids of what is in it. Default: its place among the subscriptions. */
  number?: number | undefined;
  /** For snapshots: the number of the newest object in it. Where objects have a `serial`, it is the largest of them or more. */
  lastSerial?: number | undefined;
  resourceGroups?: Record<string, SeedResourceGroup | null> | undefined;
}

/** A resource group: a place, and the host pools in it. Without host pools it is empty. */
export interface SeedResourceGroup {
  /** Default: `westus2`. */
  location?: string | undefined;
  hostPools?: Record<string, SeedHostPool | null> | undefined;
}

/** A host pool: its settings, and its session hosts by name (3 to 48 characters). Without hosts it is empty. */
export interface SeedHostPool extends NewHostPool, Numbered {
  /** What takes its time on its hosts. Default: as in its subscription. */
  transitions?: Transitions | undefined;
  /** ISO 8601 in UTC. Default: when the emulator started. */
  createTime?: string | undefined;
  sessionHosts?: Record<string, SeedSessionHost | null> | undefined;
}

/** A machine of a host pool: its state, and the sessions on it at first. Default: available, taking newcomers, with nobody on it. */
export interface SeedSessionHost extends NewHost, Numbered {
  /** By session id. A text is the user principal name of an active desktop session that began when the emulator started. */
  userSessions?: Record<number, string | SeedSession> | undefined;
  /** Users who were logged off from it, and come back by themselves. */
  awaited?: readonly AwaitedUser[] | undefined;
}

/** A session that is there at first. */
export interface SeedSession extends NewSession, Numbered {
  /** What is on its way for it. Default: nothing. */
  underway?: StatedUnderway | undefined;
}

interface Numbered {
  /** For snapshots: its number among the objects of its subscription, which is part of its object id. Default: the next one. */
  serial?: number | undefined;
}

/** A Remote Desktop Services deployment. */
export interface SeedRdsDeployment {
  /** Who may sign in to the connection broker, by `DOMAIN\user`. A text is the password. Default: the user of the sample world. */
  users?: Record<string, string | NewBrokerUser> | undefined;
  /** By alias. */
  collections?: Record<string, SeedDesktopCollection | null> | undefined;
}

export interface SeedDesktopCollection extends NewDesktopCollection {
  /** By the name of the virtual machine, which is unique in the deployment. */
  desktops?: Record<string, SeedVirtualDesktop> | undefined;
}

export interface SeedVirtualDesktop {
  /** Name of the machine that it runs on. */
  host: string;
  /** Default: `Running`. */
  state?: DesktopState | undefined;
  session?: SeedDesktopSession | undefined;
}

export interface SeedDesktopSession extends NewDesktopSession {
  /** Unique on its host. */
  id: number;
  /** What is on its way for it. Default: nothing. */
  underway?: StatedUnderway | undefined;
}
