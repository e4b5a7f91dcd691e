import { LeftAlone } from "../errors/left-alone";
import { lastingKey } from "../identity";
import type { GraceArgs, Outcome } from "./intent";
import { escalated, noticeOf, noticesByKey, type Notice } from "./notice";

/** The notices after a round of steps. Also who could not be told has a deadline: a system that refuses messages holds up nothing. */
export function rememberNotices({ notice: wanted, escalate }: GraceArgs, notices: readonly Notice[] | undefined, outcomes: readonly Outcome[]): readonly Notice[] {
  const known = new Map(noticesByKey(notices));
  for (const outcome of outcomes) {
    const { session, deed, result, at } = outcome;
    const key = lastingKey(session);
    const before = known.get(key);
    if (deed === "disconnect" && !(result instanceof Error) && (result.status === "done" || result.status === "already")) known.set(key, escalated(session, escalate!.minutes, at, before));
    const delivery = deed === "tell" ? deliveryOf(result) : undefined;
    if (delivery) known.set(key, noticeOf(session, wanted!, delivery, at, before));
  }
  return [...known.values()];
}

/** What came of a notice; `undefined`: it was not tried. */
function deliveryOf(result: Outcome["result"]): Pick<Notice, "status" | "reason"> | undefined {
  if (result instanceof LeftAlone) return undefined;
  if (result instanceof Error) return { status: "failed", reason: result.message };
  if (result.status === "sent") return { status: "shown" };
  return result.status === "unconfirmed" || result.status === "notShown" ? { status: result.status, reason: result.why } : undefined;
}
