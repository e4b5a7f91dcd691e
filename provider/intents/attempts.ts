import { identityKey, nameOf } from "../identity";
import { protectionOf } from "../protection";
import type { Session } from "../session";
import type { GraceArgs, Intent, Outcome } from "./intent";
import type { Step } from "./plan";

/** What was tried in one run: each step with a session once, and never more sessions than `maxSessions`. */
export class Attempts<Args extends GraceArgs> {
  /** What came of each step, by session. */
  readonly #outcomes = new Map<string, Map<Step["deed"], Outcome["result"]>>();

  constructor(
    private readonly intent: Intent<Args>,
    private readonly args: Args,
  ) {}

  record(outcomes: readonly Outcome[]): void {
    for (const { session, deed, result } of outcomes) {
      if (!(result instanceof Error) && result.status === "closed") continue; // it was not tried
      const before = this.#with(session);
      if (before) before.set(deed, result);
      else this.#outcomes.set(identityKey(session), new Map([[deed, result]]));
    }
  }

  /** Those that were not tried yet; none of them when they would be too many, and nobody who is protected. */
  open(steps: readonly Step[]): readonly Step[] {
    const untried = steps.filter(({ session, deed }) => !this.#with(session)?.has(deed) && this.#protectionOf(session) === undefined);
    const strangers = untried.filter(({ session }) => !this.#with(session));
    return this.#outcomes.size + strangers.length > (this.args.maxSessions ?? Infinity) ? untried.filter((step) => !strangers.includes(step)) : untried;
  }

  /** Those that were told to go and may need longer. */
  following(violations: readonly Session[]): readonly Session[] {
    return violations.filter((session) => {
      const last = this.#lastOf(session);
      return last && !(last instanceof Error);
    });
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
    if (this.#lastOf(session)) return `${still}, ${timeoutSeconds} s after the run began. Raise timeoutSeconds if it only needs longer.`;
    const protection = this.#protectionOf(session);
    if (protection !== undefined) return `${still}: it appeared during the run and was left alone, since ${protection}.`;
    const limit = maxSessions === undefined ? "" : `, or for more than the ${maxSessions} of maxSessions`;
    return `${still}: it appeared during the run, too late for the ${timeoutSeconds} s of timeoutSeconds${limit}.`;
  }

  #protectionOf(session: Session): string | undefined {
    return protectionOf(this.args.protect ?? {}, session);
  }

  #with(session: Session): Map<Step["deed"], Outcome["result"]> | undefined {
    return this.#outcomes.get(identityKey(session));
  }

  /** What came of the furthest step that was taken with it. */
  #lastOf(session: Session): Outcome["result"] | undefined {
    const tried = this.#with(session);
    return tried?.get("finish") ?? tried?.get("disconnect") ?? tried?.get("tell");
  }

  #failureFor(session: Session): Error | undefined {
    const last = this.#lastOf(session);
    return last instanceof Error ? last : undefined;
  }
}
