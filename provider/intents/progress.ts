import { lastingKey, nameOf } from "../identity";
import type { Session } from "../session";
import type { Intent, Outcome } from "./intent";
import { noticesByKey, type Notice, type Notices } from "./notice";
import type { Stage } from "./pace";
import type { Postponed, Waiting } from "./plan";
import { countOf, instant, lengthOf, listed } from "./sentences";

/** What a person reads who waits for a run: who was touched, and what it waits for. One line at a time. */
export class Progress {
  #saidAt = Infinity;

  constructor(
    private readonly intent: Pick<Intent, "done">,
    private readonly place: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Who was touched in a round of steps, and who of them had a notice that could not be sent. */
  did(outcomes: readonly Outcome[], notices?: readonly Notice[]): void {
    const words = { tell: "Told", disconnect: "Disconnected", finish: capitalized(this.intent.done) };
    for (const deed of ["tell", "disconnect", "finish"] as const) {
      const touched = outcomes.filter((one) => one.deed === deed && !(one.result instanceof Error) && (one.result.status === "done" || one.result.status === "sent"));
      if (touched.length > 0) this.say(`${words[deed]}: ${namesOf(touched.map(({ session }) => session))}.`);
      if (deed !== "tell") this.#untold(touched.map(({ session }) => session), noticesByKey(notices));
    }
  }

  #untold(touched: readonly Session[], notices: Notices): void {
    const untold = touched.filter((session) => notices.get(lastingKey(session))?.status === "failed");
    if (untold.length > 0) this.say(`Could not be told before: ${namesOf(untold)}. ${notices.get(lastingKey(untold[0]!))!.reason}`);
  }

  /** How far a round of steps is, when it is worth saying. */
  working(stage: Stage | undefined): void {
    if (stage) this.say(`${stage.done.toLocaleString("en")} of ${stage.total.toLocaleString("en")} sessions in ${this.place} done, about ${lengthOf(stage.left)} left at this rate.`);
  }

  following(count: number, left: number): void {
    this.say(`Waiting for ${countOf(count)} in ${this.place}, ${Math.ceil(left / 1000)} s left.`);
  }

  /** Says it when half of the time has passed since it was last said: no oftener than it helps. */
  sittingOut(waiting: readonly Waiting[], until: number, now: number): void {
    if (until - now > this.#saidAt / 2) return;
    this.#saidAt = until - now;
    this.say(`${countOf(waiting.length)} in ${this.place} ${waiting.length === 1 ? "has" : "have"} ${lengthOf(until - now)} left, until ${instant(until)}.`);
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

const capitalized = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const namesOf = (sessions: readonly Session[]): string => listed(sessions.map(nameOf));
