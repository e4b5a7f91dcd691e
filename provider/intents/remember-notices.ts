import { identityKey } from "../identity";
import type { GraceArgs, Outcome } from "./intent";
import { escalated, noticeOf, noticesByKey, type Notice } from "./notice";

/** The notices after a round of steps. A session that certainly was not told has none, and is told by the next run. */
export function rememberNotices({ notice: wanted, escalate }: GraceArgs, notices: readonly Notice[] | undefined, outcomes: readonly Outcome[], now: number): readonly Notice[] {
  const known = new Map(noticesByKey(notices));
  for (const { session, deed, result } of outcomes) {
    if (result instanceof Error) continue;
    const key = identityKey(session);
    if (deed === "disconnect" && result.status === "done") known.set(key, escalated(session, escalate!.minutes, now, known.get(key)));
    if (deed !== "tell") continue;
    if (result.status === "sent") known.set(key, noticeOf(session, wanted!, { status: "shown" }, now, known.get(key)));
    if (result.status === "unconfirmed" || result.status === "notShown") {
      known.set(key, noticeOf(session, wanted!, { status: result.status, reason: result.why }, now, known.get(key)));
    }
  }
  return [...known.values()];
}
