import { disconnectedFor, disconnectedSince } from "./disconnected-since";
import { select } from "../selector";
import type { Session } from "../session";
import type { Intent, IntentArgs, Memory } from "./intent";

/** What one observation means for an intent. */
export interface Judgement {
  /** How many sessions the selector matches. */
  readonly matched: number;
  /** Those that break the intent. */
  readonly violations: readonly Session[];
  /** Those that match and would break it, if only they showed messages. */
  readonly deaf?: readonly Session[];
  readonly memory: Memory;
}

/** @param now milliseconds since the epoch. */
export function judge<Args extends IntentArgs>(
  intent: Intent<Args>,
  args: Args,
  memory: Memory,
  sessions: readonly Session[],
  now: number,
): Judgement {
  const { matching: all, pinned } = select(args.sessions, sessions, memory.pinned, now);
  const length = args.sessions.disconnectedFor;
  const since = length === undefined ? undefined : disconnectedSince(all, memory.disconnectedSince, now);
  const matching = length === undefined ? all : disconnectedFor(length, all, since!, now);
  const deaf = intent.deaf?.(args, matching, memory) ?? [];
  return {
    matched: matching.length,
    violations: intent.violations(args, matching, memory),
    ...(deaf.length > 0 && { deaf }),
    memory: { ...memory, ...(pinned && { pinned }), ...(since && { disconnectedSince: since }) },
  };
}
