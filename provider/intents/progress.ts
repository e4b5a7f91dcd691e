import { nameOf } from "../identity";
import type { Session } from "../session";
import type { Intent, Outcome } from "./intent";
import type { Waiting } from "./plan";

/** So many sessions are named in a line; of more, how many there are. */
const NAMED = 10;

/** What a person reads who waits for a run: who was touched, and what it waits for. One line at a time. */
export class Progress {
  #saidAt = Infinity;

  constructor(
    private readonly intent: Pick<Intent, "done">,
    private readonly place: string,
    private readonly say: (line: string) => void,
  ) {}

  /** Who was touched in a round of steps. */
  did(outcomes: readonly Outcome[]): void {
    const words = { tell: "Told", disconnect: "Disconnected", finish: capitalized(this.intent.done) };
    for (const deed of ["tell", "disconnect", "finish"] as const) {
      const touched = outcomes.filter((one) => one.deed === deed && !(one.result instanceof Error) && (one.result.status === "done" || one.result.status === "sent"));
      if (touched.length > 0) this.say(`${words[deed]}: ${listed(touched.map(({ session }) => session))}.`);
    }
  }

  following(count: number, left: number): void {
    this.say(`Waiting for ${sessions(count)} in ${this.place}, ${Math.ceil(left / 1000)} s left.`);
  }

  /** Says it when half of the time has passed since it was last said: no oftener than it helps. */
  sittingOut(waiting: readonly Waiting[], until: number, now: number): void {
    if (until - now > this.#saidAt / 2) return;
    this.#saidAt = until - now;
    this.say(`${sessions(waiting.length)} in ${this.place} ${waiting.length === 1 ? "has" : "have"} ${lengthOf(until - now)} left, until ${instant(until)}.`);
  }

  /** What is left for a later run. */
  left(waiting: readonly Waiting[]): void {
    const until = Math.min(...waiting.map((one) => one.until));
    this.say(`Left until ${instant(until)} or later: ${listed(waiting.map(({ session }) => session))}. Run it again then.`);
  }

  /** The window is closed. */
  closed(violations: readonly Session[], opens: number): void {
    this.say(`Outside its window, which opens at ${instant(opens)}: nobody is touched${violations.length === 0 ? "" : `, and these wait: ${listed(violations)}`}.`);
  }
}

const sessions = (count: number): string => `${count} session${count === 1 ? "" : "s"}`;
const capitalized = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
const lengthOf = (milliseconds: number): string => (milliseconds >= 120_000 ? `${Math.round(milliseconds / 60_000)} min` : `${Math.ceil(milliseconds / 1000)} s`);

function listed(all: readonly Session[]): string {
  const named = all.slice(0, NAMED).map(nameOf).join(", ");
  return all.length > NAMED ? `${named} and ${all.length - NAMED} more` : named;
}
