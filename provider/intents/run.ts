import type { Session } from "../session";
import { attempt } from "./attempt";
import { Attempts } from "./attempts";
import { closedUntil, closesAt } from "./guards";
import { inParallel } from "./in-parallel";
import type { GraceArgs, Intent, Memory, Outcome } from "./intent";
import type { Judgement } from "./judge";
import { nextStepFrom } from "./next-at";
import { noticesByKey } from "./notice";
import { observationOf, withNotices, type Observation } from "./observation";
import { Pace } from "./pace";
import { deadlineOf, leftAlone, planOf, type Plan, type Step } from "./plan";
import { Progress } from "./progress";
import { rememberNotices } from "./remember-notices";
import type { Rim } from "./rim";

export interface Reconciled extends Judgement {
  /** Why it is not known to be settled: a sentence for each violation, or for a list that failed. None when settled. */
  readonly reasons: readonly string[];
  /** When there is something to do again: the first deadline, or the next opening of the window, in milliseconds since the epoch. */
  readonly nextAt?: number;
}

/** The shortest and the longest pause between two observations, in milliseconds. */
const firstPause = 1_000;
const longestPause = 10_000;

/** How often a run that sits out a period of grace looks who has left and who is new, in milliseconds. */
const glance = 30_000;

/** Who was told in one round has a time of his own, later than the others' by as long as their messages took. So many milliseconds are waited for, so that those go together. */
const together = 5_000;

/** What one run does about the sessions that break an intent, from a first observation on. */
export class Run<Args extends GraceArgs> {
  readonly #progress: Progress;
  readonly #attempts: Attempts<Args>;
  /** How long it waits for sessions to follow, in milliseconds. */
  readonly #patience: number;
  /** The latest observation, with what is remembered by now. */
  #seen: Observation;
  /** Why the latest list failed. From then on nothing is done. */
  #blind: Error | undefined;
  /** Until when it waits for sessions to follow: milliseconds since the epoch. */
  #patientUntil: number;

  constructor(
    private readonly intent: Intent<Args>,
    private readonly args: Args,
    private readonly rim: Rim,
    found: Observation,
  ) {
    this.#progress = new Progress(intent, rim.say);
    this.#attempts = new Attempts(intent, args);
    this.#patience = (args.timeoutSeconds ?? 120) * 1000;
    this.#seen = found;
    this.#patientUntil = this.#now + this.#patience;
  }

  get isClosed(): boolean {
    return closedUntil(this.args, this.#now) !== undefined;
  }

  /** Takes the next steps and looks what came of them, again and again, until there is nothing left to wait for. */
  async work(): Promise<void> {
    this.#progress.deaf(this.#seen.deaf ?? []);
    let goesOn = await this.#round();
    // Who comes while the others wait has a deadline of his own, and is left to a later run.
    const horizon = Math.max(0, ...this.#plan.waiting.map(deadlineOf));
    for (let pause = firstPause; goesOn; pause = Math.min(2 * pause, longestPause)) {
      const rest = this.#follow(pause) ?? this.#sitOut(horizon);
      if (rest === undefined) return;
      await this.rim.clock.sleep(rest);
      goesOn = (await this.#look(this.#seen.memory)) && (await this.#round());
    }
  }

  /** What the run comes to, as it stands now. */
  end(): Reconciled {
    const { matched, violations, memory } = this.#seen;
    const plan = this.#plan;
    const alone = leftAlone(plan);
    const blind = this.#blind ? [this.#blind.message] : [];
    const opens = closedUntil(this.args, this.#now);
    if (opens !== undefined) return { matched, violations, memory, reasons: [...this.#attempts.failures(violations), ...blind], ...this.#leftUntil(opens) };
    if (plan.waiting.length > 0) this.#progress.left(plan.waiting);
    if (plan.postponed.length > 0) this.#progress.postponed(plan.postponed);
    const due = this.#dueBeside(plan);
    const reasons = [...this.#attempts.failures(alone.map(({ session }) => session)), ...(this.#blind ? this.#attempts.failures(due) : this.#attempts.reasons(due)), ...blind];
    const nextAt = alone.length > 0 && { nextAt: nextStepFrom(this.args, this.#seen, Math.min(...alone.map(({ until }) => until))) };
    return { matched, violations, memory, reasons, ...nextAt };
  }

  get #now(): number {
    return this.rim.clock.now();
  }

  /** What there is to do by now about what was seen. */
  get #plan(): Plan {
    return planOf(this.args, this.#seen.violations, noticesByKey(this.#seen.memory.notices), this.#now);
  }

  #dueBeside(plan: Plan): readonly Session[] {
    const alone = new Set(leftAlone(plan).map(({ session }) => session));
    return this.#seen.violations.filter((session) => !alone.has(session));
  }

  /** What is to do waits for the window. */
  #leftUntil(opens: number): Pick<Reconciled, "nextAt"> {
    const { violations, memory } = this.#seen;
    if (violations.length === 0 && !this.intent.isUnbegun?.(memory)) return {};
    this.#progress.closed(violations, opens);
    return { nextAt: nextStepFrom(this.args, this.#seen, opens) };
  }

  /** Takes each step that is due and was not taken yet. @returns whether the run can go on */
  async #round(): Promise<boolean> {
    const began = this.#now;
    const steps = this.#attempts.open(this.#plan.steps);
    const pace = new Pace(steps.length, began);
    const outcomes = await inParallel(steps, this.rim.backend.atOnce, async (step): Promise<Outcome> => {
      const result = await this.#take(step);
      this.#progress.working(pace.step(this.#now));
      return { session: step.session, deed: step.deed, result, at: this.#now };
    });
    // Sessions need not follow while others are still to be told to; at the rate of ARM that may take an hour.
    this.#patientUntil += this.#now - began;
    this.#attempts.record(outcomes);
    this.#progress.did(outcomes, this.#seen.memory.notices);
    const memory = this.#memoryAfter(outcomes);
    if (outcomes.length === 0) this.#seen = { ...this.#seen, memory };
    else if (!(await this.#look(memory))) return false;
    return !this.isClosed;
  }

  async #take(step: Step): Promise<Outcome["result"]> {
    // The window may close while many are acted on: who is not acted on any more need not wait for a turn.
    if (this.#now + step.lasts >= closesAt(this.args, this.#now)) return { status: "closed" };
    const { backend, clock } = this.rim;
    return attempt(this.intent, this.args, this.#seen.memory, step, backend, clock).catch(asError);
  }

  #memoryAfter(outcomes: readonly Outcome[]): Memory {
    const { memory, sessions } = this.#seen;
    return withNotices({ ...memory, ...this.intent.remember?.(this.args, memory, outcomes, sessions) }, rememberNotices(this.args, memory.notices, outcomes));
  }

  /** @returns whether it could; otherwise all is as it was, but for what is remembered. */
  async #look(memory: Memory): Promise<boolean> {
    const sessions = await this.rim.backend.sessions("now").catch(asError);
    if (sessions instanceof Error) this.#blind = sessions;
    this.#seen = observationOf(this.intent, this.args, memory, sessions instanceof Error ? this.#seen.sessions : sessions, this.#now);
    return !(sessions instanceof Error);
  }

  /** @returns for how many milliseconds to wait for sessions that were told to go; `undefined`: there are none, or the time is up */
  #follow(pause: number): number | undefined {
    const plan = this.#plan;
    const busy = this.#attempts.following(this.#dueBeside(plan)).length + this.#attempts.open(plan.steps).length;
    const left = this.#patientUntil - this.#now;
    if (busy === 0 || left <= 0) return undefined;
    this.#progress.following(busy, left);
    return Math.min(pause, left);
  }

  /**
   * Waits with those who have a period of grace, where the program says so. Who could not be told is not among them: somebody has
   * to see that a run failed before that one is touched; and whoever has time until after the window has closed is for a later run.
   *
   * @returns for how many milliseconds; `undefined`: there is nobody to wait for
   */
  #sitOut(horizon: number): number | undefined {
    if (!this.args.notice?.wait) return undefined;
    const closes = closesAt(this.args, this.#now);
    const waiting = this.#plan.waiting.filter((one) => one.notice.status !== "failed" && deadlineOf(one) <= horizon && one.until < closes);
    if (waiting.length === 0) return undefined;
    const first = Math.min(...waiting.map((one) => one.until));
    const further = (this.args.escalate?.minutes ?? 0) * 60_000;
    const until = Math.max(first, ...waiting.map((one) => one.until).filter((one) => one <= first + together && one + further < closes));
    this.#progress.sittingOut(waiting, until, this.#now);
    const rest = Math.min(until - this.#now, glance);
    this.#patientUntil = this.#now + rest + this.#patience;
    return rest;
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
