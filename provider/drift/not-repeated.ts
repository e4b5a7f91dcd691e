import { byPlace } from "../by-place";
import { lastingKey, nameOf } from "../identity";
import type { Recipient } from "../intents/intent";
import { listed } from "../intents/sentences";
import type { Session } from "../session";

export const isUnheard = ({ status }: Pick<Recipient, "status">): boolean => status === "unconfirmed";

/** Who is still there and may not have been shown a message, which is not sent again for that: a sentence, empty where there is nobody. */
export function notRepeated(recipients: readonly Recipient[] | undefined, sessions: readonly Session[]): string {
  const unheard = new Set(recipients?.filter(isUnheard).map(lastingKey));
  const there = sessions.filter((session) => unheard.has(lastingKey(session))).toSorted(byPlace);
  return there.length === 0 ? "" : `Nobody knows whether the message was shown to ${listed(there.map(nameOf))}, and it is not repeated.`;
}
