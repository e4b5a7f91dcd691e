import { identityKey } from "../identity";
import type { IntentName } from "../intents";
import type { Memory } from "../intents/intent";
import { lengthOfTime, type Selector } from "../selector";
import type { Session } from "../session";

/**
 * When a session began to break an intent, as far as the session itself tells. Who should not be there breaks it from the
 * moment the session began, or was old enough. Who should not be connected may have been away in between, and no system
 * says when a state began; so for them it is known only from one report to the next. Who should not be disconnected for long
 * breaks it from when the refreshes of the intent have seen that for so long.
 *
 * @returns ISO 8601, UTC
 */
export function brokenSince(intent: IntentName, { state, olderThan, disconnectedFor }: Selector, session: Session, seen?: Memory["disconnectedSince"]): string | undefined {
  if (intent !== "SessionLoggedOff" || state !== undefined) return undefined;
  const old = after(session.createTime, olderThan);
  if (disconnectedFor === undefined) return old;
  const key = identityKey(session);
  const away = after(seen?.find((one) => identityKey(one) === key)?.since, disconnectedFor);
  return [old, away].filter((time) => time !== undefined).sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

const after = (time: string | undefined, length: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(Date.parse(time) + (length === undefined ? 0 : (lengthOfTime(length) ?? 0))).toISOString();
