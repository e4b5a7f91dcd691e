import type { Intent, IntentArgs } from "./intents/intent";
import type { Judgement } from "./intents/judge";
import { observationOf } from "./intents/observation";
import { argumentsIn, memoryIn, type IntentOutputs } from "./outputs";
import type { Session } from "./session";

/**
 * What a list of sessions means for an intent as it lies in a state. Refreshes and drift reports are both made of this, so
 * that they never disagree.
 *
 * @param state the arguments and outputs of the intent.
 * @param now milliseconds since the epoch.
 */
export const observe = (
  intent: Intent,
  state: Partial<IntentArgs & IntentOutputs>,
  sessions: readonly Session[],
  now: number,
): Judgement => observationOf(intent, argumentsIn(intent, state), memoryIn(state), sessions, now);
