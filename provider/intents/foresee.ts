import { byPlace } from "../by-place";
import { SessionsError } from "../errors/sessions-error";
import { lastingKey, nameOf } from "../identity";
import { possiblyExcepted } from "../selector";
import { isConnected, showsMessages, type Session } from "../session";
import { closedUntil, closesAt, refuseTooMuch } from "./guards";
import type { GraceArgs, Intent } from "./intent";
import type { Judgement } from "./judge";
import { nextStepFrom } from "./next-at";
import { endOf, noticesByKey, type NoticeArgs, type Notices } from "./notice";
import { planOf, verbDue, type Plan, type Step, type Waiting } from "./plan";
import { instant, roster } from "./sentences";

/** What a run would do now, for the person who looks before. */
export interface Foresight {
  /** One line for each thing that would be done, with everybody to whom. */
  readonly lines: readonly string[];
  /** What would happen to each session that breaks the intent. */
  readonly fates: ReadonlyMap<Session, string>;
  /** When something else is to be done, in milliseconds since the epoch. */
  readonly until?: number;
  /** When it is to be run again, since it leaves something for later, in milliseconds since the epoch. Absent: the one run does it all. */
  readonly nextAt?: number;
}

/**
 * What a run would do about what one observation found: it asks the window, then the guards, then plans.
 *
 * @param now milliseconds since the epoch
 */
export function foresee(intent: Pick<Intent, "done" | "verb">, args: GraceArgs, judgement: Judgement, now: number): Foresight {
  const { violations, deaf = [], memory } = judgement;
  const opens = closedUntil(args, now);
  if (opens !== undefined) return { ...told(all(violations, `left alone until the window opens at ${instant(opens)}`)), until: opens, nextAt: nextStepFrom(args, judgement, opens) };
  const notices = noticesByKey(memory.notices);
  const plan = planOf(args, violations, notices, now);
  try {
    refuseTooMuch(verbDue(intent, plan), args, violations);
  } catch (error) {
    return refused(error, violations);
  }
  const words = wordsOf(intent, args, closesAt(args, now));
  const promised = new Map(plan.waiting.map((one) => [one.session, words.waits(one)] as const));
  const fateOf = ({ session, deed }: Step): string => {
    const excepted = possiblyExcepted(args.sessions, session);
    if (excepted !== undefined) return `left alone, since nobody can tell whether the user is the excepted "${excepted}"`;
    // Who was promised a time, and is told only now, keeps it.
    return promised.has(session) ? `told, and ${promised.get(session)!}` : words[deed](session);
  };
  const tooLate = plan.postponed.map(({ session, until }) => [session, `left alone until the window opens again at ${instant(until)}, since it closes before their time would be over`] as const);
  const { lines, fates } = told(new Map([...promised, ...tooLate, ...plan.steps.map((step) => [step.session, fateOf(step)] as const)]), overdueIn(plan, notices));
  const left = leftBy(args, plan, now);
  return {
    lines: [...lines, ...told(new Map(deaf.map((session) => [session, notShown(session)]))).lines],
    fates,
    ...(plan.waiting.length > 0 && { until: Math.min(...plan.waiting.map(({ until }) => until)) }),
    ...(left.length > 0 && { nextAt: nextStepFrom(args, judgement, Math.min(...left)) }),
  };
}

/** Until when each session is left alone that the same run does not come back to: milliseconds since the epoch. */
function leftBy(args: GraceArgs, { steps, waiting, postponed }: Plan, now: number): readonly number[] {
  const { notice, escalate } = args;
  const closes = closesAt(args, now);
  const promised = new Set(waiting.map(({ session }) => session));
  const begun = steps.filter(({ session }) => !promised.has(session) && possiblyExcepted(args.sessions, session) === undefined);
  const minutes = { tell: notice?.minutes, disconnect: escalate?.minutes, finish: undefined };
  return [
    ...postponed.map(({ until }) => until),
    ...waiting.filter((one) => !isSatOut(args, one, closes)).map(({ until }) => until),
    ...(notice?.wait ? [] : begun.flatMap(({ deed }) => (minutes[deed] === undefined ? [] : now + minutes[deed] * 60_000))),
  ];
}

/** Whether the same run waits for the end of its time. */
const isSatOut = ({ notice: wanted }: GraceArgs, { notice, until }: Waiting, closes: number): boolean => wanted?.wait === true && notice.status !== "failed" && until < closes;

/** Whose time was over before: an earlier run has told or disconnected them, or was to, and this one goes on. In milliseconds since the epoch. */
function overdueIn({ steps, waiting }: Plan, notices: Notices): ReadonlyMap<Session, number> {
  const promised = new Set(waiting.map(({ session }) => session));
  return new Map(
    steps.flatMap(({ session, deed }) => {
      const notice = deed === "tell" || promised.has(session) ? undefined : notices.get(lastingKey(session));
      return notice ? [[session, endOf(notice)] as const] : [];
    }),
  );
}

/** Where, and when, a guard refuses. */
interface Refusal {
  /** Default: the guard is asked for an intent about sessions. */
  readonly sessionHost?: string;
  /** `the window opens at …`. Default: it is open. */
  readonly opening?: string | undefined;
}

/**
 * What a run would come to that a guard refuses. Each intent asks for itself, and each host of a batch: others may be touched.
 *
 * @throws what is no refusal
 */
export function refused(error: unknown, violations: readonly Session[], { sessionHost, opening }: Refusal = {}): Foresight {
  if (!(error instanceof SessionsError)) throw error;
  const which = opening === undefined ? "The update" : `An update after ${opening}`;
  const where = sessionHost === undefined ? "here and touch nobody" : `at ${sessionHost}, and touch nobody on it`;
  return { lines: [`${which} would fail ${where}. ${error.message}`], fates: all(violations, "left alone, since a guard refuses") };
}

const all = (sessions: readonly Session[], fate: string): ReadonlyMap<Session, string> => new Map(sessions.map((session) => [session, fate]));

/** What is done now, and what of it the same run does later, because it sits the time out, or another one. */
function wordsOf({ done }: Pick<Intent, "done">, args: GraceArgs, closes: number) {
  const { notice, escalate } = args;
  const disconnected = (session: Session): string => (isConnected(session) ? "disconnected" : "left disconnected");
  const sitOut = (session: Session, { minutes }: NoticeArgs): string =>
    escalate ? `and ${disconnected(session)} ${minutes} min later, and ${done} ${escalate.minutes} min after that, in the same run` : `and ${done} ${minutes} min later in the same run`;
  const leave = (session: Session, { minutes }: NoticeArgs): string =>
    `left alone for ${minutes} min, ${escalate ? `${disconnected(session)} by an update after that, and ${done} by one ${escalate.minutes} min later` : `and ${done} by an update after that`}`;
  return {
    tell: (session: Session): string => `${showsMessages(session) ? "told" : notShown(session)}, ${(notice!.wait ? sitOut : leave)(session, notice!)}`,
    disconnect: (session: Session): string =>
      notice?.wait ? `${disconnected(session)}, and ${done} ${escalate!.minutes} min later in the same run` : `${disconnected(session)}${isConnected(session) ? ", left alone" : ""} for ${escalate!.minutes} min, and ${done} by an update after that`,
    finish: (): string => done,
    waits: (one: Waiting): string =>
      `left alone until ${instant(one.until)}${isSatOut(args, one, closes) ? `, and then ${one.notice.logOffAt === undefined && escalate ? disconnected(one.session) : done} in the same run` : ""}`,
  };
}

const notShown = ({ state }: Session): string => `shown nothing, because ${state}`;

/** @param overdue whose time was over before, and when. It is no part of a fate, since they are put right at once. */
function told(fates: ReadonlyMap<Session, string>, overdue: ReadonlyMap<Session, number> = new Map()): Foresight {
  const sessions = [...fates].toSorted(([one], [other]) => byPlace(one, other));
  const late = sessions.filter(([session]) => overdue.has(session));
  return { lines: [...linesOf(sessions.filter(([session]) => !overdue.has(session))), ...linesOf(late, (some) => whoseTimeWasOver(some.map((session) => overdue.get(session)!)))], fates };
}

const linesOf = (sessions: readonly (readonly [Session, string])[], more: (some: readonly Session[]) => string = () => ""): readonly string[] =>
  [...new Set(sessions.map(([, fate]) => fate))].map((fate) => {
    const some = sessions.filter(([, one]) => one === fate).map(([session]) => session);
    return `To be ${fate}${more(some)}: ${roster(some.map(nameOf))}.`;
  });

function whoseTimeWasOver(times: readonly number[]): string {
  const [first, last] = [Math.min(...times), Math.max(...times)].map(instant);
  return `, whose time was over at ${first}${first === last ? "" : " or later"}`;
}
