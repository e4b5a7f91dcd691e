import { lastingKey } from "../identity";
import { isConnected, showsMessages, type Session } from "../session";
import type { GraceArgs } from "./intent";
import { hasLapsed, type Notice, type Notices } from "./notice";

/** What is done to one session now. `finish`: what the intent is there for. */
export interface Step {
  readonly session: Session;
  readonly deed: "tell" | "disconnect" | "finish";
}

/** A session that is left alone for now. */
export interface Waiting {
  readonly session: Session;
  readonly notice: Notice;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Until when it was promised to be left alone, in milliseconds since the epoch. After that it may be left alone again: see `until`. */
export const deadlineOf = ({ notice }: Waiting): number => Date.parse(notice.deadline);

/** What a step does, as a sentence has it: "log off". */
export const verbOf = ({ verb }: { readonly verb: string }, deed: Step["deed"]): string => (deed === "tell" ? "give notice to" : deed === "disconnect" ? "disconnect" : verb);

/** What a run is about to do, as a sentence has it: "give notice to or log off". */
export function verbDue(intent: { readonly verb: string }, { steps }: Plan): string {
  const verbs = new Set(steps.map(({ deed }) => verbOf(intent, deed)));
  return verbs.size === 0 ? intent.verb : [...verbs].join(" or ");
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly waiting: readonly Waiting[];
}

/**
 * What to do now with the sessions that break an intent: tell them, disconnect them first, do to them what the intent is
 * there for, or leave them the time that they were promised.
 *
 * @param now milliseconds since the epoch
 */
export function planOf(args: GraceArgs, violations: readonly Session[], notices: Notices, now: number): Plan {
  const steps: Step[] = [];
  const waiting: Waiting[] = [];
  for (const session of violations) {
    const known = notices.get(lastingKey(session));
    const notice = known && hasLapsed(known, now) ? undefined : known;
    const until = notice && Date.parse(notice.logOffAt ?? notice.deadline);
    if (notice && until! > now) {
      waiting.push({ session, notice, until: until! });
      if (canBeToldNow(args, session, notice)) steps.push({ session, deed: "tell" });
    } else {
      steps.push({ session, deed: deedFor(args, session, notice) });
    }
  }
  return { steps, waiting };
}

function deedFor({ notice: wanted, escalate }: GraceArgs, session: Session, notice: Notice | undefined): Step["deed"] {
  if (wanted && (!notice || notice.status === "notGiven" || canBeTriedAgain(notice))) return "tell";
  return escalate && notice?.logOffAt === undefined ? "disconnect" : "finish";
}

/** Whoever could not be told is told once more before anything else is done to that session. */
const canBeTriedAgain = ({ status, wasTriedAgain, logOffAt }: Notice): boolean => status === "failed" && wasTriedAgain === undefined && logOffAt === undefined;

/** Nobody saw the notice of a session that showed no messages, or whose message was refused. It is told as soon as it can be. */
const canBeToldNow = ({ notice: wanted }: GraceArgs, session: Session, { status, logOffAt }: Notice): boolean =>
  wanted !== undefined && (status === "notShown" || status === "failed") && logOffAt === undefined && showsMessages(session);

/** Whether a step does anything to the session itself: an escalation leaves one alone that nobody is connected to. */
export const touches = ({ session, deed }: Step): boolean => deed !== "disconnect" || isConnected(session);
