import { closedUntil } from "../intents/guards";
import type { GraceArgs } from "../intents/intent";
import type { Judgement } from "../intents/judge";
import { noticesByKey, type Notice } from "../intents/notice";
import { planOf } from "../intents/plan";
import type { Session } from "../session";
import type { Waiting } from "./report";

/** Until when each session that breaks an intent is left alone, and why; `undefined`: the next update does something about it. */
export type WaitingOf = (session: Session) => Waiting | undefined;

/**
 * What is left alone for now, as the intent has it: until the window opens, or until the time has passed that a session was
 * promised.
 *
 * @param now milliseconds since the epoch
 */
export function waitingIn(args: GraceArgs, { violations, memory }: Judgement, now: number): WaitingOf {
  const opens = closedUntil(args, now);
  if (opens !== undefined) return () => ({ until: iso(opens), why: "its window is closed" });
  const { waiting, postponed } = planOf(args, violations, noticesByKey(memory.notices), now);
  const bySession = new Map([
    ...waiting.map(({ session, notice, until }) => [session, { until: iso(until), why: whyOf(notice) }] as const),
    ...postponed.map(({ session, until }) => [session, tooSoon(until)] as const),
  ]);
  return (session) => bySession.get(session);
}

/** What could not be done with before the window closes. @param until milliseconds since the epoch */
export const tooSoon = (until: number): Waiting => ({ until: iso(until), why: "its window closes too soon" });

function whyOf({ status, reason, logOffAt }: Notice): string {
  if (logOffAt !== undefined) return "disconnected first";
  if (status === "shown") return "told";
  const words = status === "unconfirmed" ? "perhaps told" : "not told";
  return reason === undefined ? words : `${words}: ${reason}`;
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
