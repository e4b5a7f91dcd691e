import type { SessionIdentity, Session } from "./session";
import type { DisconnectedSince } from "./intents/disconnected-since";
import type { Intent, IntentArgs, Memory, Recipient } from "./intents/intent";
import type { Notice } from "./intents/notice";
import type { Judgement } from "./intents/judge";

/** What an intent puts out beside its arguments. Counts and violations only: a pool of ten thousand sessions is not copied into the state. */
export interface IntentOutputs {
  /** How many sessions matched when the intent was last found to have changed. */
  readonly matched: number;
  /** The sessions that break the intent; none when settled. */
  readonly violations: readonly Session[];
  readonly settled: boolean;
  /** When it was last found settled after it had not been: ISO 8601. Absent until then. */
  readonly settledAt?: string;
  /** The session that a selector with a `sessionId` is bound to. */
  readonly pinned?: SessionIdentity;
  /** Whom a message was sent to. */
  readonly recipients?: readonly Recipient[];
  /** Whether a message has its audience; see {@link Memory.audienceChosen}. */
  readonly audienceChosen?: boolean;
  /** What sessions were told before they are disconnected or logged off, and until when they are left alone. */
  readonly notices?: readonly Notice[];
  /** Since when sessions have been seen disconnected; see {@link Memory.disconnectedSince}. */
  readonly disconnectedSince?: readonly DisconnectedSince[];
  /** When there is something to do again, ISO 8601: the first deadline, or the next opening of the window. Absent: now, or never. */
  readonly nextAt?: string;
}

/**
 * @param settled whether nothing is known to break it, and all was seen.
 * @param settledAt when it was last found settled.
 */
export function outputsOf(
  { matched, violations, memory }: Judgement,
  settled: boolean,
  settledAt: string | undefined,
  nextAt?: number,
): IntentOutputs {
  return {
    ...memory,
    matched,
    violations,
    settled,
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(nextAt === undefined ? {} : { nextAt: new Date(nextAt).toISOString() }),
  };
}

export const memoryIn = ({ pinned, recipients, audienceChosen, notices, disconnectedSince }: Partial<IntentOutputs>): Memory => ({
  ...(pinned && { pinned }),
  ...(recipients && { recipients }),
  ...(audienceChosen && { audienceChosen }),
  ...(notices && { notices }),
  ...(disconnectedSince && { disconnectedSince }),
});

/** The arguments of an intent, out of all that lies in the state beside them. */
export const argumentsIn = ({ takes }: Pick<Intent, "takes">, properties: object): IntentArgs =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => takes.includes(key))) as unknown as IntentArgs;
