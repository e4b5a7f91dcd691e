import { nameOf } from "../identity";
import type { Session } from "../session";
import { closedUntil } from "./guards";
import type { GraceArgs, Intent } from "./intent";
import type { Judgement } from "./judge";
import { noticesByKey } from "./notice";
import { planOf, type Step } from "./plan";
import { instant, listed } from "./sentences";

/** What a run would do now, for the person who looks before. */
export interface Foresight {
  /** One line for each thing that would be done, with everybody to whom. */
  readonly lines: readonly string[];
  /** What would happen to each session that breaks the intent. */
  readonly fates: ReadonlyMap<Session, string>;
}

/**
 * What a run would do about what one observation found. It asks no guards: they refuse when it runs, and say whom it would
 * have hit.
 *
 * @param now milliseconds since the epoch
 */
export function foresee(intent: Pick<Intent, "done">, args: GraceArgs, { violations, memory }: Judgement, now: number): Foresight {
  const opens = closedUntil(args, now);
  if (opens !== undefined) {
    const fate = `left alone until the window opens at ${instant(opens)}`;
    return { lines: line(fate, violations), fates: new Map(violations.map((session) => [session, fate])) };
  }
  const { steps, waiting } = planOf(args, violations, noticesByKey(memory.notices), now);
  const words: Record<Step["deed"], string> = { tell: `told, and then left alone for ${args.notice?.minutes} min`, disconnect: "disconnected", finish: intent.done };
  const promised = new Map(waiting.map(({ session, until }) => [session, `left alone until ${instant(until)}`] as const));
  // Who was promised a time, and is told only now, keeps it.
  const fateOf = ({ session, deed }: Step): string => (promised.has(session) ? `told, and ${promised.get(session)!}` : words[deed]);
  const fates = new Map([...promised, ...steps.map((step) => [step.session, fateOf(step)] as const)]);
  const all = [...new Set(fates.values())];
  return { lines: all.flatMap((fate) => line(fate, violations.filter((session) => fates.get(session) === fate))), fates };
}

const line = (fate: string, sessions: readonly Session[]): readonly string[] => (sessions.length === 0 ? [] : [`To be ${fate}: ${listed(sessions.map(nameOf))}.`]);
