import type { Emulator, SessionHost, UserSession } from "../../../emulator";
import type { WorldEvent } from "../../../emulator/world/events/world-event";
import { admin, hosts, reasonOf, service, spare, type Custom, type Maintained } from "./maintained";

const MINUTE = 60_000;

/** A session as the oracle knows it, from events alone. */
interface Seen {
  readonly key: string;
  readonly host: string;
  readonly user: string;
  readonly session: UserSession;
}

/** What is under way. */
export type Operation = "up" | "look" | "destroy";

/** Holds what a maintenance does against what it promises: from the events of the world, and never from what it says of itself. */
export class MaintenanceOracle {
  /** What was wrong, in order. */
  readonly wrong: string[] = [];
  readonly #live = new Map<string, Seen>();
  /** Hosts that a maintenance has drained and not returned: since when, and whether somebody else has said the same since. */
  readonly #ours = new Map<string, { readonly since: number; isOthersToo: boolean }>();
  /** Who was told, for what, and when. */
  readonly #told = new Map<string, { readonly host: string; readonly at: number }>();
  /** When a run that held its host could first find a session there: one that cannot be told has its time from then on. */
  readonly #found = new Map<string, number>();
  /** Hosts that this update has drained. */
  readonly #taken = new Set<string>();
  /** For what the work on a host was done last, as long as no emptying for anything else has come so far. */
  readonly #doneFor = new Map<string, string>();
  /** Hosts that somebody let people onto: without a refresh nobody looks, and the engine asks nobody before it repeats work. */
  readonly #undone = new Set<string>();
  #operation: Operation | undefined;
  #meant: Maintained | undefined;
  #byModel = false;

  constructor(
    private readonly emulator: Emulator,
    private readonly custom: Custom,
  ) {
    for (const host of emulator.world.sessionHost(spare).pool.hosts) for (const session of host.sessions) this.#appears(session);
  }

  /** People and operators do something. */
  outside(act: () => void): void {
    this.#byModel = true;
    try {
      act();
    } finally {
      this.#byModel = false;
    }
    for (const [name, ours] of this.#ours) {
      const host = this.#find(name);
      if (!host || host.allowNewSession) this.#ours.delete(name);
      else if (host.lastModified?.by === "emulator") ours.isOthersToo = true;
    }
  }

  begins(operation: Operation, meant?: Maintained): void {
    [this.#operation, this.#meant] = [operation, meant];
    this.#taken.clear();
    if (operation !== "up") return;
    const isBack = (host: string): boolean => reasonOf(meant!) !== undefined && this.#doneFor.get(host) === reasonOf(meant!);
    // Who is not meant any more was promised something that is over.
    for (const [key, { host }] of this.#told) if (!meant!.sessionHosts.includes(host) || isBack(host)) this.#told.delete(key);
    for (const host of [...this.#ours.keys(), ...meant!.sessionHosts]) if (this.#find(host)?.allowNewSession === false) this.#couldFind(host);
    for (const host of this.#doneFor.keys()) if (!meant!.sessionHosts.includes(host)) this.#doneFor.delete(host);
  }

  /** An update has ended. @param failure empty where it has not failed @param isCalm whether it met no fault, and nobody did anything while it ran */
  ends(failure: string, isCalm: boolean): void {
    const meant = this.#meant!;
    if (isCalm) this.#expectTold(failure);
    if (failure === "") this.#expectNothingLeft(meant);
    else if (!meant.keepsDrained) this.#expectReturned(failure);
  }

  /** Everything is destroyed: hosts are as they were found, unless somebody else has changed them. */
  expectRestored(): void {
    for (const host of this.#held()) this.wrong.push(`${host} was drained by a maintenance and not given back`);
  }

  readonly hears = (event: WorldEvent): void => {
    if (event.type === "session.signedIn") this.#appears(this.emulator.world.session(event.sessionHost, event.userSessionId));
    if (!this.#byModel) this.#isDone(event);
    else if (event.type === "host.undrained") this.#undone.add(event.sessionHost);
    if (event.type === "session.loggedOff") this.#live.delete(`${event.sessionHost}/${event.userSessionId}`);
  };

  /** A maintenance has done something. */
  #isDone(event: WorldEvent): void {
    if (event.type === "host.drained") this.#drained(event.sessionHost);
    if (event.type === "host.undrained") this.#returned(event.sessionHost);
    if (event.type === "message.sent" && event.userPrincipalName === admin) this.#worked(event.title);
    else if (event.type === "message.sent") this.#touched(`${event.sessionHost}/${event.userSessionId}`, "told");
    if (event.type === "session.disconnected") this.#touched(`${event.sessionHost}/${event.userSessionId}`, "disconnected");
    if (event.type === "session.loggedOff") this.#touched(`${event.sessionHost}/${event.userSessionId}`, "logged off");
    for (const host of this.#ours.keys()) if (this.#leftOn(host).length === 0 && this.#doneFor.get(host) !== this.#reason) this.#doneFor.delete(host);
  }

  #appears(session: UserSession): void {
    const { host, id, userPrincipalName: user, createTime } = session;
    this.#live.set(`${host.name}/${id}`, { key: `${host.name}/${id} ${user} ${createTime}`, host: host.name, user, session });
  }

  #drained(name: string): void {
    const { sessionHosts, minimumAvailable } = this.#meant ?? { sessionHosts: [] as string[], minimumAvailable: 0 };
    const others = [...hosts, spare].filter((other) => other !== name && isAvailable(this.#find(other)));
    if (this.#operation !== "up" || !sessionHosts.includes(name)) this.wrong.push(`${name} was drained though nothing asked for it`);
    if (others.length < minimumAvailable) this.wrong.push(`${name} was drained though only ${others.length} others are available`);
    if (this.#reason !== undefined && this.#doneFor.get(name) === this.#reason) this.wrong.push(`${name} was drained again for ${this.#reason}`);
    const away = [...this.#taken].filter((other) => other !== name && this.#ours.get(other)?.isOthersToo === false && this.#find(other));
    if (this.#meant && this.#meant.patch !== undefined && away.length >= atOnceOf(this.#meant)) this.wrong.push(`${name} was drained while ${away.join(" and ")} ${away.length === 1 ? "is" : "are"} away, and ${this.#meant.atOnce} may be`);
    this.#ours.set(name, { since: this.#now, isOthersToo: false });
    this.#taken.add(name);
    this.#couldFind(name);
    this.#undone.delete(name);
  }

  #returned(name: string): void {
    const ours = this.#ours.get(name);
    // Work changes its host, so that its end returns it whoever has changed it.
    if (this.#operation === "look" || !ours || (ours.isOthersToo && this.#operation === "destroy")) this.wrong.push(`${name} was returned by ${this.#operation}${ours ? ", though somebody else wants it drained" : ", though it was found drained"}`);
    this.#ours.delete(name);
  }

  #worked(name: string): void {
    const host = this.#find(name);
    if (this.#operation !== "up") this.wrong.push(`${name} was worked on by ${this.#operation}`);
    if (host && !this.#undone.has(name) && (host.allowNewSession || this.#leftOn(name).length > 0)) this.wrong.push(`${name} was worked on, and it ${host.allowNewSession ? "takes newcomers" : "is not empty"}`);
    if (this.#reason !== undefined) this.#doneFor.set(name, this.#reason);
  }

  #touched(place: string, touch: "told" | "disconnected" | "logged off"): void {
    const { minutes } = this.custom;
    const seen = this.#live.get(place)!;
    const key = `${seen.key} for ${this.#reason}`;
    this.#mayBeTouched(seen, touch);
    if (touch === "told") {
      if (minutes === undefined) this.wrong.push(`${key} was told though there is no notice`);
      if (this.#told.has(key)) this.wrong.push(`${key} was told twice`);
      this.#told.set(key, { host: seen.host, at: this.#now });
    } else if (minutes !== undefined) {
      const told = this.#timesTold(seen);
      const since = told.length > 0 ? Math.min(...told) : (this.#found.get(seen.key) ?? Infinity);
      if (this.#now < since + minutes * MINUTE) this.wrong.push(`${key} was ${touch} ${told.length > 0 ? "before its deadline" : "without having been told, or found when that could not be"}`);
    }
  }

  /** A run that holds a host looks who is on it. */
  #couldFind(host: string): void {
    for (const { key } of this.#on(host)) if (!this.#found.has(key)) this.#found.set(key, this.#now);
  }

  /** Whoever showed messages on a host that was held was told. */
  #expectTold(failure: string): void {
    if (this.custom.minutes === undefined) return;
    for (const host of failure === "" ? this.#ours.keys() : this.#taken) {
      if (!this.#ours.has(host) || this.#find(host)?.reachable !== true) continue;
      const left = new Set(this.#leftOn(host));
      for (const seen of this.#on(host)) {
        if (left.has(seen.session) && seen.session.sessionState === "Active" && this.#timesTold(seen).length === 0) this.wrong.push(`${seen.key} was told nothing`);
      }
    }
  }

  #timesTold({ key }: Seen): readonly number[] {
    return [...this.#told].filter(([one]) => one.startsWith(`${key} for `)).map(([, { at }]) => at);
  }

  #on(name: string): readonly Seen[] {
    return [...this.#live.values()].filter(({ host }) => host === name);
  }

  #mayBeTouched({ key, host: hostName, user }: Seen, touch: string): void {
    const wrong = (why: string): void => void this.wrong.push(`${key} was ${touch} ${why}`);
    if (this.#operation !== "up" || !this.#meant!.sessionHosts.includes(hostName)) wrong(`by ${this.#operation}, of which the host is no part`);
    if (user === service && this.custom.sparesService) wrong("though excepted");
    if (this.#find(hostName)?.allowNewSession) wrong("while the host takes newcomers");
  }

  /** What was begun is done: with work all are back, and without it they are held. */
  #expectNothingLeft({ sessionHosts, patch, trigger }: Maintained): void {
    for (const host of this.#held()) if (patch !== undefined || !sessionHosts.includes(host)) this.wrong.push(`${host} is left drained by an update that has succeeded`);
    if (patch !== undefined || trigger !== undefined) return;
    for (const host of sessionHosts) if (this.#find(host)?.allowNewSession && !this.#undone.has(host)) this.wrong.push(`${host} is to be held, and takes newcomers`);
  }

  /** A host of which an update says that it failed is back, but where people have time, or it is empty and waits for its work. */
  #expectReturned(failure: string): void {
    const { minutes = 0 } = this.custom;
    for (const host of this.#held()) {
      const hasTime = [...this.#told.values()].some((one) => one.host === host && one.at + minutes * MINUTE > this.#now) || this.#ours.get(host)!.since + minutes * MINUTE > this.#now;
      const couldNot = failure.includes("Could not let newcomers onto") || failure.includes("Could not list the session hosts");
      if (failure.includes(`Could not empty ${host}`) && !hasTime && !couldNot && this.#leftOn(host).length > 0) this.wrong.push(`${host} failed and is left drained`);
    }
  }

  /** Hosts that are drained because of a maintenance alone. */
  #held(): readonly string[] {
    return [...this.#ours].filter(([name, { isOthersToo }]) => !isOthersToo && this.#find(name)).map(([name]) => name);
  }

  /** Who is on a host that is to be empty. */
  #leftOn(name: string): readonly UserSession[] {
    return [...(this.#find(name)?.sessions ?? [])].filter(({ userPrincipalName }) => !this.custom.sparesService || userPrincipalName !== service);
  }

  #find(name: string): SessionHost | undefined {
    return this.emulator.world.sessionHost(spare).pool.findHost(name);
  }

  get #reason(): string | undefined {
    return this.#meant && reasonOf(this.#meant);
  }

  get #now(): number {
    return this.emulator.clock.now();
  }
}

const isAvailable = (host: SessionHost | undefined): boolean => host?.status === "Available" && host.allowNewSession;
/** How many hosts may be away: of a percentage a part of one counts as none, but one there is always. */
const atOnceOf = ({ atOnce, sessionHosts }: Maintained): number => (typeof atOnce === "number" ? atOnce : Math.max(1, Math.floor((sessionHosts.length * Number.parseInt(atOnce)) / 100)));
