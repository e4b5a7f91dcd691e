import { lastingKey, nameOf } from "../identity";
import type { Session } from "../session";
import type { Deed, Intent, Outcome } from "./intent";
import { noticesByKey, type Notice, type Notices } from "./notice";
import type { Stage } from "./pace";
import type { Postponed, Waiting } from "./plan";
import { byReason, countOf, instant, lengthOf, listed, notShownTo } from "./sentences";

/** What a person reads who waits for a run: who was touched, and what it waits for. One line at a time. */
export class Progress {
  #saidAt = Infinity;

  constructor(
    private readonly intent: Pick<Intent, "doing" | "done">,
    private readonly say: (line: string) => void,
  ) {}

  /** Who was touched in a round of steps, and of whom nobody knows that they were told. */
  did(outcomes: readonly Outcome[], notices?: readonly Notice[]): void {
    const words = { tell: "Told", disconnect: "Disconnecting", finish: this.intent.doing };
    for (const deed of ["tell", "disconnect", "finish"] as const) {
      const touched = outcomes.filter((one) => one.deed === deed && (isOf(one, "done") || isOf(one, "sent"))).map(({ session }) => session);
      if (touched.length > 0) this.say(`${words[deed]}: ${namesOf(touched)}.`);
      if (deed !== "tell") this.#untold(touched, noticesByKey(notices));
    }
    const already = outcomes.filter((one) => isOf(one, "already")).map(({ session }) => session);
    if (already.length > 0) this.say(`Disconnected already: ${namesOf(already)}.`);
    this.#sayAll(byReason("Not known whether told", outcomes.flatMap(({ session, result }) => (!(result instanceof Error) && result.status === "unconfirmed" ? { session, why: result.why } : []))));
    this.#sayAll(notShownTo(outcomes.flatMap(({ session, result }) => (!(result instanceof Error) && result.status === "notShown" ? { ...session, state: result.state } : []))));
  }

  #untold(touched: readonly Session[], notices: Notices): void {
    const those = (status: Notice["status"]) =>
      touched.flatMap((session) => {
        const notice = notices.get(lastingKey(session));
        return notice?.status === status ? { session, why: notice.reason ?? "" } : [];
      });
    const failed = those("failed");
    // Each reason names its session, and the first says enough.
    if (failed.length > 0) this.say(`Could not be told before: ${namesOf(failed.map(({ session }) => session))}. ${failed[0]!.why}`);
    this.#sayAll(byReason("Not known whether told before", those("unconfirmed")));
    this.#sayAll(byReason("Shown no notice before", those("notShown")));
  }

  /** Who belongs to those that a message is for, and would not see it. */
  deaf(sessions: readonly Session[]): void {
    this.#sayAll(notShownTo(sessions));
  }

  #sayAll(lines: readonly string[]): void {
    lines.forEach((line) => this.say(line));
  }

  /** How far a round of steps is, when it is worth saying. */
  working(stage: Stage | undefined): void {
    if (stage) this.say(`${stage.done.toLocaleString("en")} of ${stage.total.toLocaleString("en")} sessions done, about ${lengthOf(stage.left)} left at this rate.`);
  }

  following(count: number, left: number): void {
    this.say(`Waiting for ${countOf(count)} to be ${this.intent.done}, ${Math.ceil(left / 1000)} s at most.`);
  }

  /**
   * The next deadline and whose it is. Says it when half of the time has passed since it was last said, and of those who have longer
   * when it is their turn: no oftener than it helps.
   */
  sittingOut(waiting: readonly Waiting[], until: number, now: number): void {
    const rest = until - now;
    if (rest > this.#saidAt && rest >= MINUTE) this.#saidAt = Infinity;
    if (rest > this.#saidAt / 2) return;
    this.#saidAt = rest;
    // Those who were told in one round have deadlines that differ by as long as their messages took.
    const next = waiting.filter((one) => lengthOf(one.until - now) === lengthOf(rest)).length;
    const later = waiting.length - next;
    this.say(`${countOf(next)} ${haveOf(next)} ${lengthOf(rest)} left, until ${instant(until)}${later === 0 ? "" : `; ${later} more ${haveOf(later)} longer`}.`);
  }

  /** What is left for a later run. */
  left(waiting: readonly Waiting[]): void {
    const until = Math.min(...waiting.map((one) => one.until));
    this.say(`Left until ${instant(until)} or later: ${namesOf(waiting.map(({ session }) => session))}. Run it again then.`);
  }

  /** The window closes too soon for them. */
  postponed(postponed: readonly Postponed[]): void {
    this.say(`Left until the window opens again at ${instant(postponed[0]!.until)}, since it closes before their time would be over: ${namesOf(postponed.map(({ session }) => session))}.`);
  }

  /** The window is closed. */
  closed(violations: readonly Session[], opens: number): void {
    this.say(`Outside its window, which opens at ${instant(opens)}: nobody is touched${violations.length === 0 ? "" : `, and these wait: ${namesOf(violations)}`}.`);
  }
}

const MINUTE = 60_000;

const haveOf = (count: number): string => (count === 1 ? "has" : "have");
const isOf = ({ result }: Outcome, status: Deed["status"]): boolean => !(result instanceof Error) && result.status === status;
const namesOf = (sessions: readonly Session[]): string => listed(sessions.map(nameOf));
