import { SessionHostNotFound } from "./errors/session-host-not-found";
import type { Transitions } from "./life/transitions";
import { objectId, objectRank } from "./object-id";
import { OrderedList } from "./ordered-list";
import type { ResourceGroup } from "./resource-group";
import type { SessionHost } from "./session-host";
import type { UserSession } from "./user-session";

export const hostPoolTypes = ["Pooled", "Personal", "BYODesktop"] as const;
export const loadBalancerTypes = ["BreadthFirst", "DepthFirst", "Persistent", "MultiplePersistent"] as const;
export const assignmentTypes = ["Automatic", "Direct"] as const;
export const appGroupTypes = ["Desktop", "RailApplications", "None"] as const;
export const networkAccesses = ["Enabled", "Disabled", "EnabledForSessionHostsOnly", "EnabledForClientsOnly"] as const;

/** What is said of a host pool when it is made; the rest has defaults. */
export interface NewHostPool {
  /** Default: its resource group's. */
  location?: string | undefined;
  tags?: Record<string, string> | undefined;
  friendlyName?: string | undefined;
  description?: string | undefined;
  /** Default: `Pooled`. */
  hostPoolType?: (typeof hostPoolTypes)[number] | undefined;
  /** Default: `BreadthFirst`, or `Persistent` in a personal pool. */
  loadBalancerType?: (typeof loadBalancerTypes)[number] | undefined;
  /** Default: 999999, the service's own. */
  maxSessionLimit?: number | undefined;
  personalDesktopAssignmentType?: (typeof assignmentTypes)[number] | undefined;
  /** Default: `Desktop`. */
  preferredAppGroupType?: (typeof appGroupTypes)[number] | undefined;
  validationEnvironment?: boolean | undefined;
  startVMOnConnect?: boolean | undefined;
  /** Default: `Enabled`. */
  publicNetworkAccess?: (typeof networkAccesses)[number] | undefined;
}

/** Whether each of its hosts is for one user. */
export const isPersonal = ({ settings }: HostPool): boolean => settings.hostPoolType === "Personal";

/** Session hosts under one name. */
export class HostPool {
  readonly resourceGroup: ResourceGroup;
  readonly name: string;
  readonly serial: number;
  readonly createTime: string;
  readonly settings: NewHostPool;
  transitions: Transitions;
  readonly #hosts = new Map<string, SessionHost>();
  /**
   * All sessions of the pool by object id. The real service's list by pool is not sorted by session id, nor by any other
   * property (recorded: 3, 5, 2 where the list by host said 2, 3, 5). This order is a choice that does not flatter
   * clients either, and that stays put while sessions come and go.
   */
  readonly sessions = new OrderedList<UserSession>((session) => objectRank(session.serial));

  constructor(resourceGroup: ResourceGroup, name: string, serial: number, createTime: string, settings: NewHostPool, transitions: Transitions = {}) {
    this.resourceGroup = resourceGroup;
    this.name = name;
    this.serial = serial;
    this.createTime = createTime;
    this.settings = settings;
    this.transitions = transitions;
  }

  get objectId(): string {
    return objectId(this.serial, this.resourceGroup.subscription.number);
  }

  get location(): string {
    return this.settings.location ?? this.resourceGroup.location;
  }

  /** In the order in which they were made. */
  get hosts(): Iterable<SessionHost> {
    return this.#hosts.values();
  }

  /** @throws SessionHostNotFound */
  host(name: string): SessionHost {
    const host = this.findHost(name);
    if (!host) throw new SessionHostNotFound(name, this.name);
    return host;
  }

  findHost(name: string): SessionHost | undefined {
    return this.#hosts.get(name.toLowerCase());
  }

  add(host: SessionHost): void {
    this.#hosts.set(host.name.toLowerCase(), host);
  }

  remove(host: SessionHost): void {
    this.#hosts.delete(host.name.toLowerCase());
  }
}
