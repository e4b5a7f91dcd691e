import type { Backend } from "../backend";
import type { Clock } from "../clock";
import { scopeName } from "../scope";
import type { Session } from "../session";
import { attempt } from "./attempt";
import { Attempts } from "./attempts";
import { closedUntil, refuseTooMuch } from "./guards";
import { inParallel } from "./in-parallel";
import type { GraceArgs, Intent, Memory, Outcome } from "./intent";
import { judge, type Judgement } from "./judge";
import { noticesByKey, standing } from "./notice";
import { Pace } from "./pace";
import { planOf, type Waiting } from "./plan";
import { Progress } from "./progress";
import { rememberNotices } from "./remember-notices";

/** The world outside, passed in. */
export interface Rim {
  readonly backend: Backend;
  readonly clock: Clock;
  /** Tells the person who waits how it goes: one line. */
  readonly say: (line: string) => void;
}

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

/**
 * Makes an intent true: observe, find the violations, ask the guards, take the next step with each, and observe again until
 * nothing breaks it, the time is up, or all that is left is to wait for deadlines. Each step is taken once in a run. Create
 * and update are both this call.
 *
 * @throws TooManySessions and SessionsProtected before anything is touched, and whatever the first list throws. From then on
 * nothing is thrown, because what was done has to be remembered: what fails for one session does not stop the others, and
 * it is among the `reasons`, as is a later list that fails.
 */
export async function reconcile<Args extends GraceArgs>(intent: Intent<Args>, args: Args, before: Memory, { backend, clock, say }: Rim): Promise<Reconciled> {
  const patience = (args.timeoutSeconds ?? 120) * 1000;
  const progress = new Progress(intent, scopeName(args.scope), say);
  const attempts = new Attempts(intent, args);

  const consider = (sessions: readonly Session[], memory: Memory) => {
    const judgement = judge(intent, args, memory, sessions, clock.now());
    const notices = standing(noticesByKey(memory.notices), judgement.violations, sessions, clock.now());
    return { sessions, ...judgement, memory: withNotices(judgement.memory, notices) };
  };
  const planNow = () => planOf(args, seen.violations, noticesByKey(seen.memory.notices), clock.now());
  let seen = consider(await backend.sessions("recent"), before);

  /** What is to do waits for the window. */
  const leftUntil = (opens: number): Pick<Reconciled, "nextAt"> => {
    if (seen.violations.length === 0 && !intent.isUnbegun?.(seen.memory)) return {};
    progress.closed(seen.violations, opens);
    return { nextAt: opens };
  };

  const opens = closedUntil(args, clock.now());
  if (opens !== undefined) {
    const { sessions: _, ...judgement } = seen;
    return { ...judgement, reasons: [], ...leftUntil(opens) };
  }
  refuseTooMuch(intent.verb, args, seen.violations);

  let blind: Error | undefined;
  /** @returns whether it could; otherwise all is as it was, but for what is remembered. */
  const lookAgain = async (memory: Memory): Promise<boolean> => {
    const sessions = await backend.sessions("now").catch(asError);
    if (sessions instanceof Error) blind = sessions;
    seen = consider(sessions instanceof Error ? seen.sessions : sessions, memory);
    return !(sessions instanceof Error);
  };

  let end = clock.now() + patience;
  let horizon: number | undefined;
  let waiting: readonly Waiting[] = [];
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    const began = clock.now();
    const steps = attempts.open(planNow().steps);
    const pace = new Pace(steps.length, began);
    const outcomes = await inParallel(steps, backend.atOnce, async (step): Promise<Outcome> => {
      // The window may close while many are acted on: who is not acted on any more need not wait for a turn.
      const isOpen = closedUntil(args, clock.now()) === undefined;
      const result: Outcome["result"] = isOpen ? await attempt(intent, args, seen.memory, step, backend, clock).catch(asError) : { status: "closed" };
      progress.working(pace.step(clock.now()));
      return { ...step, result };
    });
    // Sessions need not follow while others are still to be told to; at the rate of ARM that may take an hour.
    end += clock.now() - began;
    attempts.record(outcomes);
    progress.did(outcomes);
    const memory = { ...seen.memory, ...intent.remember?.(args, seen.memory, outcomes, seen.sessions) };
    const told = withNotices(memory, rememberNotices(args, memory.notices, outcomes, clock.now()));
    if (outcomes.length === 0) seen = { ...seen, memory: told };
    else if (!(await lookAgain(told))) break;
    if (closedUntil(args, clock.now()) !== undefined) break;

    const plan = planNow();
    waiting = plan.waiting;
    // Who comes while the others wait has a deadline of his own, and is left to a later run.
    horizon ??= Math.max(0, ...waiting.map(({ notice }) => Date.parse(notice.deadline)));
    const satOut = args.notice?.wait ? waiting.filter(({ notice }) => Date.parse(notice.deadline) <= horizon!) : [];
    const due = seen.violations.filter((session) => !waiting.some((one) => one.session === session));
    const busy = attempts.following(due).length + attempts.open(plan.steps).length;
    const now = clock.now();
    if (busy > 0 && now < end) {
      progress.following(busy, end - now);
      await clock.sleep(Math.min(pause, end - now));
    } else if (satOut.length > 0) {
      const until = Math.min(...satOut.map((one) => one.until));
      progress.sittingOut(satOut, until, now);
      await clock.sleep(Math.min(until - now, glance));
      end = clock.now() + patience;
    } else {
      break;
    }
    if (!(await lookAgain(seen.memory))) break;
  }

  const { matched, violations, memory } = seen;
  const due = violations.filter((session) => !waiting.some((one) => one.session === session));
  const reopens = closedUntil(args, clock.now());
  if (reopens !== undefined) return { matched, violations, memory, reasons: blind ? [...attempts.failures(violations), blind.message] : attempts.failures(violations), ...leftUntil(reopens) };
  if (waiting.length > 0) progress.left(waiting);
  const reasons = blind ? [...attempts.failures(due), blind.message] : attempts.reasons(due);
  return { matched, violations, memory, reasons, ...(waiting.length > 0 && { nextAt: Math.min(...waiting.map(({ until }) => until)) }) };
}

/** Without any, there is nothing to remember. */
function withNotices({ notices: _, ...memory }: Memory, notices: Memory["notices"] = []): Memory {
  return notices.length > 0 ? { ...memory, notices } : memory;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
