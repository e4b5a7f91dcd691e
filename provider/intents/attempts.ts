import { identityKey, nameOf } from "../identity";
import type { Session } from "../session";
import type { Intent, IntentArgs, Outcome } from "./intent";

/** What was tried in one run: each session once, and never more of them than `maxSessions`. */
export class Attempts<Args extends IntentArgs> {
  readonly #outcomes = new Map<string, Outcome>();

  constructor(
    private readonly intent: Intent<Args>,
    private readonly args: Args,
  ) {}

  record(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) this.#outcomes.set(identityKey(outcome.session), outcome);
  }

  /** Those that were not tried yet; none of them when they would be too many. */
  open(violations: readonly Session[]): readonly Session[] {
    const untried = violations.filter((session) => !this.#resultFor(session));
    return this.#outcomes.size + untried.length > (this.args.maxSessions ?? Infinity) ? [] : untried;
  }

  /** Those that were told to go and may need longer. */
  following(violations: readonly Session[]): readonly Session[] {
    return violations.filter((session) => this.#resultFor(session) && !this.#failureFor(session));
  }

  /** What went wrong with those for whom something did. */
  failures(violations: readonly Session[]): readonly string[] {
    return violations.flatMap((session) => this.#failureFor(session)?.message ?? []);
  }

  /** Why each of them still breaks the intent. */
  reasons(violations: readonly Session[]): readonly string[] {
    return violations.map((session) => this.#failureFor(session)?.message ?? this.#still(session));
  }

  #still(session: Session): string {
    const { timeoutSeconds = 120, maxSessions } = this.args;
    const still = `${nameOf(session)} is ${this.intent.found(session)}, not ${this.intent.wanted}`;
    if (this.#resultFor(session)) return `${still}, ${timeoutSeconds} s after the run began. Raise timeoutSeconds if it only needs longer.`;
    const limit = maxSessions === undefined ? "" : `, or for more than the ${maxSessions} of maxSessions`;
    return `${still}: it appeared during the run, too late for the ${timeoutSeconds} s of timeoutSeconds${limit}.`;
  }

  #resultFor(session: Session): Outcome["result"] | undefined {
    return this.#outcomes.get(identityKey(session))?.result;
  }

  #failureFor(session: Session): Error | undefined {
    const result = this.#resultFor(session);
    return result instanceof Error ? result : undefined;
  }
}
