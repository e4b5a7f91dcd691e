import type { Clock } from "../../clock";
import type { HostPool } from "../host-pool";
import type { SessionHost } from "../session-host";
import type { UserSession } from "../user-session";
import { type Duration, milliseconds } from "./duration";
import type { Returns, StatedReturns } from "./returns";

/** What those who return do in the world. */
interface Doors {
  /** Whether the session is still there. */
  lives: (session: UserSession) => boolean;
  reconnect: (session: UserSession) => void;
  /** Whether he could sign in. */
  takes: (to: SessionHost | HostPool, user: UserSession) => boolean;
  signIn: (to: SessionHost | HostPool, before: UserSession, returns: Returns | undefined) => void;
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
    return returns && { ...returns, ...(away ? { left: Math.max(0, away.at - this.#clock.now()) } : {}) };
  }

  /** Those who were logged off from a host and are away, each by the session that he had. */
  loggedOffFrom(host: SessionHost): UserSession[] {
    return this.#away.size === 0 ? [] : [...this.#away.keys()].filter((session) => session.host === host && !this.#doors.lives(session));
  }

  /**
   * His session was disconnected or has ended.
   *
   * @param stated how long he is still away, where a seed says so; {@link settle} lets in whom nothing is left. Default: as long as
   * he always stays away
   */
  left(session: UserSession, stated?: Duration): void {
    if (this.#returns.size === 0) return;
    const returns = this.#returns.get(session);
    if (!returns) return;
    this.isBack(session);
    const left = milliseconds(stated ?? returns.after)!;
    this.#away.set(session, { at: this.#clock.now() + left, forget: this.#clock.after(left, () => this.#comeBack(session)) });
    if (stated === undefined && left === 0) this.#comeBack(session);
  }

  /** His session has ended without him: whoever was away already is not away for longer. */
  lost(session: UserSession): void {
    if (!this.#away.has(session)) this.left(session);
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

  /** Those who should be back by now try again: a host has opened or has room, or the world has been built. */
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
      const to = returns.to === "anyHost" ? session.host.pool : session.host;
      if (!this.#doors.takes(to, session)) return;
      this.forget(session);
      this.#doors.signIn(to, session, left);
    }
  }
}
