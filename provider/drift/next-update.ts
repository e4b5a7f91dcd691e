import { closedUntil } from "../intents/guards";
import type { GraceArgs, Intent } from "../intents/intent";
import type { Judgement } from "../intents/judge";
import { noticesByKey } from "../intents/notice";
import { leftAlone, planOf, type Plan, type Step } from "../intents/plan";
import { countOf, instant, lengthOf } from "../intents/sentences";
import { protectionOf } from "../protection";
import { possiblyExcepted } from "../selector";
import { noChange } from "./report";

/** A host that is to be drained. */
export interface ToDrain {
  readonly sessionHost: string;
  /** Why it may not be. */
  readonly refused?: string;
}

/**
 * What the next update with a refresh would do, in the order in which it goes about it: it asks the window, then the guards,
 * then takes the next step with each session. `It would disconnect 1 session.`
 *
 * @param now milliseconds since the epoch
 */
export function nextUpdateOf({ verb }: Pick<Intent, "verb">, args: GraceArgs, { violations, memory }: Judgement, now: number, host?: ToDrain): string {
  if (violations.length === 0 && !host) return noChange;
  const opens = closedUntil(args, now);
  if (opens !== undefined) return `It would touch nobody: its window opens at ${instant(opens)}.`;
  const refusal = refusedFor(verb, args, violations) ?? host?.refused;
  if (refusal !== undefined) return `It would fail here and touch nobody: ${refusal}.`;
  const plan = planOf(args, violations, noticesByKey(memory.notices), now);
  return `It would ${joined([...(host ? [`drain ${host.sessionHost}`] : []), ...stepsInWords(verb, args, plan)])}.`;
}

/** What the guards of sessions say. */
function refusedFor(verb: string, { maxSessions = Infinity, protect = {} }: GraceArgs, violations: Judgement["violations"]): string | undefined {
  const had = `it had to ${verb} ${countOf(violations.length)}`;
  if (violations.length > maxSessions) return `${had}, and maxSessions is ${maxSessions}`;
  const kept = violations.filter((session) => protectionOf(protect, session) !== undefined).length;
  return kept === 0 ? undefined : `${had}, of which ${kept} ${kept === 1 ? "is" : "are"} protected`;
}

function stepsInWords(verb: string, { sessions: selector, notice, escalate }: GraceArgs, plan: Plan): readonly string[] {
  const { steps } = plan;
  const alone = leftAlone(plan);
  const promised = new Set(alone.map(({ session }) => session));
  const unknown = new Set(steps.map(({ session }) => session).filter((session) => possiblyExcepted(selector, session) !== undefined));
  const count = (deed: Step["deed"], wasPromised = false): number =>
    steps.filter((step) => step.deed === deed && promised.has(step.session) === wasPromised && !unknown.has(step.session)).length;
  const part = (sessions: number, words: (some: string) => string): readonly string[] => (sessions === 0 ? [] : [words(countOf(sessions))]);
  const times = alone.map(({ until }) => until);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return [
    ...part(count("finish"), (some) => `${verb} ${some}`),
    ...part(count("disconnect"), (some) => `disconnect ${some} first, and give ${count("disconnect") === 1 ? "it" : "them"} ${lengthOf(escalate!.minutes * 60_000)}`),
    ...part(count("tell"), (some) => `tell ${some}, which ${count("tell") === 1 ? "is" : "are"} then left alone for ${lengthOf(notice!.minutes * 60_000)}`),
    ...part(count("tell", true), (some) => `tell ${some} that showed no messages before`),
    ...part(alone.length, (some) => `leave ${some} alone until ${instant(first)}${first === last ? "" : " or later"}`),
    ...part(unknown.size, (some) => `fail for ${some} of which nobody can tell whether the user is excepted`),
  ];
}

/** `a`, `a, and b`, `a, b, and c`. */
const joined = (parts: readonly string[]): string => (parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)!}`);
