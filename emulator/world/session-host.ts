import type { Clock } from "../clock";
import { SessionNotFound } from "./errors/session-not-found";
import { Heartbeat } from "./heartbeat";
import type { HostPool } from "./host-pool";
import type { Transitions } from "./life/transitions";
import { objectId } from "./object-id";
import { OrderedList } from "./ordered-list";
import type { UserSession } from "./user-session";

/** The states of a host that the service's API names. */
export const hostStatuses = [
  "Available",
  "Unavailable",
  "Shutdown",
  "Disconnected",
  "Upgrading",
  "UpgradeFailed",
  "NoHeartbeat",
  "NotJoinedToDomain",
  "DomainTrustRelationshipLost",
  "SxSStackListenerNotReady",
  "FSLogixNotHealthy",
  "NeedsAssistance",
] as const;
/**
 * The state of a session host. On one that is `Unavailable`, `Shutdown`, `Disconnected` or `NoHeartbeat` a session ends by force
 * only. A machine that leaves `Shutdown` has booted: nobody is signed in on it any more.
 */
export type HostStatus = (typeof hostStatuses)[number];

/**
 * The states in which the machine may not run, by what the API's specification says of each; in the others it runs,
 * well or not.
 */
const outOfReach: ReadonlySet<HostStatus> = new Set(["Unavailable", "Shutdown", "Disconnected", "NoHeartbeat"]);

/**
 * The states in which the machine runs and takes no connections, by what the SDK's documentation says of each
 * (https://learn.microsoft.com/javascript/api/@azure/arm-desktopvirtualization/knownstatus).
 */
const closed: ReadonlySet<HostStatus> = new Set(["Upgrading", "UpgradeFailed", "SxSStackListenerNotReady"]);

/** What a caller may change of a host: what is absent stays. */
export interface HostChanges {
  /** `false` is drain mode: newcomers are refused, reconnecting users are not. */
  allowNewSession?: boolean | undefined;
  assignedUser?: string | null | undefined;
  friendlyName?: string | null | undefined;
}

/** What is said of a host when it is made; the rest has defaults. */
export interface NewHost extends HostChanges {
  /** Default: `Available`. */
  status?: HostStatus | undefined;
  agentVersion?: string | undefined;
  osVersion?: string | undefined;
  /** Id of the virtual machine. Default: one of the host's own first label in the pool's resource group. */
  resourceId?: string | undefined;
  /** What takes its time on this host. Default: as its pool has it. */
  transitions?: Transitions | undefined;
  /** ISO 8601 in UTC, as all that follow. Default: when the emulator started. */
  createTime?: string | undefined;
  /** When its status became what it is. Default: its create time. */
  statusTimestamp?: string | undefined;
  /** One of the heartbeats of a host that runs, or the last one of a host that has stopped. Default: its create time. */
  lastHeartBeat?: string | undefined;
  lastModified?: Modification | undefined;
}

/** Who changes a host when no caller of a plane does: a person at the emulator, or a user who signs in. */
export const OPERATOR = "emulator";

/** Who changed an object last, and when. */
export interface Modification {
  /** Client id of the caller, or `emulator`. */
  by: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** The lowest id that a session gets: a choice; on Windows 0 is the services' session and 1 the console's. */
const FIRST_ID = 2;

/** A machine of a host pool, and the sessions on it. Only the {@link World} changes it. */
export class SessionHost {
  readonly pool: HostPool;
  readonly name: string;
  readonly serial: number;
  readonly createTime: string;
  readonly #heartbeat: Heartbeat;
  #status: HostStatus;
  #statusTimestamp: string;
  readonly agentVersion: string;
  readonly osVersion: string;
  readonly resourceId: string;
  allowNewSession: boolean;
  assignedUser: string | null;
  friendlyName: string | null;
  lastModified: Modification | undefined;
  transitions: Transitions;
  readonly #sessions = new Map<number, UserSession>();
  readonly #byId = new OrderedList<UserSession>((session) => session.id);
  #lowestFree = FIRST_ID;

  /** @param clock by which its heart beats */
  constructor(pool: HostPool, name: string, serial: number, createTime: string, from: NewHost, clock: Clock) {
    this.pool = pool;
    this.name = name;
    this.serial = serial;
    this.createTime = createTime;
    this.#status = from.status ?? "Available";
    this.#statusTimestamp = from.statusTimestamp ?? createTime;
    this.#heartbeat = new Heartbeat(clock, from.lastHeartBeat ?? createTime, this.reachable);
    this.agentVersion = from.agentVersion ?? "1.0.13229.200";
    this.osVersion = from.osVersion ?? "10.0.26100.7171";
    this.resourceId = from.resourceId ?? `${pool.resourceGroup.path}/providers/Microsoft.Compute/virtualMachines/${name.split(".")[0]}`;
    this.allowNewSession = from.allowNewSession ?? true;
    this.assignedUser = from.assignedUser ?? null;
    this.friendlyName = from.friendlyName ?? null;
    this.lastModified = from.lastModified;
    this.transitions = from.transitions ?? {};
  }

  get objectId(): string {
    return objectId(this.serial, this.pool.resourceGroup.subscription.number);
  }

  get status(): HostStatus {
    return this.#status;
  }

  /** ISO 8601, UTC: when its status became what it is. */
  get statusTimestamp(): string {
    return this.#statusTimestamp;
  }

  /** ISO 8601, UTC: when it was last heard of. */
  get lastHeartBeat(): string {
    return this.#heartbeat.last;
  }

  /** @param at ISO 8601, UTC */
  setStatus(status: HostStatus, at: string): void {
    this.#status = status;
    this.#statusTimestamp = at;
    if (this.reachable) this.#heartbeat.start();
    else this.#heartbeat.stop();
  }

  /** Whether the machine runs and answers, so that it can end a session. */
  get reachable(): boolean {
    return !outOfReach.has(this.#status);
  }

  /** Whether users get on it, to a session that is there: it runs, and is in a state that takes connections. */
  get connectable(): boolean {
    return this.reachable && !closed.has(this.#status);
  }

  /** Whether it has fewer sessions than its pool allows. */
  get hasRoom(): boolean {
    return this.sessionCount < (this.pool.settings.maxSessionLimit ?? Infinity);
  }

  /** Whether somebody could sign in who has no session on it: users get on it, it is not drained, and it has room. */
  get takesNewcomers(): boolean {
    return this.allowNewSession && this.connectable && this.hasRoom;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Its sessions by id, as the service lists them. */
  get sessions(): OrderedList<UserSession> {
    return this.#byId;
  }

  findSession(id: number): UserSession | undefined {
    return this.#sessions.get(id);
  }

  /** @throws SessionNotFound */
  session(id: number): UserSession {
    const session = this.#sessions.get(id);
    if (!session) throw new SessionNotFound(id, this.name);
    return session;
  }

  /**
   * The id of the next session: the lowest free one, so that ids are reused soon. That ids are small numbers per host and
   * are reused is what the real ones do; in which order is a choice, made so that stale ids hurt in tests first.
   */
  nextId(): number {
    while (this.#sessions.has(this.#lowestFree)) this.#lowestFree++;
    return this.#lowestFree;
  }

  add(session: UserSession): void {
    this.#sessions.set(session.id, session);
    this.#byId.add(session);
    this.pool.sessions.add(session);
  }

  remove(session: UserSession): void {
    this.#sessions.delete(session.id);
    this.#byId.remove(session);
    this.pool.sessions.remove(session);
    if (session.id >= FIRST_ID) this.#lowestFree = Math.min(this.#lowestFree, session.id);
  }
}
