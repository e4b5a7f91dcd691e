import type { Clock } from "../clock";
import type { DesktopMessage } from "./desktop-message";
import { AmbiguousSessionHost } from "./errors/ambiguous-session-host";
import { HostDrained } from "./errors/host-drained";
import { SessionHostInUse } from "./errors/session-host-in-use";
import { SessionHostNotFound } from "./errors/session-host-not-found";
import { SessionHostUnreachable } from "./errors/session-host-unreachable";
import { SessionIdTaken } from "./errors/session-id-taken";
import { SessionNotFound } from "./errors/session-not-found";
import { SubscriptionNotFound } from "./errors/subscription-not-found";
import type { HostPool } from "./host-pool";
import type { Message } from "./message";
import { MessageLog } from "./message-log";
import { RdsDeployment } from "./rds/rds-deployment";
import type { HostChanges, SessionHost } from "./session-host";
import type { Subscription } from "./subscription";
import type { Tenant } from "./tenant";
import { type NewSession, UserSession } from "./user-session";

/** Who changes a host when no caller of a plane does: a person at the emulator. */
const OPERATOR = "emulator";

/**
 * Everything that every plane shows: tenants, subscriptions, pools, hosts, sessions, a Remote Desktop Services deployment,
 * and what users do with them. It knows no protocol; it throws errors of its own (`WorldError`).
 */
export class World {
  readonly #clock: Clock;
  readonly #populate: (world: World, start: string) => void;
  readonly #start: string;
  readonly #tenants = new Map<string, Tenant>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #messages = new MessageLog();
  /** The Remote Desktop Services deployment. */
  readonly rds = new RdsDeployment(() => this.now(), this.#messages);
  #serial = 0;

  /** @param populate puts into the empty world what there is at first, dated `start` where nothing else is said */
  constructor(clock: Clock, populate: (world: World, start: string) => void) {
    this.#clock = clock;
    this.#populate = populate;
    this.#start = this.now();
    populate(this, this.#start);
  }

  /** Back to the seed, with the create times and object ids that it had at first. */
  reset(): void {
    this.#tenants.clear();
    this.#subscriptions.clear();
    this.rds.clear();
    this.#messages.clear();
    this.#serial = 0;
    this.#populate(this, this.#start);
  }

  /** ISO 8601, UTC, by the emulator's clock. */
  now(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  /** The number of the next object, from 1 on: its object id is made from it, so a reset world gives the same ones again. */
  nextSerial(): number {
    return ++this.#serial;
  }

  /** In the order in which the seed names them. */
  get tenants(): Iterable<Tenant> {
    return this.#tenants.values();
  }

  /** By its id, without case; `undefined` when there is none. */
  findTenant(id: string): Tenant | undefined {
    return this.#tenants.get(id.toLowerCase());
  }

  /** In the order in which the seed names them. */
  get subscriptions(): Iterable<Subscription> {
    return this.#subscriptions.values();
  }

  /** By its id, without case. @throws SubscriptionNotFound */
  subscription(id: string): Subscription {
    const subscription = this.#subscriptions.get(id.toLowerCase());
    if (!subscription) throw new SubscriptionNotFound(id);
    return subscription;
  }

  /** Adds a tenant, or takes the place of the one with its id. A reset forgets it. */
  addTenant(tenant: Tenant): void {
    this.#tenants.set(tenant.id.toLowerCase(), tenant);
  }

  /** Adds a subscription, or takes the place of the one with its id. A reset forgets it. */
  addSubscription(subscription: Subscription): void {
    this.#subscriptions.set(subscription.id.toLowerCase(), subscription);
  }

  /** Every pool of every subscription. */
  *hostPools(): Generator<HostPool> {
    for (const subscription of this.subscriptions) {
      for (const group of subscription.resourceGroups) yield* group.pools;
    }
  }

  /**
   * A host by its name alone, as a person at a console would say it.
   *
   * @throws SessionHostNotFound, AmbiguousSessionHost (when several pools have such a host and `hostPoolName` is absent)
   */
  sessionHost(name: string, hostPoolName?: string): SessionHost {
    const found = [];
    for (const pool of this.hostPools()) {
      if (hostPoolName !== undefined && pool.name.toLowerCase() !== hostPoolName.toLowerCase()) continue;
      const host = pool.findHost(name);
      if (host) found.push(host);
    }
    if (found.length > 1) throw new AmbiguousSessionHost(name, found.map((host) => host.pool.resourceGroup.name + "/" + host.pool.name));
    if (!found[0]) throw new SessionHostNotFound(name, hostPoolName);
    return found[0];
  }

  /** A session by its host's name and its id; see {@link sessionHost}. @throws SessionHostNotFound, AmbiguousSessionHost, SessionNotFound */
  session(sessionHostName: string, id: number, hostPoolName?: string): UserSession {
    return this.sessionHost(sessionHostName, hostPoolName).session(id);
  }

  /** What was sent to user sessions, oldest first (of the last 10,000 messages of the emulator). */
  get messages(): readonly Message[] {
    return this.#messages.toUserSessions;
  }

  /** What was sent to user sessions and to virtual desktops, oldest first (the last 10,000). */
  get allMessages(): readonly (Message | DesktopMessage)[] {
    return this.#messages.all;
  }

  /**
   * A user signs in: always a new session, with the lowest free id of the host. The user who comes back to a session that
   * is there {@link reconnect}s.
   *
   * @throws HostDrained
   */
  signIn(host: SessionHost, session: NewSession): UserSession {
    if (!host.allowNewSession) throw new HostDrained(session.userPrincipalName, host.name);
    return this.place(host, host.nextId(), session);
  }

  /** Puts a session with a given id on a host, drained or not: how a seed speaks. @throws SessionIdTaken */
  place(host: SessionHost, id: number, from: NewSession): UserSession {
    const holder = host.findSession(id);
    if (holder) throw new SessionIdTaken(id, host.name, holder.userPrincipalName);
    const session = new UserSession(host, id, this.nextSerial(), { ...from, createTime: from.createTime ?? this.now() });
    host.add(session);
    return session;
  }

  /** The user is back: the session is active. Drain mode does not stop this. @throws SessionNotFound */
  reconnect(session: UserSession): void {
    this.#living(session).sessionState = "Active";
  }

  /** The session stays, nobody is connected to it. Twice is once. @throws SessionNotFound */
  disconnect(session: UserSession): void {
    this.#living(session).sessionState = "Disconnected";
  }

  /**
   * The session ends and its id is free. On a host that has stopped nobody can end it: its session stays behind (a "ghost"),
   * until it is logged off by `force`, which forgets it whatever the host says.
   *
   * @throws SessionNotFound, SessionHostUnreachable
   */
  logOff(session: UserSession, { force = false }: { force?: boolean } = {}): void {
    const { host, id } = this.#living(session);
    if (!force && !host.reachable) throw new SessionHostUnreachable(id, host.name, host.status);
    host.remove(session);
  }

  /** Sends a message; only an active session shows it. @throws SessionNotFound */
  message(session: UserSession, title: string, body: string): Message {
    const { host, id, userPrincipalName, sessionState } = this.#living(session);
    const shown = sessionState === "Active";
    return this.#messages.add({ at: this.now(), hostPool: host.pool.name, sessionHost: host.name, userSessionId: id, userPrincipalName, title, body, shown });
  }

  /** Drain mode: the host takes no newcomers. */
  drain(host: SessionHost): void {
    this.changeHost(host, { allowNewSession: false });
  }

  /** The host takes newcomers again. */
  undrain(host: SessionHost): void {
    this.changeHost(host, { allowNewSession: true });
  }

  /** Changes what is said of a host, and leaves the rest. @param by whom the host names as its last modifier */
  changeHost(host: SessionHost, changes: HostChanges, by: string = OPERATOR): void {
    if (changes.allowNewSession !== undefined) host.allowNewSession = changes.allowNewSession;
    if (changes.assignedUser !== undefined) host.assignedUser = changes.assignedUser;
    if (changes.friendlyName !== undefined) host.friendlyName = changes.friendlyName;
    host.lastModified = { by, at: this.now() };
  }

  /** Takes a host out of its pool. By `force` its sessions end first. @throws SessionHostInUse */
  removeHost(host: SessionHost, { force = false }: { force?: boolean } = {}): void {
    if (host.sessionCount > 0 && !force) throw new SessionHostInUse(host.name, host.sessionCount);
    for (const session of [...host.sessions.walk()]) this.logOff(session, { force });
    host.pool.remove(host);
  }

  /** A session that is held by its caller may have ended, and its id may be another's by now. */
  #living(session: UserSession): UserSession {
    if (session.host.findSession(session.id) !== session) throw new SessionNotFound(session.id, session.host.name);
    return session;
  }
}
