import type { Clock } from "../../clock";
import { type Duration, milliseconds } from "./duration";
import type { Transition, TransitionName } from "./transitions";

/**
 * What is on its way, and what is left until it arrives, as a seed says it: exactly one of `after` and `polls`. It is time that is
 * left, and not an instant, since whoever restores a world has its life go on from there, whenever that is.
 */
export interface StatedUnderway {
  transition: TransitionName;
  after?: Duration | undefined;
  /** Reads that still show the session as it was. */
  polls?: number | undefined;
}

interface Step {
  readonly transition: TransitionName;
  readonly act: () => void;
  /** Milliseconds since 1970; `undefined` where polls count. */
  readonly at: number | undefined;
  polls: number;
  readonly forget: () => void;
}

/** What is on its way for sessions: at most one thing for each. Sessions for which nothing is have no part in it, and no cost. */
export class Underway<S extends object> {
  readonly #clock: Clock;
  readonly #steps = new Map<S, Step>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the place of what was on its way before. */
  begin(session: S, name: TransitionName, transition: Transition, act: () => void): void {
    this.callOff(session);
    const take = () => {
      this.#steps.delete(session);
      act();
    };
    if ("polls" in transition) {
      this.#steps.set(session, { transition: name, act: take, at: undefined, polls: transition.polls, forget: () => undefined });
      return;
    }
    const left = milliseconds(transition.after)!;
    this.#steps.set(session, { transition: name, act: take, at: this.#clock.now() + left, polls: 0, forget: this.#clock.after(left, take) });
  }

  /** Goes on with what a seed says. */
  resume(session: S, { transition, after, polls = 0 }: StatedUnderway, act: () => void): void {
    this.begin(session, transition, after === undefined ? { polls } : { after }, act);
  }

  of(session: S): TransitionName | undefined {
    return this.#steps.get(session)?.transition;
  }

  stated(session: S): StatedUnderway | undefined {
    const step = this.#steps.get(session);
    if (!step) return undefined;
    return { transition: step.transition, ...(step.at === undefined ? { polls: step.polls } : { after: Math.max(0, step.at - this.#clock.now()) }) };
  }

  /** A client was shown a session. */
  wasRead(session: S): void {
    if (this.#steps.size === 0) return;
    const step = this.#steps.get(session);
    if (step && step.at === undefined && --step.polls <= 0) step.act();
  }

  wereRead(sessions: Iterable<S>): void {
    if (this.#steps.size === 0) return;
    for (const session of sessions) this.wasRead(session);
  }

  callOff(session: S): void {
    const step = this.#steps.get(session);
    if (!step) return;
    this.#steps.delete(session);
    step.forget();
  }

  /** @param which default: all */
  clear(which: (session: S) => boolean = () => true): void {
    for (const session of [...this.#steps.keys()]) if (which(session)) this.callOff(session);
  }

  /** Has the clock forget it all. It is still said to be on its way: a snapshot has it. */
  stop(): void {
    for (const { forget } of this.#steps.values()) forget();
  }

  /** Lets happen what should have happened by now: a frozen clock would not come to it by itself. */
  settle(): void {
    const now = this.#clock.now();
    const due = [...this.#steps.values()].filter(({ at, polls }) => (at === undefined ? polls <= 0 : at <= now));
    for (const step of due.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
      step.forget();
      step.act();
    }
  }
}
