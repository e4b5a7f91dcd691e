import type { Clock } from "../../clock";
import type { DesktopMessage } from "../desktop-message";
import { desktopSessionEvent, ofDesktop } from "../events/describe";
import type { Observers } from "../events/observers";
import type { DesktopSessionEvent } from "../events/world-event";
import { findTransition, type Transition, type Transitional, type TransitionName } from "../life/transitions";
import { type StatedUnderway, Underway } from "../life/underway";
import type { MessageLog } from "../message-log";
import { BrokerUser, type NewBrokerUser } from "./broker-user";
import { DesktopCollection, type NewDesktopCollection } from "./desktop-collection";
import { CollectionNotFound } from "./errors/collection-not-found";
import { DesktopHostNotFound } from "./errors/desktop-host-not-found";
import { DesktopIdTaken } from "./errors/desktop-id-taken";
import { DesktopNotFound } from "./errors/desktop-not-found";
import { DesktopNotRunning } from "./errors/desktop-not-running";
import { DesktopOccupied } from "./errors/desktop-occupied";
import { DesktopSessionEnding } from "./errors/desktop-session-ending";
import { DesktopSessionNotFound } from "./errors/desktop-session-not-found";
import { type DesktopState, VirtualDesktop } from "./virtual-desktop";
import { VirtualDesktopHost } from "./virtual-desktop-host";
import { type ConnectState, type NewDesktopSession, VirtualDesktopSession } from "./virtual-desktop-session";

/**
 * A Remote Desktop Services deployment with its connection broker: who may sign in to the broker, collections, virtual
 * desktops, and the sessions on them.
 */
export class RdsDeployment {
  readonly #clock: Clock;
  readonly #world: Transitional;
  readonly #underway: Underway<VirtualDesktopSession>;
  readonly #messages: MessageLog;
  readonly #observers: Observers;
  readonly #users = new Map<string, BrokerUser>();
  readonly #collections = new Map<string, DesktopCollection>();
  readonly #desktops = new Map<string, VirtualDesktop>();
  readonly #hosts = new Map<string, VirtualDesktopHost>();

  /** @param world what takes its time where a collection says nothing else */
  constructor(clock: Clock, messages: MessageLog, observers: Observers, world: Transitional) {
    this.#clock = clock;
    this.#world = world;
    this.#underway = new Underway(clock);
    this.#messages = messages;
    this.#observers = observers;
  }

  /** Nothing happens by itself any more. */
  stop(): void {
    this.#underway.stop();
  }

  clear(): void {
    this.#underway.clear();
    for (const all of [this.#users, this.#collections, this.#desktops, this.#hosts]) all.clear();
  }

  /** Who may sign in to the connection broker. */
  get users(): Iterable<BrokerUser> {
    return this.#users.values();
  }

  get collections(): Iterable<DesktopCollection> {
    return this.#collections.values();
  }

  /** By its alias, without case. @throws CollectionNotFound */
  collection(alias: string): DesktopCollection {
    const collection = this.#collections.get(alias.toLowerCase());
    if (!collection) throw new CollectionNotFound(alias);
    return collection;
  }

  get desktops(): Iterable<VirtualDesktop> {
    return this.#desktops.values();
  }

  /** In the order of their desktops. */
  *sessions(): Generator<VirtualDesktopSession> {
    for (const { session } of this.#desktops.values()) if (session) yield session;
  }

  /** What was sent to sessions of virtual desktops, oldest first (of the last 10,000 messages of the emulator, or of as many as have 16 million characters). */
  get messages(): readonly DesktopMessage[] {
    return this.#messages.toDesktops;
  }

  addUser(name: string, from: NewBrokerUser): void {
    this.#users.set(name.toLowerCase(), new BrokerUser(name, from));
  }

  addCollection(alias: string, from?: NewDesktopCollection): DesktopCollection {
    const collection = new DesktopCollection(alias, from);
    this.#collections.set(alias.toLowerCase(), collection);
    return collection;
  }

  addDesktop(collection: DesktopCollection, name: string, hostName: string, state?: DesktopState): VirtualDesktop {
    const host = this.#hosts.get(hostName.toLowerCase()) ?? new VirtualDesktopHost(hostName);
    this.#hosts.set(hostName.toLowerCase(), host);
    const desktop = new VirtualDesktop(collection, name, host, state);
    collection.add(desktop);
    this.#desktops.set(name.toLowerCase(), desktop);
    return desktop;
  }

  /** @throws DesktopNotFound */
  desktop(name: string): VirtualDesktop {
    const desktop = this.#desktops.get(name.toLowerCase());
    if (!desktop) throw new DesktopNotFound(name);
    return desktop;
  }

  /** @throws DesktopHostNotFound, DesktopSessionNotFound */
  session(vmHostName: string, id: number): VirtualDesktopSession {
    const host = this.#hosts.get(vmHostName.toLowerCase());
    if (!host) throw new DesktopHostNotFound(vmHostName);
    const session = host.findSession(id);
    if (!session) throw new DesktopSessionNotFound(id, host.name);
    return session;
  }

  /**
   * A user signs in: a new session, with the lowest free id of the host. The user who comes back to a session that is
   * there {@link reconnect}s. Where signing in takes its time, and no state is stated, its connection is `Init` at first: a choice.
   *
   * @throws DesktopNotRunning, DesktopOccupied
   */
  signIn(desktop: VirtualDesktop, session: NewDesktopSession): VirtualDesktopSession {
    if (desktop.state !== "Running") throw new DesktopNotRunning(`sign ${session.user} in`, desktop);
    const transition = session.connectState === undefined ? this.#transition("signIn", desktop) : undefined;
    const created = this.place(desktop, desktop.host.nextId(), transition ? { ...session, connectState: "Init" } : session);
    if (transition) this.#underway.begin(created, "signIn", transition, this.#acts(created).signIn);
    return created;
  }

  /** Puts a session with a given id on a desktop, running or not: how a seed speaks. @throws DesktopOccupied, DesktopIdTaken */
  place(desktop: VirtualDesktop, id: number, from: NewDesktopSession): VirtualDesktopSession {
    if (desktop.session) throw new DesktopOccupied(from.user, desktop.name, desktop.session.user);
    const holder = desktop.host.findSession(id);
    if (holder) throw new DesktopIdTaken(id, desktop.host.name, holder.user);
    const session = new VirtualDesktopSession(desktop, id, from);
    desktop.session = session;
    desktop.host.add(session);
    this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.signedIn", session, null, session.connectState));
    return session;
  }

  /** The user is back: the session is active, at once. @throws DesktopSessionNotFound, DesktopNotRunning, DesktopSessionEnding */
  reconnect(session: VirtualDesktopSession): void {
    const from = this.#living(session, "reconnect").connectState;
    const underway = this.#underway.of(session);
    if (underway === "logOff") throw new DesktopSessionEnding(session);
    this.#underway.callOff(session);
    if (from === "Active" && underway === undefined) return;
    session.connectState = "Active";
    this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.reconnected", session, from, "Active"));
  }

  /** The session stays, nobody is connected to it. Twice is once. @throws DesktopSessionNotFound, DesktopNotRunning */
  disconnect(session: VirtualDesktopSession): void {
    const { desktop, connectState } = this.#living(session, "disconnect");
    const underway = this.#underway.of(session);
    if (connectState === "Disconnected" || underway === "disconnect" || underway === "logOff") return;
    this.#underway.callOff(session);
    const transition = this.#transition("disconnect", desktop);
    const { disconnect } = this.#acts(session);
    if (!transition) {
      disconnect();
      return;
    }
    this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.disconnecting", session, connectState, connectState));
    this.#underway.begin(session, "disconnect", transition, disconnect);
  }

  /**
   * The session ends and its id is free. Where that takes its time, it shows what it showed before: Windows has no state for it.
   *
   * @throws DesktopSessionNotFound, DesktopNotRunning
   */
  logOff(session: VirtualDesktopSession): void {
    const { desktop, connectState } = this.#living(session, "log off");
    if (this.#underway.of(session) === "logOff") return;
    const transition = this.#transition("logOff", desktop);
    const { logOff } = this.#acts(session);
    if (!transition) {
      logOff();
      return;
    }
    this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.loggingOff", session, connectState, connectState));
    this.#underway.begin(session, "logOff", transition, logOff);
  }

  /** Sends a message; only an active session shows it. @throws DesktopSessionNotFound, DesktopNotRunning */
  message(session: VirtualDesktopSession, title: string, body: string): DesktopMessage {
    const { desktop, id, user, connectState } = this.#living(session, "send a message to");
    const { at, collectionId, vmHostName, vmName } = ofDesktop(this.#now(), desktop);
    const message: DesktopMessage = { at, collectionId, vmHostName, sessionId: id, vmName, user, title, body, shown: connectState === "Active" };
    this.#messages.add(message);
    this.#observers.tell(() => ({ type: "desktop.messageSent", ...message }));
    return message;
  }

  /** For a plane: a client was shown this session, after which it may change. What a person sees at the control plane does not count. */
  wasRead(session: VirtualDesktopSession): void {
    this.#underway.wasRead(session);
  }

  /** What is on its way for a session; `undefined`: nothing is. */
  underwayOf(session: VirtualDesktopSession): StatedUnderway | undefined {
    return this.#underway.stated(session);
  }

  /** Goes on with what a seed says is on its way. */
  resume(session: VirtualDesktopSession, underway: StatedUnderway): void {
    this.#underway.resume(session, underway, this.#acts(session)[underway.transition]);
  }

  /** Once everything is built: what should have happened by now happens. */
  settle(): void {
    this.#underway.settle();
  }

  /**
   * Starts, turns off, pauses or saves a desktop. Its session stays listed, as the broker's does until it notices, which is when a
   * desktop that was off has booted: nobody is signed in on it then. Both are a choice.
   */
  setState(desktop: VirtualDesktop, state: DesktopState): void {
    const from = desktop.state;
    if (from === state) return;
    desktop.state = state;
    // What was on its way on a machine that does not run any more does not arrive.
    if (desktop.session && state !== "Running") this.#underway.callOff(desktop.session);
    this.#observers.tell(() => ({ ...ofDesktop(this.#now(), desktop), type: "desktop.stateChanged", from, to: state }));
    if (desktop.session && from === "Off") this.#acts(desktop.session).logOff();
  }

  /** How things end that may take their time. */
  #acts(session: VirtualDesktopSession): Readonly<Record<TransitionName, () => void>> {
    const { desktop } = session;
    return {
      signIn: () => this.#show(session, "desktop.activated", "Active"),
      disconnect: () => this.#show(session, "desktop.disconnected", "Disconnected"),
      logOff: () => {
        this.#underway.callOff(session);
        desktop.host.remove(session);
        desktop.session = undefined;
        this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.loggedOff", session, session.connectState, null));
      },
    };
  }

  #show(session: VirtualDesktopSession, type: DesktopSessionEvent["type"], to: ConnectState): void {
    const from = session.connectState;
    session.connectState = to;
    this.#observers.tell(() => desktopSessionEvent(this.#now(), type, session, from, to));
  }

  #transition(name: TransitionName, desktop: VirtualDesktop): Transition | undefined {
    return findTransition(name, desktop.collection, this.#world);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  /** A session that is held by its caller may have ended, and its id may be another's by now. */
  #living(session: VirtualDesktopSession, verb: string): VirtualDesktopSession {
    const { desktop, id } = session;
    if (desktop.host.findSession(id) !== session || this.#desktops.get(desktop.name.toLowerCase()) !== desktop) throw new DesktopSessionNotFound(id, desktop.host.name);
    if (desktop.state !== "Running") throw new DesktopNotRunning(`${verb} session ${id} of ${session.user}`, desktop);
    return session;
  }
}
