import type { Clock } from "../../clock";
import { changeHost } from "../change-host";
import { HostDrained } from "../errors/host-drained";
import { NoHostForNewcomer } from "../errors/no-host-for-newcomer";
import { SessionEnding } from "../errors/session-ending";
import { SessionHostClosed } from "../errors/session-host-closed";
import { SessionHostFull } from "../errors/session-host-full";
import { SessionHostUnreachable } from "../errors/session-host-unreachable";
import { SessionIdTaken } from "../errors/session-id-taken";
import { SessionNotFound } from "../errors/session-not-found";
import { WorldError } from "../errors/world-error";
import { sessionEvent } from "../events/describe";
import type { Observers } from "../events/observers";
import type { SessionEvent } from "../events/world-event";
import { HostPool, isPersonal } from "../host-pool";
import { OPERATOR, type SessionHost } from "../session-host";
import type { Subscription } from "../subscription";
import { type NewSession, type SessionState, UserSession } from "../user-session";
import type { AwaitedUser } from "./awaited-user";
import type { Returns, StatedReturns } from "./returns";
import { hostForNewcomer } from "./load-balancer";
import { ReturningUsers } from "./returning-users";
import { findTransition, type Transition, type Transitional, type TransitionName } from "./transitions";
import { type StatedUnderway, Underway } from "./underway";

/** What becomes of user sessions, at once or with time. */
export class SessionLife {
  readonly clock: Clock;
  readonly #observers: Observers;
  readonly #world: Transitional & { holds: (subscription: Subscription) => boolean };
  readonly #underway: Underway<UserSession>;
  readonly #returning: ReturningUsers;

  constructor(clock: Clock, observers: Observers, world: Transitional & { holds: (subscription: Subscription) => boolean }) {
    this.clock = clock;
    this.#observers = observers;
    this.#world = world;
    this.#underway = new Underway(clock);
    this.#returning = new ReturningUsers(clock, {
      lives: (session) => this.#lives(session),
      reconnect: (session) => this.reconnect(session),
      takes: (to, { userPrincipalName }) => !(this.#wayIn(to, userPrincipalName) instanceof WorldError),
      signIn: (to, { userPrincipalName, applicationType, statedActiveDirectoryUserName: activeDirectoryUserName }, returns) =>
        void this.signIn(to, { userPrincipalName, applicationType, activeDirectoryUserName, returns }),
    });
  }

  signIn(to: SessionHost | HostPool, session: NewSession): UserSession {
    const way = this.#wayIn(to, session.userPrincipalName);
    if (way instanceof WorldError) throw way;
    if (way instanceof UserSession) {
      this.reconnect(way);
      if (session.returns) this.#stateReturns(way, session.returns);
      return way;
    }
    const host = way;
    if (to instanceof HostPool) this.#assign(host, session.userPrincipalName);
    const transition = session.sessionState === undefined ? this.#transition("signIn", host) : undefined;
    const created = this.place(host, host.nextId(), transition ? { ...session, sessionState: "Pending" } : session);
    if (transition) this.#underway.begin(created, "signIn", transition, this.#acts(created).signIn);
    return created;
  }

  /** The session that a user comes back to where he signs in; `undefined`: he would get a new one. */
  sessionOf({ sessions }: SessionHost | HostPool, userPrincipalName: string): UserSession | undefined {
    const own = Array.from(sessions).filter((session) => isOf(session, userPrincipalName));
    const waiting = own.filter((session) => this.#underway.of(session) !== "logOff");
    return waiting.find(({ sessionState }) => sessionState === "Disconnected") ?? waiting[0] ?? own[0];
  }

  /** @param serial default: the next one */
  place(host: SessionHost, id: number, from: NewSession, serial?: number): UserSession {
    const holder = host.findSession(id);
    if (holder) throw new SessionIdTaken(id, host.name, holder.userPrincipalName);
    const session = new UserSession(host, id, serial ?? host.pool.resourceGroup.subscription.nextSerial(), { ...from, createTime: from.createTime ?? this.#now() });
    host.add(session);
    this.#observers.tell(() => sessionEvent(this.#now(), "session.signedIn", session, null, session.sessionState));
    if (from.returns) this.#stateReturns(session, from.returns);
    return session;
  }

  reconnect(session: UserSession): void {
    const { sessionState } = this.living(session);
    const refusal = this.#refusesReconnect(session);
    if (refusal) throw refusal;
    const underway = this.#underway.of(session);
    this.#underway.callOff(session);
    this.#returning.isBack(session);
    if (sessionState === "Active" && underway === undefined) return;
    session.sessionState = "Active";
    this.#observers.tell(() => sessionEvent(this.#now(), "session.reconnected", session, sessionState, "Active"));
  }

  disconnect(session: UserSession): void {
    const { host, id, sessionState } = this.living(session);
    if (!host.reachable) throw new SessionHostUnreachable("disconnect", id, host.name, host.status);
    const underway = this.#underway.of(session);
    if (sessionState === "Disconnected" || underway === "disconnect" || underway === "logOff") return;
    this.#underway.callOff(session);
    const transition = this.#transition("disconnect", host);
    const { disconnect } = this.#acts(session);
    if (!transition) {
      disconnect();
      return;
    }
    this.#observers.tell(() => sessionEvent(this.#now(), "session.disconnecting", session, sessionState, sessionState));
    this.#underway.begin(session, "disconnect", transition, disconnect);
  }

  logOff(session: UserSession, force: boolean): void {
    const { host, id } = this.living(session);
    if (!force && !host.reachable) throw new SessionHostUnreachable("log off", id, host.name, host.status);
    const underway = this.#underway.of(session) === "logOff";
    if (underway && !force) return;
    const transition = underway || !host.reachable ? undefined : this.#transition("logOff", host);
    const { logOff } = this.#acts(session);
    if (!transition) {
      logOff();
      return;
    }
    this.#show(session, "session.loggingOff", "LogOff");
    this.#underway.begin(session, "logOff", transition, logOff);
  }

  wasRead(session: UserSession): void {
    this.#underway.wasRead(session);
  }

  wereRead(sessions: Iterable<UserSession>): void {
    this.#underway.wereRead(sessions);
  }

  setReturns(session: UserSession, returns: Returns | undefined): void {
    this.living(session);
    this.#returning.set(session, returns);
    if (returns && session.sessionState === "Disconnected") this.#returning.left(session);
  }

  /** A session that is held by its caller may have ended, and its id may be another's by now. @throws SessionNotFound */
  living(session: UserSession): UserSession {
    if (!this.#lives(session)) throw new SessionNotFound(session.id, session.host.name);
    return session;
  }

  /** What was on its way on a host that has stopped does not arrive: the sessions stay behind as they are. */
  stranded(host: SessionHost): void {
    this.#underway.clear((session) => session.host === host);
  }

  /** A machine that has booted has nobody on it: its agent says so, and ghosts are gone. */
  booted(host: SessionHost): void {
    for (const session of [...host.sessions]) {
      this.#end(session);
      this.#returning.lost(session);
    }
  }

  /** A host takes newcomers, or runs, again. */
  opened(): void {
    this.#returning.settle();
  }

  /** Goes on with what a seed says is on its way. */
  resume(session: UserSession, underway: StatedUnderway): void {
    this.#underway.resume(session, underway, this.#acts(session)[underway.transition]);
  }

  /** A user who was logged off and is away, as a seed says it. */
  await(host: SessionHost, from: AwaitedUser): void {
    const before = new UserSession(host, 0, 0, { ...from, createTime: this.#now() });
    this.#stateReturns(before, from.returns, true);
  }

  underwayOf(session: UserSession): StatedUnderway | undefined {
    return this.#underway.stated(session);
  }

  returnsOf(session: UserSession): StatedReturns | undefined {
    return this.#returning.of(session);
  }

  awaitedOn(host: SessionHost): AwaitedUser[] {
    return this.#returning.loggedOffFrom(host).map((session) => {
      const { userPrincipalName, applicationType, statedActiveDirectoryUserName: activeDirectoryUserName } = session;
      return { userPrincipalName, applicationType, activeDirectoryUserName, returns: this.#returning.of(session)! };
    });
  }

  /** Once everything is built: what should have happened by now happens. */
  settle(): void {
    this.#underway.settle();
    this.#returning.settle();
  }

  /** @param subscription default: everything */
  clear(subscription?: Subscription): void {
    const within = subscription && ((session: UserSession) => session.host.pool.resourceGroup.subscription === subscription);
    this.#underway.clear(within);
    this.#returning.clear(within);
  }

  /** Nothing happens by itself any more. */
  stop(): void {
    this.#underway.stop();
    this.#returning.stop();
  }

  #stateReturns(session: UserSession, { left, ...returns }: StatedReturns, away = session.sessionState === "Disconnected"): void {
    this.#returning.set(session, returns);
    if (away) this.#returning.left(session, left ?? returns.after);
  }

  /** Where a user signs in: to his session (one for each user of a host, as Windows has it by default), as a newcomer, or not at all. */
  #wayIn(to: SessionHost | HostPool, userPrincipalName: string): UserSession | SessionHost | WorldError {
    const own = this.sessionOf(to, userPrincipalName);
    if (own) return this.#refusesReconnect(own) ?? own;
    const host = to instanceof HostPool ? hostForNewcomer(to, userPrincipalName) : to;
    if (!host) return new NoHostForNewcomer(userPrincipalName, to.name);
    if (!host.allowNewSession) return new HostDrained(userPrincipalName, host.name);
    if (!host.connectable) return new SessionHostClosed(`sign ${userPrincipalName} in`, host.name, host.status);
    if (!host.hasRoom) return new SessionHostFull(userPrincipalName, host.name, host.pool.settings.maxSessionLimit!);
    return host;
  }

  /** The personal host to which a pool sends somebody is his from then on. */
  #assign(host: SessionHost, assignedUser: string): void {
    if (isPersonal(host.pool) && host.assignedUser === null) changeHost(host, { assignedUser }, { by: OPERATOR, at: this.#now() }, this.#observers);
  }

  #refusesReconnect(session: UserSession): WorldError | undefined {
    const { host, id, userPrincipalName } = session;
    if (this.#underway.of(session) === "logOff") return new SessionEnding(id, userPrincipalName, host.name);
    if (!host.connectable) return new SessionHostClosed(`reconnect session ${id} of ${userPrincipalName}`, host.name, host.status);
    return undefined;
  }

  #end(session: UserSession): void {
    this.#underway.callOff(session);
    session.host.remove(session);
    this.#observers.tell(() => sessionEvent(this.#now(), "session.loggedOff", session, session.sessionState, null));
  }

  /** How things end that may take their time. */
  #acts(session: UserSession): Readonly<Record<TransitionName, () => void>> {
    return {
      signIn: () => this.#show(session, "session.activated", "Active"),
      disconnect: () => {
        this.#show(session, "session.disconnected", "Disconnected");
        this.#returning.left(session);
      },
      logOff: () => {
        this.#end(session);
        this.#returning.left(session);
        // There is room for whom a full host did not take.
        this.#returning.settle();
      },
    };
  }

  #show(session: UserSession, type: SessionEvent["type"], to: SessionState): void {
    const from = session.sessionState;
    if (from === to) return;
    session.sessionState = to;
    this.#observers.tell(() => sessionEvent(this.#now(), type, session, from, to));
  }

  #transition(name: TransitionName, host: SessionHost): Transition | undefined {
    return findTransition(name, host, host.pool, host.pool.resourceGroup.subscription, this.#world);
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #lives(session: UserSession): boolean {
    return session.host.findSession(session.id) === session && this.#world.holds(session.host.pool.resourceGroup.subscription);
  }
}

/** Names are compared without case; who has no name is not the same as another without one. */
const isOf = (session: UserSession, name: string): boolean => name !== "" && session.userPrincipalName.length === name.length && session.userPrincipalName.toLowerCase() === name.toLowerCase();
