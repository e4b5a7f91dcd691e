import { closedUntil } from "./guards";
import type { GraceArgs } from "./intent";
import type { Judgement } from "./judge";
import { noticesByKey } from "./notice";
import { leftAlone, planOf } from "./plan";

/** After so many moments at which nothing could be begun, it is not looked for further. */
const LOOKS = 20;

/**
 * When there is something to do again about what breaks an intent, in milliseconds since the epoch; `undefined`: now.
 *
 * @param now milliseconds since the epoch
 */
export function nextAtOf(args: GraceArgs, judgement: Judgement, now: number): number | undefined {
  const at = nextStepFrom(args, judgement, now);
  return at === now ? undefined : at;
}

/**
 * The first moment from one on at which a run does something, if nothing changes until then: a promise may end where the window
 * is closed, or what follows on it may not end before it closes again. Where no opening is long enough, the next of them.
 *
 * @param from milliseconds since the epoch
 */
export function nextStepFrom(args: GraceArgs, { violations, memory }: Judgement, from: number): number {
  const notices = noticesByKey(memory.notices);
  let at = closedUntil(args, from) ?? from;
  let next: number | undefined;
  for (let look = 0; look < LOOKS; look++) {
    const plan = planOf(args, violations, notices, at);
    const times = leftAlone(plan).map(({ until }) => until);
    if (plan.steps.length > 0 || times.length === 0) return at;
    const until = Math.min(...times);
    at = closedUntil(args, until) ?? until;
    next ??= at;
  }
  return next!;
}
