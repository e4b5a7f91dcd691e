import type { Clock } from "../../clock";
import { milliseconds } from "./duration";
import type { Transition, TransitionName } from "./transitions";

/** What is on its way, and when it arrives, as a seed says it: exactly one of `at` and `polls`. */
export interface StatedUnderway {
  transition: TransitionName;
  /** ISO 8601, UTC. */
  at?: string | undefined;
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
    if ("polls" in transition) this.#add(session, name, { polls: transition.polls }, act);
    else this.#add(session, name, { at: this.#clock.now() + milliseconds(transition.after)! }, act);
  }

  /** Goes on with what a seed says. */
  resume(session: S, { transition, at, polls }: StatedUnderway, act: () => void): void {
    this.#add(session, transition, at === undefined ? { polls: polls ?? 0 } : { at: new Date(at).getTime() }, act);
  }

  #add(session: S, transition: TransitionName, when: { at: number } | { polls: number }, act: () => void): void {
    this.callOff(session);
    const take = () => {
      this.#steps.delete(session);
      act();
    };
    const step = "polls" in when
      ? { transition, act: take, at: undefined, polls: when.polls, forget: () => undefined }
      : { transition, act: take, at: when.at, polls: 0, forget: this.#clock.after(when.at - this.#clock.now(), take) };
    this.#steps.set(session, step);
  }

  of(session: S): TransitionName | undefined {
    return this.#steps.get(session)?.transition;
  }

  stated(session: S): StatedUnderway | undefined {
    const step = this.#steps.get(session);
    if (!step) return undefined;
    return { transition: step.transition, ...(step.at === undefined ? { polls: step.polls } : { at: new Date(step.at).toISOString() }) };
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
