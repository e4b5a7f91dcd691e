import type { Clock } from "../clock";
import type { Seed } from "../seed/seed";
import { seedOf } from "../seed/seed-of";
import { changeHost } from "./change-host";
import type { DesktopMessage } from "./desktop-message";
import { AmbiguousSessionHost } from "./errors/ambiguous-session-host";
import { HostPoolNotFound } from "./errors/host-pool-not-found";
import { SessionHostInUse } from "./errors/session-host-in-use";
import { SessionHostNotFound } from "./errors/session-host-not-found";
import { SettingRefused } from "./errors/setting-refused";
import { SubscriptionNotFound } from "./errors/subscription-not-found";
import { TenantNotFound } from "./errors/tenant-not-found";
import { ofHost } from "./events/describe";
import { Observers } from "./events/observers";
import type { WorldListener } from "./events/world-event";
import { HostPool } from "./host-pool";
import type { AwaitedUser } from "./life/awaited-user";
import { checkReturns, type Returns, type StatedReturns } from "./life/returns";
import { SessionLife } from "./life/session-life";
import { checkTransitions, type Transitional, type Transitions } from "./life/transitions";
import type { StatedUnderway } from "./life/underway";
import type { Message } from "./message";
import { MessageLog } from "./message-log";
import { OUTSIDE_SUBSCRIPTIONS } from "./object-id";
import { populate, subscriptionOf } from "./populate";
import { RdsDeployment } from "./rds/rds-deployment";
import { type HostChanges, type HostStatus, hostStatuses, OPERATOR, type SessionHost } from "./session-host";
import type { Subscription } from "./subscription";
import type { Tenant } from "./tenant";
import type { NewSession, UserSession } from "./user-session";

/**
 * Everything that every plane shows: tenants, subscriptions, pools, hosts, sessions, a Remote Desktop Services deployment,
 * and what users do with them. It knows no protocol; it throws errors of its own (`WorldError`).
 */
export class World {
  readonly #clock: Clock;
  readonly #ownsClock: boolean;
  readonly #seed: Seed;
  readonly #start: string;
  readonly #tenants = new Map<string, Tenant>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #messages = new MessageLog();
  readonly #observers = new Observers();
  readonly #life: SessionLife;
  /** The Remote Desktop Services deployment. */
  readonly rds: RdsDeployment;
  /** What takes its time in the whole world, where nothing else is said of a subscription, a pool, a host or a collection. */
  transitions: Transitions = {};
  #serial = OUTSIDE_SUBSCRIPTIONS;

  /**
   * @param seed what there is at first, and after a reset
   * @param ownsClock whether the clock is part of the world: a seed sets it, and a snapshot has it. Else it is its owner's
   */
  constructor(clock: Clock, seed: Seed, ownsClock = false) {
    this.#clock = clock;
    this.#ownsClock = ownsClock;
    this.#seed = seed;
    this.#takeClock(seed);
    this.#start = this.now();
    this.#life = new SessionLife(clock, this.#observers, this);
    this.rds = new RdsDeployment(clock, this.#messages, this.#observers, this);
    this.#build(seed, this.#start);
  }

  /**
   * Tells a listener everything that happens from now on, right when it has happened: what a call does to the world is told
   * before the call returns. A reset is one event. A listener that throws is an uncaught exception; what it was told of happened all
   * the same.
   *
   * @returns ends it
   * @example
   * const stop = emulator.world.observe((event) => console.log(event.type));
   */
  observe(listener: WorldListener): () => void {
    return this.#observers.add(listener);
  }

  /**
   * Back to the seed, with the create times and object ids that it had at first; messages are forgotten, and what was on its way.
   * The clock stays where it is: clients hold tokens that are dated by it.
   *
   * @param subscriptionId that subscription alone: of others nothing changes, not even the object ids of what comes to them next.
   * Without it: everything
   * @throws SubscriptionNotFound
   */
  reset(subscriptionId?: string): void {
    if (subscriptionId !== undefined) this.#replaceSubscription(this.#seed, this.#start, subscriptionId);
    else this.#rebuild(this.#seed, this.#start);
    this.#observers.tell(() => ({ at: this.now(), type: "world.reset", subscriptionId: this.#idOf(subscriptionId) }));
  }

  /**
   * Becomes the world of another seed, such as a {@link snapshot}, and goes on from there: the clock, where the seed says one and
   * nobody else owns it, shows that time again. A later {@link reset} goes back to the seed that the emulator was started with
   * all the same.
   *
   * @param seed one that {@link readSeed} has checked
   * @param subscriptionId that subscription alone, which need not have been there before. Without it: everything
   * @throws SubscriptionNotFound, TenantNotFound
   */
  restore(seed: Seed, subscriptionId?: string): void {
    if (subscriptionId !== undefined && statedIn(seed, subscriptionId) === undefined) throw new SubscriptionNotFound(subscriptionId);
    const added = subscriptionId !== undefined && !this.hasSubscription(subscriptionId);
    if (subscriptionId !== undefined) this.#replaceSubscription(seed, this.now(), subscriptionId);
    else this.#rebuild(seed);
    this.#observers.tell(() => ({ at: this.now(), type: added ? "subscription.added" : "world.restored", subscriptionId: this.#idOf(subscriptionId) }));
  }

  /**
   * The seed of the world as it is, from which another emulator, or this one, makes the same world: with its secrets, object
   * ids and times, what is on its way, the users who are away, and the clock, where it does not go as the machine's and was not
   * handed in by code. Not in it are messages, and who observes.
   *
   * @param subscriptionId that subscription alone, with its tenant. Without it: everything. @throws SubscriptionNotFound
   */
  snapshot(subscriptionId?: string): Seed {
    if (subscriptionId !== undefined) return seedOf(this, this.subscription(subscriptionId));
    const clock = this.#ownsClock && !this.#clock.followsMachine ? { now: this.now(), frozen: this.#clock.frozen } : undefined;
    return { clock, ...seedOf(this) };
  }

  /** For an emulator that closes: from now on nothing happens by itself, though its clock, which others may share, runs on. */
  stop(): void {
    this.#life.stop();
    this.rds.stop();
  }

  /** ISO 8601, UTC, by the emulator's clock. */
  now(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  /** The number of the next object that is in no subscription; those of a subscription it numbers itself. */
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

  /** By its id, without case. */
  hasSubscription(id: string): boolean {
    return this.#subscriptions.has(id.toLowerCase());
  }

  /** Whether it is one of this world as it is now. */
  holds(subscription: Subscription): boolean {
    return this.#subscriptions.get(subscription.id.toLowerCase()) === subscription;
  }

  /** Adds a tenant, or takes the place of the one with its id. A reset forgets it. */
  addTenant(tenant: Tenant): void {
    this.#tenants.set(tenant.id.toLowerCase(), tenant);
  }

  /** Adds a subscription, or takes the place of the one with its id. A reset forgets it. */
  addSubscription(subscription: Subscription): void {
    this.#subscriptions.set(subscription.id.toLowerCase(), subscription);
  }

  /** Takes a subscription away, with everything in it. One of the seed is back after a reset. @throws SubscriptionNotFound */
  removeSubscription(id: string): void {
    const subscription = this.subscription(id);
    this.#forget(subscription);
    this.#subscriptions.delete(id.toLowerCase());
    this.#observers.tell(() => ({ at: this.now(), type: "subscription.removed", subscriptionId: subscription.id }));
  }

  /** Every pool of every subscription. @param subscriptionId of that subscription. @throws SubscriptionNotFound */
  *hostPools(subscriptionId?: string): Generator<HostPool> {
    for (const subscription of subscriptionId === undefined ? this.subscriptions : [this.subscription(subscriptionId)]) {
      for (const group of subscription.resourceGroups) yield* group.pools;
    }
  }

  /** Pools by their name alone, in one subscription or in all. @throws SubscriptionNotFound */
  *hostPoolsNamed(name: string, subscriptionId?: string): Generator<HostPool> {
    for (const pool of this.hostPools(subscriptionId)) if (pool.name.toLowerCase() === name.toLowerCase()) yield pool;
  }

  /**
   * A host by its name alone, as a person at a console would say it.
   *
   * @throws SessionHostNotFound, AmbiguousSessionHost (when several pools have such a host and neither pool nor subscription
   * tells which), SubscriptionNotFound
   */
  sessionHost(name: string, hostPoolName?: string, subscriptionId?: string): SessionHost {
    const pools = hostPoolName === undefined ? this.hostPools(subscriptionId) : this.hostPoolsNamed(hostPoolName, subscriptionId);
    const found = Array.from(pools, (pool) => pool.findHost(name)).filter((host) => host !== undefined);
    if (found.length > 1) throw new AmbiguousSessionHost(name, found.map((host) => ofHost(this.now(), host)));
    if (!found[0]) throw new SessionHostNotFound(name, hostPoolName);
    return found[0];
  }

  /** A session by its host's name and its id; see {@link sessionHost}. @throws SessionHostNotFound, AmbiguousSessionHost, SessionNotFound */
  session(sessionHostName: string, id: number, hostPoolName?: string, subscriptionId?: string): UserSession {
    return this.sessionHost(sessionHostName, hostPoolName, subscriptionId).session(id);
  }

  /** What was sent to user sessions, oldest first (of the last 10,000 messages of the emulator, or of as many as have 16 million characters). */
  get messages(): readonly Message[] {
    return this.#messages.toUserSessions;
  }

  /** What was sent to user sessions and to virtual desktops, oldest first (the last 10,000, or as many as have 16 million characters). */
  get allMessages(): readonly (Message | DesktopMessage)[] {
    return this.#messages.all;
  }

  /** @param subscriptionId what was sent to sessions of that subscription alone. Default: everything */
  forgetMessages(subscriptionId?: string): void {
    this.#messages.clear(subscriptionId);
  }

  /**
   * A user signs in. Who has a session there {@link reconnect}s to it, as Windows lets a user have one on a machine: to one that is
   * disconnected before others. Who has none gets a new one, with the lowest free id of the host; where signing in takes its
   * time, and no state is stated, it is `Pending` at first.
   *
   * @param to a host; or a pool, which sends newcomers to a host as it balances its load
   * @param session of one that is there only `returns` changes
   * @throws HostDrained, SessionHostClosed, SessionHostFull, NoHostForNewcomer, SessionEnding
   */
  signIn(to: SessionHost | HostPool, session: NewSession): UserSession {
    return this.#life.signIn(this.#standing(to), withReturns(session));
  }

  /** The session to which a user would come back who signs in on a host, or in a pool; `undefined`: he would get a new one. */
  findSessionOf(userPrincipalName: string, on: SessionHost | HostPool): UserSession | undefined {
    return this.#life.sessionOf(on, userPrincipalName);
  }

  /** Puts a session with a given id on a host, drained or not: how a seed speaks. @throws SessionIdTaken */
  place(host: SessionHost, id: number, from: NewSession): UserSession {
    return this.#life.place(this.#standing(host), id, withReturns(from));
  }

  /** The user is back: the session is active, at once. Drain mode does not stop this. @throws SessionNotFound, SessionEnding, SessionHostClosed */
  reconnect(session: UserSession): void {
    this.#life.reconnect(session);
  }

  /** The session stays, nobody is connected to it. Twice is once. On a host that has stopped there is nobody to do it. @throws SessionNotFound, SessionHostUnreachable */
  disconnect(session: UserSession): void {
    this.#life.disconnect(session);
  }

  /**
   * The session ends and its id is free. On a host that has stopped nobody can end it: its session stays behind (a "ghost"),
   * until it is logged off by `force`, which forgets it whatever the host says. Where logging off takes its time, the session
   * shows `LogOff` meanwhile; `force` on one that does ends it at once.
   *
   * @throws SessionNotFound, SessionHostUnreachable
   */
  logOff(session: UserSession, { force = false }: { force?: boolean } = {}): void {
    this.#life.logOff(session, force);
  }

  /** Sends a message; only an active session, on a host that runs, shows it. @throws SessionNotFound */
  message(session: UserSession, title: string, body: string): Message {
    const { host, id, userPrincipalName, sessionState } = this.#life.living(session);
    const { at, subscriptionId, resourceGroup, hostPool, sessionHost } = ofHost(this.now(), host);
    const shown = sessionState === "Active" && host.reachable;
    const message: Message = { at, subscriptionId, hostPool, sessionHost, userSessionId: id, userPrincipalName, title, body, shown };
    this.#messages.add(message);
    this.#observers.tell(() => ({ type: "message.sent", ...message, resourceGroup }));
    return message;
  }

  /** For a plane: a client was shown a session, after which it may change (see {@link Transitions}). What a person sees at the control plane does not count. */
  wasRead(session: UserSession): void {
    this.#life.wasRead(session);
  }

  /** For a plane: a client was shown a list of sessions. */
  wereRead(sessions: Iterable<UserSession>): void {
    this.#life.wereRead(sessions);
  }

  /** What is on its way for a session; `undefined`: nothing is. */
  underwayOf(session: UserSession): StatedUnderway | undefined {
    return this.#life.underwayOf(session);
  }

  /**
   * Says what takes its time from now on; what is on its way already arrives as it would have.
   *
   * @param transitions all of them: what is left out takes effect as it does around it, and in the whole world at once
   * @param of a subscription, pool, host or collection of virtual desktops. Default: the whole world
   * @throws SettingRefused for what are no transitions
   */
  setTransitions(transitions: Transitions, of: Transitional = this): void {
    of.transitions = { ...checkTransitions(transitions) };
  }

  /** Lets the user of a session come back by himself; `undefined`: no more. @throws SessionNotFound; SettingRefused for what is not right */
  setReturns(session: UserSession, returns: Returns | undefined): void {
    this.#life.setReturns(session, returns && checkReturns(returns));
  }

  /** How the user of a session comes back by himself, and `at` what time where he is away; `undefined`: he does not. */
  returnsOf(session: UserSession): StatedReturns | undefined {
    return this.#life.returnsOf(session);
  }

  /** Who was logged off from a host and will come back by himself, as a session that is not there yet. */
  awaitedOn(host: SessionHost): AwaitedUser[] {
    return this.#life.awaitedOn(host);
  }

  /** Drain mode: the host takes no newcomers. */
  drain(host: SessionHost): void {
    this.changeHost(host, { allowNewSession: false });
  }

  /** The host takes newcomers again. */
  undrain(host: SessionHost): void {
    this.changeHost(host, { allowNewSession: true });
  }

  /** Changes what is said of a host, and leaves the rest. @param by whom the host names as its last modifier. @throws SessionHostNotFound */
  changeHost(host: SessionHost, changes: HostChanges, by: string = OPERATOR): void {
    const { allowNewSession } = this.#standing(host);
    changeHost(host, changes, { by, at: this.now() }, this.#observers);
    if (host.allowNewSession && !allowNewSession) this.#life.opened();
  }

  /** Takes a host out of its pool. By `force` its sessions end first. @param options.by whom the event names. @throws SessionHostInUse */
  removeHost(host: SessionHost, { force = false, by = OPERATOR }: { force?: boolean; by?: string } = {}): void {
    if (host.sessionCount > 0 && !force) throw new SessionHostInUse(host.name, host.sessionCount);
    for (const session of [...host.sessions.walk()]) this.logOff(session, { force });
    host.pool.remove(host);
    this.#observers.tell(() => ({ type: "host.removed", ...ofHost(this.now(), host), by }));
  }

  /** The machine stops: its sessions stay behind as they are ("ghosts"), and its heart stands still. @throws SessionHostNotFound */
  shutDown(host: SessionHost): void {
    this.setHostStatus(host, "Shutdown");
  }

  /** The machine runs and is available. One that was shut down has booted: what stayed behind on it is gone. @throws SessionHostNotFound */
  startHost(host: SessionHost): void {
    this.setHostStatus(host, "Available");
  }

  /** @throws SessionHostNotFound; SettingRefused for what is not a status */
  setHostStatus(host: SessionHost, status: HostStatus): void {
    if (!hostStatuses.includes(status)) throw new SettingRefused(`Could not set the status of ${host.name}: there is no ${JSON.stringify(status)}. There are ${hostStatuses.join(", ")}.`);
    const from = this.#standing(host).status;
    if (from === status) return;
    host.setStatus(status, this.now());
    if (!host.reachable) this.#life.stranded(host);
    this.#observers.tell(() => ({ type: "host.statusChanged", ...ofHost(this.now(), host), from, to: status }));
    if (from === "Shutdown") this.#life.booted(host);
    if (host.connectable) this.#life.opened();
  }

  /** A host or a pool that is held by its caller may be one of a world that has been reset. */
  #standing<P extends SessionHost | HostPool>(place: P): P {
    const pool = place instanceof HostPool ? place : place.pool;
    if (this.holds(pool.resourceGroup.subscription)) return place;
    throw place === pool ? new HostPoolNotFound(pool.name, pool.resourceGroup.name) : new SessionHostNotFound(place.name, pool.name);
  }

  /** @param start default: now, by the clock that the seed says */
  #rebuild(seed: Seed, start?: string): void {
    this.#life.clear();
    this.#tenants.clear();
    this.#subscriptions.clear();
    this.rds.clear();
    this.#messages.clear();
    this.#serial = OUTSIDE_SUBSCRIPTIONS;
    // What was on its way in the world before does not happen on the way there.
    if (start === undefined) this.#takeClock(seed);
    this.#build(seed, start ?? this.now());
  }

  #takeClock({ clock }: Seed): void {
    if (!clock || !this.#ownsClock) return;
    this.#clock.freeze(clock.now);
    if (!clock.frozen) this.#clock.resume();
  }

  #build(seed: Seed, start: string): void {
    this.#observers.silently(() => populate(this, this.#life, seed, start));
    this.#settle();
  }

  /** One that is not in the seed is taken away. */
  #replaceSubscription(seed: Seed, start: string, id: string): void {
    const before = this.#subscriptions.get(id.toLowerCase());
    const stated = statedIn(seed, id);
    if (!before && !stated) throw new SubscriptionNotFound(id);
    const [name, from] = stated ?? [];
    const tenantId = from?.tenantId ?? Object.keys(seed.tenants ?? {})[0] ?? [...this.tenants][0]?.id ?? "";
    if (name !== undefined && !this.findTenant(tenantId)) throw new TenantNotFound(tenantId);
    if (before) this.#forget(before);
    const taken = Array.from(this.subscriptions, (each) => each.number);
    const first = from?.number ?? (seed === this.#seed ? Object.keys(seed.subscriptions ?? {}).indexOf(name ?? "") : undefined);
    const number = before?.number ?? (first === undefined || taken.includes(first) ? Math.max(-1, ...taken) + 1 : first);
    if (name === undefined) this.#subscriptions.delete(id.toLowerCase());
    else this.#observers.silently(() => this.addSubscription(subscriptionOf(this.#life, name, { ...from, tenantId }, number, start)));
    this.#settle();
  }

  /** What is on its way in it, and what was said to whom. */
  #forget(subscription: Subscription): void {
    this.#life.clear(subscription);
    this.#messages.clear(subscription.id);
  }

  /** What should have happened by now, by the seed. */
  #settle(): void {
    this.#life.settle();
    this.rds.settle();
  }

  #idOf(subscriptionId: string | undefined): string | null {
    return subscriptionId === undefined ? null : (this.#subscriptions.get(subscriptionId.toLowerCase())?.id ?? subscriptionId);
  }
}

const statedIn = ({ subscriptions = {} }: Seed, id: string) => Object.entries(subscriptions).find(([name]) => name.toLowerCase() === id.toLowerCase());

function withReturns(session: NewSession): NewSession {
  return session.returns ? { ...session, returns: checkReturns(session.returns) } : session;
}
