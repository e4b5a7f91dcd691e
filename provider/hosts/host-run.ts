import type { Clock } from "../clock";
import type { HostBackend } from "../host-backend";
import { closedUntil } from "../intents/guards";
import type { Memory } from "../intents/intent";
import type { Judgement } from "../intents/judge";
import { nextStepFrom } from "../intents/next-at";
import { observationOf } from "../intents/observation";
import { reconcile } from "../intents/reconcile";
import { instant } from "../intents/sentences";
import { recording, recover, type Told } from "../intents/told";
import { Ledger } from "../ledger";
import { memoryIn } from "../outputs";
import { about } from "../subject";
import { isAbandoned, isReliedOn, mayBeBack, notDrainedBefore } from "./abandoned";
import { emptyingArgs, emptyingOf, noticeOfHost, refuseToEmpty } from "./emptying";
import type { Found } from "./found";
import { Hold } from "./hold";
import type { HostEmptyArgs, HostIntentName } from "./host-args";
import { judgeHost, type HostState } from "./observe-host";
import { heldSince } from "./settled-for";
import { stillDrained } from "./still-drained";

/** How a run ended. */
export interface HostEnd {
  readonly judgement: Judgement;
  /** What is still held of the host. */
  readonly found: Found | undefined;
  /** Why it failed: a sentence for each reason. None where it did not. */
  readonly reasons: readonly string[];
  /** What came of the host, where it was let go of. */
  readonly says: string;
  /** When what is left is to be done, in milliseconds since the epoch. */
  readonly nextAt?: number;
  /** Whether it was, and still is to be, held as it had been made before. */
  readonly wasHeld: boolean;
}

type Work = Pick<HostEnd, "judgement" | "reasons" | "nextAt">;

/**
 * One run of an intent about a host: it is drained, and for `HostEmpty` emptied.
 *
 * @param before what the state has of it.
 */
export class HostRun {
  readonly #hold: Hold;
  readonly #told: Ledger<Told>;
  readonly #memory: Memory;
  #seen: Judgement;
  /** Whether it has asked all guards, and the host is its own. */
  #hasBegun = false;

  constructor(
    private readonly name: HostIntentName,
    private readonly args: HostEmptyArgs,
    private readonly before: Partial<HostState> & { readonly found?: Found },
    private readonly backend: HostBackend,
    private readonly clock: Clock,
  ) {
    this.#hold = new Hold(backend, args, clock, before.found);
    this.#told = new Ledger<Told>(noticeOfHost(name, args), "told");
    this.#memory = recover(emptyingOf(args), emptyingArgs(args), memoryIn(before), this.#told.recovered);
    this.#seen = { matched: before.matched ?? 0, violations: before.violations ?? [], memory: this.#memory };
  }

  /** @throws what it failed for, where nothing has become of it that the state does not know. */
  async end(): Promise<HostEnd> {
    const began = this.clock.now();
    let failure: Error | undefined;
    const { judgement, reasons, nextAt } = await this.#work().catch((error: unknown): Work => {
      failure = asError(error);
      return { judgement: this.#seen, reasons: [failure.message] };
    });
    const wasHeld = reasons.length === 0 && isReliedOn(this.#before);
    const { says, stays } = await this.#endOfHold(reasons.length > 0, nextAt, began);
    if (failure !== undefined && stays.length === 0 && !this.#hold.isNews) {
      this.#hold.asBefore();
      throw failure;
    }
    this.#hold.handedOver();
    this.#told.close();
    return { judgement, found: this.#hold.found, reasons: [...new Set([...reasons, ...stays])], says, wasHeld, ...(nextAt !== undefined && { nextAt }) };
  }

  async #work(): Promise<Work> {
    const { args, backend, clock, name } = this;
    const sessions = name === "HostEmpty" ? await backend.sessions("recent") : [];
    this.#seen = judgeHost(name, args, this.#memory, sessions, clock.now());
    const opens = closedUntil(args, clock.now());
    if (opens !== undefined) {
      this.#say(`Outside its window, which opens at ${instant(opens)}: nothing is done to ${args.sessionHost}.`);
      return { judgement: this.#seen, reasons: [], nextAt: nextStepFrom(emptyingArgs(args), this.#seen, opens) };
    }
    const intent = emptyingOf(args);
    if (name === "HostEmpty") refuseToEmpty(args, this.#seen, clock.now());
    const next = notDrainedBefore(args, this.#before, this.#seen, clock.now());
    if (next !== undefined) {
      this.#say(`Nobody's time on ${args.sessionHost} would be over before its window closes: nothing is done to it before ${instant(next)}.`);
      const { sessions: _, ...judgement } = observationOf(intent, emptyingArgs(args), this.#seen.memory, sessions, clock.now()); // with the notices that still mean something
      return { judgement, reasons: [], nextAt: next };
    }
    await this.#hold.take(args, mayBeBack(this.before, args));
    this.#hasBegun = true;
    if (name !== "HostEmpty") return { judgement: this.#seen, reasons: [] };

    const watched = stillDrained(backend, args.sessionHost);
    await watched.sessions("now"); // lists from before the host was drained tell neither that, nor who came until then
    const rim = { backend: recording(watched, (entry) => { this.#told.write(entry); }, clock), clock, say: this.#say.bind(this) };
    const { reasons, nextAt, ...judgement } = await reconcile(intent, emptyingArgs(args), this.#memory, rim);
    return { judgement, reasons, ...(nextAt !== undefined && { nextAt }) };
  }

  /**
   * The one rule: a host stays drained after a run that has settled it, and while people have the time that they were promised.
   * After a run that failed, and where its window closes before anybody can go on with it, nobody works on it, and it is
   * let go of, unless the program wants it kept. One that had been settled outlasts a window, and a run that could not begin.
   */
  async #endOfHold(failed: boolean, nextAt: number | undefined, began: number): Promise<{ readonly says: string; readonly stays: readonly string[] }> {
    const isGivenUp = failed ? !this.#couldNotBegin : nextAt !== undefined && isAbandoned(this.args, this.#before, nextAt, began);
    if (this.args.onFailure === "keepDrained" || !isGivenUp) return { says: "", stays: [] };
    try {
      if (this.#hasUnfinishedWork && (await this.#hold.isDrained())) return { says: `${this.args.sessionHost} stays drained: the work that it was emptied for before has not ended.`, stays: [] };
      return { says: await this.#hold.letGo(), stays: [] };
    } catch (error) {
      // The reason may be that of the failure itself, and says nothing of the host.
      return { says: `${this.args.sessionHost} was not returned, and stays in the state: the next update goes on with it, and a destroy returns it.`, stays: [asError(error).message] };
    }
  }

  #say(line: string): void {
    console.log(about(this.name, this.args, line));
  }

  /** Somebody may rely on the host, and nothing was begun that it could be half of. */
  get #couldNotBegin(): boolean {
    return !this.#hasBegun && isReliedOn(this.#before) && !this.#hold.isNews;
  }

  /** It was emptied for other triggers and was not let go of since: nobody should be let onto half a patch. */
  get #hasUnfinishedWork(): boolean {
    const { found } = this.#hold;
    return this.args.maintenance?.hasWork === true && this.before.settledFor !== undefined && found !== undefined && !heldSince(this.before.settledFor, found);
  }

  /** What was known, and is held by now. */
  get #before(): { readonly settledAt?: string; readonly found?: Found } {
    const { found } = this.#hold;
    return { ...(this.before.settledAt !== undefined && { settledAt: this.before.settledAt }), ...(found && { found }) };
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
