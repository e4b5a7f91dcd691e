import { byPlace } from "../by-place";
import { SessionsError } from "../errors/sessions-error";
import { nameOf } from "../identity";
import { possiblyExcepted } from "../selector";
import { isConnected, showsMessages, type Session } from "../session";
import { closedUntil, closesAt, refuseTooMuch } from "./guards";
import type { GraceArgs, Intent } from "./intent";
import type { Judgement } from "./judge";
import { noticesByKey, type NoticeArgs } from "./notice";
import { planOf, verbDue, type Step, type Waiting } from "./plan";
import { instant, roster } from "./sentences";

/** What a run would do now, for the person who looks before. */
export interface Foresight {
  /** One line for each thing that would be done, with everybody to whom. */
  readonly lines: readonly string[];
  /** What would happen to each session that breaks the intent. */
  readonly fates: ReadonlyMap<Session, string>;
  /** When something else is to be done, in milliseconds since the epoch. */
  readonly until?: number;
}

/**
 * What a run would do about what one observation found: it asks the window, then the guards, then plans.
 *
 * @param now milliseconds since the epoch
 */
export function foresee(intent: Pick<Intent, "done" | "verb">, args: GraceArgs, { violations, deaf = [], memory }: Judgement, now: number): Foresight {
  const opens = closedUntil(args, now);
  if (opens !== undefined) return { ...told(all(violations, `left alone until the window opens at ${instant(opens)}`)), until: opens };
  const plan = planOf(args, violations, noticesByKey(memory.notices), now);
  try {
    refuseTooMuch(verbDue(intent, plan), args, violations);
  } catch (error) {
    return refused(error, violations);
  }
  const words = wordsOf(intent, args, closesAt(args, now));
  const promised = new Map(plan.waiting.map((one) => [one.session, words.waits(one)] as const));
  // Who was promised a time, and is told only now, keeps it.
  const fateOf = ({ session, deed }: Step): string => {
    const excepted = possiblyExcepted(args.sessions, session);
    if (excepted !== undefined) return `left alone, since nobody can tell whether the user is the excepted "${excepted}"`;
    return promised.has(session) ? `told, and ${promised.get(session)!}` : words[deed](session);
  };
  const tooLate = plan.postponed.map(({ session, until }) => [session, `left alone until the window opens again at ${instant(until)}, since it closes before their time would be over`] as const);
  const { lines, fates } = told(new Map([...promised, ...tooLate, ...plan.steps.map((step) => [step.session, fateOf(step)] as const)]));
  return { lines: [...lines, ...told(new Map(deaf.map((session) => [session, notShown(session)]))).lines], fates, ...(plan.waiting.length > 0 && { until: Math.min(...plan.waiting.map(({ until }) => until)) }) };
}

/**
 * What a run would come to that a guard refuses.
 *
 * @param opens when the window opens in which it would, in milliseconds since the epoch. Default: it is open.
 * @throws what is no refusal
 */
export function refused(error: unknown, violations: readonly Session[], opens?: number): Foresight {
  if (!(error instanceof SessionsError)) throw error;
  const which = opens === undefined ? "The update" : `An update after the window opens at ${instant(opens)}`;
  return { lines: [`${which} would fail and touch nobody. ${error.message}`], fates: all(violations, "left alone, since a guard refuses the whole update") };
}

const all = (sessions: readonly Session[], fate: string): ReadonlyMap<Session, string> => new Map(sessions.map((session) => [session, fate]));

/** What is done now, and what of it the same run does later, because it sits the time out. */
function wordsOf({ done }: Pick<Intent, "done">, { notice, escalate }: GraceArgs, closes: number) {
  const inTheSameRun = (minutes: number): string => `${minutes} min later in the same run`;
  const disconnected = (session: Session): string => (isConnected(session) ? "disconnected" : "left disconnected");
  const sitOut = (session: Session, { minutes }: NoticeArgs): string =>
    escalate ? `and ${disconnected(session)} ${minutes} min later, and ${done} ${escalate.minutes} min after that, in the same run` : `and ${done} ${inTheSameRun(minutes)}`;
  const left = (session: Session): string => (notice!.wait ? sitOut(session, notice!) : `and then left alone for ${notice!.minutes} min`);
  return {
    tell: (session: Session): string => `${showsMessages(session) ? "told" : notShown(session)}, ${left(session)}`,
    disconnect: (session: Session): string => `${disconnected(session)}${notice?.wait ? `, and ${done} ${inTheSameRun(escalate!.minutes)}` : ""}`,
    finish: (): string => done,
    waits: ({ session, until, notice: { status, logOffAt } }: Waiting): string =>
      `left alone until ${instant(until)}${notice?.wait && status !== "failed" && until < closes ? `, and then ${logOffAt === undefined && escalate ? disconnected(session) : done} in the same run` : ""}`,
  };
}

const notShown = ({ state }: Session): string => `shown nothing, because ${state}`;

function told(fates: ReadonlyMap<Session, string>): Foresight {
  const sessions = [...fates].toSorted(([one], [other]) => byPlace(one, other));
  const lines = [...new Set(sessions.map(([, fate]) => fate))].map((fate) => `To be ${fate}: ${roster(sessions.filter(([, one]) => one === fate).map(([session]) => nameOf(session)))}.`);
  return { lines, fates };
}
