import { closedUntil } from "./guards";
import type { GraceArgs } from "./intent";
import type { Judgement } from "./judge";
import { noticesByKey } from "./notice";
import { planOf } from "./plan";

/**
 * When there is something to do again about what breaks an intent, in milliseconds since the epoch; `undefined`: now.
 *
 * @param now milliseconds since the epoch
 */
export function nextAtOf(args: GraceArgs, { violations, memory }: Judgement, now: number): number | undefined {
  const opens = closedUntil(args, now);
  if (opens !== undefined) return opens;
  const { steps, waiting } = planOf(args, violations, noticesByKey(memory.notices), now);
  return steps.length > 0 || waiting.length === 0 ? undefined : Math.min(...waiting.map(({ until }) => until));
}
