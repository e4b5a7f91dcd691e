import { identityOf, lastingKey } from "../identity";
import type { Opening } from "../maintenance-window";
import type { Session, SessionIdentity } from "../session";
import { remembered } from "./remembered";

/** A message with a period of grace, before a session is disconnected or logged off. */
export interface NoticeArgs {
  /** May be secret. */
  readonly title: string;
  /** May be secret. */
  readonly body: string;
  /** How long a session has, from when it was told. */
  readonly minutes: number;
  /** Sit the period out in one run. Default: `false`; a run after the deadline acts. */
  readonly wait?: boolean;
}

/** What a session was told, and what it was promised. */
export interface Notice extends SessionIdentity {
  /**
   * `unconfirmed`: the answer was lost, so it may have been shown, and is not repeated. `notShown`: see `reason`. `failed`: it could
   * not be sent, see `reason`, and is tried again by the next runs, also by the first after the deadline. `notGiven`: it was
   * disconnected when the program had no notice; it is told before it is logged off, if the program has one by then.
   */
  readonly status: "shown" | "unconfirmed" | "notShown" | "failed" | "notGiven";
  readonly reason?: string;
  /** Until when the session is left alone: ISO 8601. It is never made earlier. */
  readonly deadline: string;
  /** It kept the intent when it was last looked at: if it breaks it again after the deadline, it is told again. */
  readonly left?: true;
  /** It could not be told after the deadline either: nothing more is waited for. */
  readonly wasTriedAgain?: true;
  /** Where it was disconnected first: when it is logged off, ISO 8601. */
  readonly logOffAt?: string;
}

/** Notices by {@link lastingKey}. */
export type Notices = ReadonlyMap<string, Notice>;

export const noticesByKey = (notices: readonly Notice[] | undefined): Notices => remembered(notices);

const after = (now: number, minutes: number): string => new Date(now + minutes * 60_000).toISOString();

/** Until when the session is left alone by what it was told last, in milliseconds since the epoch. */
export const endOf = ({ deadline, logOffAt }: Notice): number => Date.parse(logOffAt ?? deadline);

/**
 * Whether it means nothing any more: who was told has left in time and the time is over, or the time ended before the window
 * opened that is open now. Nobody is to be acted on by what he was told the night before.
 *
 * @param opening which is open now.
 */
export const hasLapsed = (notice: Notice, now: number, opening?: Opening): boolean =>
  (notice.left === true && Date.parse(notice.deadline) <= now) || (opening !== undefined && endOf(notice) < opening.from);

/**
 * What is remembered of a session that was told just now. One that was promised a deadline before keeps it; one that could not be
 * told then, and is now, has the whole time from now on.
 */
export function noticeOf(session: Session, { minutes }: Pick<NoticeArgs, "minutes">, delivery: Pick<Notice, "status" | "reason">, now: number, before: Notice | undefined): Notice {
  const promised = before && before.status !== "notGiven" && !hasLapsed(before, now) ? before.deadline : undefined;
  const isToldLate = before?.status === "failed" && (delivery.status === "shown" || delivery.status === "unconfirmed");
  const fresh = after(now, minutes);
  const deadline = promised === undefined || (isToldLate && promised < fresh) ? fresh : promised;
  const wasTriedAgain = delivery.status === "failed" && deadline <= new Date(now).toISOString();
  return { ...identityOf(session), ...delivery, deadline, ...(wasTriedAgain && { wasTriedAgain }) };
}

/** What is remembered of a session that was disconnected just now, and is logged off after another period. */
export const escalated = (session: Session, minutes: number, now: number, before: Notice | undefined): Notice => ({
  status: "notGiven",
  deadline: new Date(now).toISOString(),
  ...before,
  ...identityOf(session),
  logOffAt: after(now, minutes),
});

/**
 * The notices that still mean something: of sessions that break the intent, and of those that keep it for now and whose
 * deadline has not come. Who left and comes back within the time is not told again; who comes back later is.
 *
 * @param present every session of the scope.
 * @param opening of the window, which is open now.
 */
export function standing(notices: Notices, violations: readonly Session[], present: readonly Session[], now: number, opening?: Opening): readonly Notice[] {
  if (notices.size === 0) return [];
  const breaking = new Set(violations.map(lastingKey));
  const there = new Set(present.map(lastingKey));
  return [...notices].flatMap(([key, one]): Notice | readonly Notice[] => {
    const { left: _, ...notice } = one;
    if (breaking.has(key)) return hasLapsed(one, now, opening) ? [] : notice;
    return there.has(key) && Date.parse(notice.deadline) > now ? { ...notice, left: true } : [];
  });
}
