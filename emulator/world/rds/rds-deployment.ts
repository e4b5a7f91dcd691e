import type { DesktopMessage } from "../desktop-message";
import { desktopSessionEvent, ofDesktop } from "../events/describe";
import type { Observers } from "../events/observers";
import type { DesktopSessionEvent } from "../events/world-event";
import type { MessageLog } from "../message-log";
import { BrokerUser, type NewBrokerUser } from "./broker-user";
import { DesktopCollection, type NewDesktopCollection } from "./desktop-collection";
import { DesktopHostNotFound } from "./errors/desktop-host-not-found";
import { DesktopIdTaken } from "./errors/desktop-id-taken";
import { DesktopNotFound } from "./errors/desktop-not-found";
import { DesktopNotRunning } from "./errors/desktop-not-running";
import { DesktopOccupied } from "./errors/desktop-occupied";
import { DesktopSessionNotFound } from "./errors/desktop-session-not-found";
import { type DesktopState, VirtualDesktop } from "./virtual-desktop";
import { VirtualDesktopHost } from "./virtual-desktop-host";
import { type ConnectState, type NewDesktopSession, VirtualDesktopSession } from "./virtual-desktop-session";

/**
 * A Remote Desktop Services deployment with its connection broker: who may sign in to the broker, collections, virtual
 * desktops, and the sessions on them.
 */
export class RdsDeployment {
  readonly #now: () => string;
  readonly #messages: MessageLog;
  readonly #observers: Observers;
  readonly #users = new Map<string, BrokerUser>();
  readonly #collections = new Map<string, DesktopCollection>();
  readonly #desktops = new Map<string, VirtualDesktop>();
  readonly #hosts = new Map<string, VirtualDesktopHost>();

  /** @param now ISO 8601, UTC, by the emulator's clock */
  constructor(now: () => string, messages: MessageLog, observers: Observers) {
    this.#now = now;
    this.#messages = messages;
    this.#observers = observers;
  }

  clear(): void {
    for (const all of [this.#users, this.#collections, this.#desktops, this.#hosts]) all.clear();
  }

  /** Who may sign in to the connection broker. */
  get users(): Iterable<BrokerUser> {
    return this.#users.values();
  }

  get collections(): Iterable<DesktopCollection> {
    return this.#collections.values();
  }

  get desktops(): Iterable<VirtualDesktop> {
    return this.#desktops.values();
  }

  /** In the order of their desktops. */
  *sessions(): Generator<VirtualDesktopSession> {
    for (const { session } of this.#desktops.values()) if (session) yield session;
  }

  /** What was sent to sessions of virtual desktops, oldest first (of the last 10,000 messages of the emulator). */
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
   * there {@link reconnect}s.
   *
   * @throws DesktopNotRunning, DesktopOccupied
   */
  signIn(desktop: VirtualDesktop, session: NewDesktopSession): VirtualDesktopSession {
    if (desktop.state !== "Running") throw new DesktopNotRunning(`sign ${session.user} in`, desktop);
    return this.place(desktop, desktop.host.nextId(), session);
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

  /** The user is back: the session is active. @throws DesktopSessionNotFound, DesktopNotRunning */
  reconnect(session: VirtualDesktopSession): void {
    this.#show(this.#living(session, "reconnect"), "desktop.reconnected", "Active");
  }

  /** The session stays, nobody is connected to it. Twice is once. @throws DesktopSessionNotFound, DesktopNotRunning */
  disconnect(session: VirtualDesktopSession): void {
    this.#show(this.#living(session, "disconnect"), "desktop.disconnected", "Disconnected");
  }

  /** The session ends and its id is free. @throws DesktopSessionNotFound, DesktopNotRunning */
  logOff(session: VirtualDesktopSession): void {
    const { desktop } = this.#living(session, "log off");
    desktop.host.remove(session);
    desktop.session = undefined;
    this.#observers.tell(() => desktopSessionEvent(this.#now(), "desktop.loggedOff", session, session.connectState, null));
  }

  /** Sends a message; only an active session shows it. @throws DesktopSessionNotFound, DesktopNotRunning */
  message(session: VirtualDesktopSession, title: string, body: string): DesktopMessage {
    const { desktop, id, user, connectState } = this.#living(session, "send a message to");
    const { at, collectionId, vmHostName, vmName } = ofDesktop(this.#now(), desktop);
    const message: DesktopMessage = { at, collectionId, vmHostName, sessionId: id, vmName, user, title, body, shown: connectState === "Active" };
    this.#observers.tell(() => ({ type: "desktop.messageSent", ...message }));
    return this.#messages.add(message);
  }

  /** Starts, turns off, pauses or saves a desktop. Its session stays listed, as the broker's does until it notices: a choice. */
  setState(desktop: VirtualDesktop, state: DesktopState): void {
    const from = desktop.state;
    if (from === state) return;
    desktop.state = state;
    this.#observers.tell(() => ({ ...ofDesktop(this.#now(), desktop), type: "desktop.stateChanged", from, to: state }));
  }

  #show(session: VirtualDesktopSession, type: DesktopSessionEvent["type"], to: ConnectState): void {
    const from = session.connectState;
    if (from === to) return;
    session.connectState = to;
    this.#observers.tell(() => desktopSessionEvent(this.#now(), type, session, from, to));
  }

  /** A session that is held by its caller may have ended, and its id may be another's by now. */
  #living(session: VirtualDesktopSession, verb: string): VirtualDesktopSession {
    const { desktop, id } = session;
    if (desktop.host.findSession(id) !== session) throw new DesktopSessionNotFound(id, desktop.host.name);
    if (desktop.state !== "Running") throw new DesktopNotRunning(`${verb} session ${id} of ${session.user}`, desktop);
    return session;
  }
}
