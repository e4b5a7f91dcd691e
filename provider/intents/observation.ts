import { openingAt } from "../maintenance-window";
import type { Session } from "../session";
import type { Intent, IntentArgs, Memory } from "./intent";
import { judge, type Judgement } from "./judge";
import { noticesByKey, standing, type Notice } from "./notice";

/** One list of sessions, and what it means for an intent and for what the intent remembers. */
export interface Observation extends Judgement {
  readonly sessions: readonly Session[];
}

/** @param now milliseconds since the epoch */
export function observationOf<Args extends IntentArgs>(intent: Intent<Args>, args: Args, memory: Memory, sessions: readonly Session[], now: number): Observation {
  const judgement = judge(intent, args, memory, sessions, now);
  const notices = standing(noticesByKey(memory.notices), judgement.violations, sessions, now, args.within && openingAt(args.within, now));
  return { sessions, ...judgement, memory: withNotices(judgement.memory, notices) };
}

/** Without any, there is nothing to remember. */
export function withNotices({ notices: _, ...memory }: Memory, notices: readonly Notice[]): Memory {
  return notices.length > 0 ? { ...memory, notices } : memory;
}
