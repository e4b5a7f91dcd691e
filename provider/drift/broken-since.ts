import type { IntentName } from "../intents";
import { lengthOfTime, type Selector } from "../selector";
import type { Session } from "../session";

/**
 * When a session began to break an intent, as far as the session itself tells. Who should not be there breaks it from the
 * moment the session began, or was old enough. Who should not be connected may have been away in between, and no system
 * says when a state began; so for them it is known only from one report to the next.
 *
 * @returns ISO 8601, UTC
 */
export function brokenSince(intent: IntentName, { state, olderThan }: Selector, { createTime }: Session): string | undefined {
  if (intent !== "SessionLoggedOff" || state !== undefined || createTime === undefined) return undefined;
  const age = olderThan === undefined ? 0 : (lengthOfTime(olderThan) ?? 0);
  return new Date(Date.parse(createTime) + age).toISOString();
}
