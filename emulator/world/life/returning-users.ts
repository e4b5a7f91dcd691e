import type { Clock } from "../../clock";
import type { HostPool } from "../host-pool";
import type { SessionHost } from "../session-host";
import type { UserSession } from "../user-session";
import { milliseconds } from "./duration";
import type { Returns, StatedReturns } from "./returns";

/** What those who return do in the world. */
interface Doors {
  /** Whether the session is still there. */
  lives: (session: UserSession) => boolean;
  reconnect: (session: UserSession) => void;
  signIn: (host: SessionHost, before: UserSession, returns: Returns | undefined) => void;
}

/** Somebody who is away, and when he is back. */
interface Away {
  readonly at: number;
  readonly forget: () => void;
}

/** Users who come back by themselves. Sessions of others have no part in it, and no cost. */
export class ReturningUsers {
  readonly #clock: Clock;
  readonly #doors: Doors;
  readonly #returns = new Map<UserSession, Returns>();
  /** By the session that they left, be it there or not; in the order in which they left. */
  readonly #away = new Map<UserSession, Away>();

  constructor(clock: Clock, doors: Doors) {
    this.#clock = clock;
    this.#doors = doors;
  }

  /** @param returns `undefined`: he comes back no more */
  set(session: UserSession, returns: Returns | undefined): void {
    if (returns) this.#returns.set(session, returns);
    else this.forget(session);
  }

  of(session: UserSession): StatedReturns | undefined {
    const returns = this.#returns.get(session);
    const away = this.#away.get(session);
    return returns && { ...returns, ...(away ? { at: new Date(away.at).toISOString() } : {}) };
  }

  /** Those who were logged off from a host and are away, each by the session that he had. */
  loggedOffFrom(host: SessionHost): UserSession[] {
    return this.#away.size === 0 ? [] : [...this.#away.keys()].filter((session) => session.host === host && !this.#doors.lives(session));
  }

  /**
   * His session was disconnected or has ended.
   *
   * @param at when he is back, and {@link settle} lets him in if that has passed. Default: after the time that he stays away
   */
  left(session: UserSession, at?: number): void {
    if (this.#returns.size === 0) return;
    const returns = this.#returns.get(session);
    if (!returns) return;
    this.isBack(session);
    const now = this.#clock.now();
    const due = at ?? now + milliseconds(returns.after)!;
    this.#away.set(session, { at: due, forget: this.#clock.after(due - now, () => this.#comeBack(session)) });
    if (at === undefined && due <= now) this.#comeBack(session);
  }

  /** He reconnected, by himself or not. */
  isBack(session: UserSession): void {
    this.#away.get(session)?.forget();
    this.#away.delete(session);
  }

  forget(session: UserSession): void {
    this.isBack(session);
    this.#returns.delete(session);
  }

  /** @param which default: all */
  clear(which: (session: UserSession) => boolean = () => true): void {
    for (const session of [...this.#returns.keys()]) if (which(session)) this.forget(session);
  }

  /** Has the clock forget them. They are still said to come back: a snapshot has it. */
  stop(): void {
    for (const { forget } of this.#away.values()) forget();
  }

  /** Those who should be back by now try again: a host has opened, or the world has been built. */
  settle(): void {
    const now = this.#clock.now();
    for (const [session, { at }] of [...this.#away]) if (at <= now) this.#comeBack(session);
  }

  /** Whom no host takes stays away, until one opens. */
  #comeBack(session: UserSession): void {
    const returns = this.#returns.get(session);
    if (!returns) return;
    const left = returns.times === undefined ? returns : returns.times > 1 ? { ...returns, times: returns.times - 1 } : undefined;
    if (this.#doors.lives(session)) {
      if (!session.host.connectable) return;
      this.isBack(session);
      this.set(session, left);
      this.#doors.reconnect(session);
    } else {
      const host = returns.to === "anyHost" ? hostForNewcomer(session.host.pool) : session.host;
      if (!host?.takesNewcomers) return;
      this.forget(session);
      this.#doors.signIn(host, session, left);
    }
  }
}

/** As the pool balances its load: breadth first, the host with the fewest sessions; depth first, that with the most that is not full. */
function hostForNewcomer({ hosts, settings }: HostPool): SessionHost | undefined {
  const open = [...hosts].filter((host) => host.takesNewcomers && host.sessionCount < (settings.maxSessionLimit ?? Infinity));
  const deep = settings.loadBalancerType === "DepthFirst" ? -1 : 1;
  return open.toSorted((a, b) => deep * (a.sessionCount - b.sessionCount))[0];
}
