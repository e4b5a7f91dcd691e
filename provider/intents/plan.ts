import { lastingKey } from "../identity";
import { nextOpening, openingAt } from "../maintenance-window";
import { showsMessages, type Session } from "../session";
import type { GraceArgs } from "./intent";
import { endOf, hasLapsed, type Notice, type Notices } from "./notice";

/** What is done to one session now. `finish`: what the intent is there for. */
export interface Step {
  readonly session: Session;
  readonly deed: "tell" | "disconnect" | "finish";
  /** How long it takes by what is promised with it until the session can be done with: milliseconds. */
  readonly lasts: number;
}

/** A session that is left alone for now. */
export interface Waiting {
  readonly session: Session;
  /** What it was promised. */
  readonly notice: Notice;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** A session with which nothing is begun now, since the window closes before its time would be over. */
export interface Postponed {
  readonly session: Session;
  /** When the window opens again, in milliseconds since the epoch. */
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
  readonly postponed: readonly Postponed[];
}

/** The sessions that a plan leaves alone. */
export const leftAlone = ({ waiting, postponed }: Plan): readonly Postponed[] => [...waiting, ...postponed];

/**
 * What to do now with the sessions that break an intent: tell them, disconnect them first, do to them what the intent is
 * there for, or leave them the time that they were promised. Within a window nothing is begun that could not end before it
 * closes, because what was promised in one opening means nothing in the next.
 *
 * @param now milliseconds since the epoch
 */
export function planOf(args: GraceArgs, violations: readonly Session[], notices: Notices, now: number): Plan {
  const { within } = args;
  const opening = within && openingAt(within, now);
  const steps: Step[] = [];
  const waiting: Waiting[] = [];
  const postponed: Postponed[] = [];
  for (const session of violations) {
    const known = notices.get(lastingKey(session));
    const notice = known && hasLapsed(known, now, opening) ? undefined : known;
    if (notice && endOf(notice) > now) {
      waiting.push({ session, notice, until: endOf(notice) });
      if (canBeToldNow(args, session, notice)) steps.push({ session, deed: "tell", lasts: 0 });
      continue;
    }
    const step = stepWith(args, session, notice);
    if (opening && now + step.lasts >= opening.to) postponed.push({ session, until: nextOpening(within, opening.to) });
    else steps.push(step);
  }
  return { steps, waiting, postponed };
}

/** Who could not be told in time is no stranger: to try it again begins nothing. */
function stepWith({ notice: wanted, escalate }: GraceArgs, session: Session, notice: Notice | undefined): Step {
  const further = (escalate?.minutes ?? 0) * MINUTE;
  if (wanted && (!notice || notice.status === "notGiven")) return { session, deed: "tell", lasts: wanted.minutes * MINUTE + further };
  if (wanted && canBeTriedAgain(notice!)) return { session, deed: "tell", lasts: 0 };
  return escalate && notice?.logOffAt === undefined ? { session, deed: "disconnect", lasts: further } : { session, deed: "finish", lasts: 0 };
}

const MINUTE = 60_000;

/** Whoever could not be told is told once more before anything else is done to that session. */
const canBeTriedAgain = ({ status, wasTriedAgain, logOffAt }: Notice): boolean => status === "failed" && wasTriedAgain === undefined && logOffAt === undefined;

/** Nobody saw the notice of a session that showed no messages, or whose message was refused. It is told as soon as it can be. */
const canBeToldNow = ({ notice: wanted }: GraceArgs, session: Session, { status, logOffAt }: Notice): boolean =>
  wanted !== undefined && (status === "notShown" || status === "failed") && logOffAt === undefined && showsMessages(session);
