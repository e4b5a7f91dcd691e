import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { unknownIn, unknownValue, withoutNulls, type Failure } from "./check";
import type { Clock } from "./clock";
import { connect, type ReadConfig } from "./connect";
import { IntentUnsettled } from "./errors/intent-unsettled";
import { NotFound } from "./errors/not-found";
import { onRefresh, SignInFailed } from "./errors/sign-in-failed";
import { Foretelling } from "./foretelling";
import { intents, type IntentName } from "./intents";
import { foresee } from "./intents/foresee";
import type { GraceArgs, Intent, IntentArgs, Memory } from "./intents/intent";
import { judge } from "./intents/judge";
import { namesIn } from "./intents/given-names";
import { nextAtOf } from "./intents/next-at";
import type { MessageSentArgs } from "./intents/message-sent";
import { reconcile } from "./intents/reconcile";
import { remarksOn } from "./intents/remarks";
import { recording, recover, type Told } from "./intents/told";
import { Ledger } from "./ledger";
import { observe } from "./observe";
import { foretold, instead, observedIn, type Observed } from "./observed";
import { argumentsIn, memoryIn, outputsOf, type IntentOutputs } from "./outputs";
import { isOfRefresh, wasRead } from "./refreshes";
import { refusalsOf } from "./refusals";
import { sameScope, scopeKey, scopeName } from "./scope";
import { keepsPin } from "./selector";
import { about } from "./subject";
import type { Session } from "./session";

/** Arguments as the engine hands them over and keeps them. The host adds the provider's own source. */
type Inputs = IntentArgs & Observed & { readonly __provider?: string };
type State = IntentArgs & IntentOutputs & { readonly __provider?: string };

/**
 * Check, diff, create, read, update and delete of a named intent. The shapes are those of Pulumi's dynamic providers,
 * which this file knows and does not import.
 *
 * @param config reads the stack's configuration, at the moment of each call.
 */
export class Lifecycle {
  readonly #intent: Intent;
  readonly #foretelling: Foretelling;

  constructor(
    private readonly name: IntentName,
    private readonly config: ReadConfig,
    private readonly clock: Clock,
  ) {
    this.#intent = intents[name];
    this.#foretelling = new Foretelling(name);
  }

  async check(olds: Inputs | undefined, news: Inputs): Promise<{ inputs: object; failures: readonly Failure[] }> {
    const { observed, foreseen, __provider, ...given } = withoutNulls(news) as Inputs;
    const failures = refusalsOf(this.name, given);
    const isNew = Object.keys(olds ?? {}).length === 0;
    return {
      inputs: { ...given, ...(isNew && failures.length === 0 ? foretold(await this.#foresee(given, {})) : this.#instead(olds!, given)) },
      failures,
    };
  }

  /**
   * An intent changes when its arguments do, or when it was last seen unsettled. A refresh asks in the other direction,
   * with what it has read as `olds`: the answer is the same. Of one that the program changes it says what will be done to whom:
   * the engine asks this in a preview, too, and shows what is said.
   */
  async diff(id: string, olds: State, news: Inputs): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const { scope: from, ...before } = this.#argumentsOf(olds);
    const { scope: to, ...now } = this.#argumentsOf(news);
    const isKnown = !JSON.stringify(to).includes(unknownValue);
    const moved = isKnown && !sameScope(from, to);
    const changes = moved || !isKnown || !olds.settled || !isDeepStrictEqual(before, now);
    if (!isOfRefresh(id) && changes) await this.#foresee(news, moved ? {} : this.#recall(olds, news));
    return { changes, replaces: moved ? ["scope"] : [] };
  }

  async create(inputs: Inputs): Promise<{ id: string; outs: object }> {
    const id = randomUUID();
    return { id, outs: await this.#settle(id, inputs, {}) };
  }

  async update(id: string, olds: State, news: Inputs): Promise<{ outs: object }> {
    return { outs: await this.#settle(id, news, this.#recall(olds, news), olds.settledAt) };
  }

  /**
   * Observes without touching. An intent that was and is settled reads as it was, however many sessions have come and
   * gone; one that is not returns inputs that say so. One whose host pool is gone is gone with it: an empty id says that.
   */
  async read(id: string, state: State): Promise<{ id: string; props: object; inputs?: object }> {
    const args = this.#argumentsOf(state);
    const sessions = await this.#look(args);
    if (!sessions) return { id: "", props: {} };
    wasRead(id);
    const judgement = observe(this.#intent, state, sessions, this.clock.now());
    const settled = judgement.violations.length === 0;
    if (settled && state.settled) return { id, props: remembering(state, judgement.memory) };
    return {
      id,
      props: { ...args, ...outputsOf(judgement, settled, settled ? this.#now() : state.settledAt, settled ? undefined : nextAtOf(args, judgement, this.clock.now())) },
      inputs: { ...args, ...observedIn(this.#intent, judgement.violations, foresee(this.#intent, args, judgement, this.clock.now())) },
    };
  }

  /** The intent is released: nobody is connected again, and a message cannot be unsent. */
  delete(): Promise<void> {
    return Promise.resolve();
  }

  /** Create and update are the same; they differ in what is remembered. */
  async #settle(id: string, news: Inputs, memory: Memory, settledBefore?: string): Promise<object> {
    const args = this.#argumentsOf(news);
    const ledger = new Ledger<Told>(this.#messageOf(args), args.sessions);
    const backend = recording(connect(args.scope, this.config), ledger.write.bind(ledger), this.clock);
    const known = recover(this.#intent, args, memory, ledger.recovered);
    const rim = { backend, clock: this.clock, say: (line: string) => { console.log(about(this.name, args, line)); } };
    const { reasons, nextAt, ...judgement } = await reconcile(this.#intent, args, known, rim);
    ledger.close();
    const settled = reasons.length === 0 && nextAt === undefined;
    if (reasons.length === 0) return { ...args, ...outputsOf(judgement, settled, settled ? this.#now() : settledBefore, nextAt) };
    throw new IntentUnsettled(`${this.#intent.verb} everybody meant in ${scopeName(args.scope)}`, reasons, id, {
      ...args,
      ...outputsOf(judgement, false, settledBefore, nextAt),
      // The host adds the provider to what succeeds, but not to the properties of a failed initialization; without it
      // the next refresh or destroy would have nothing to run.
      __provider: news.__provider,
    });
  }

  /** Says what a run would do, and to whom. What can't be looked at is no reason to refuse: the run itself will say why. */
  async #foresee(news: Inputs, memory: Memory): Promise<ReadonlyMap<Session, string>> {
    const args = this.#argumentsOf(news);
    const unknown = unknownIn(args);
    if (unknown.length > 0) {
      this.#foretelling.say(args, `Who would be touched is not known yet: ${unknown.join(" and ")} ${unknown.length === 1 ? "comes" : "come"} out of something that this update makes or changes.`);
      return new Map();
    }
    try {
      const now = this.clock.now();
      const sessions = await connect(args.scope, this.config).sessions("recent");
      const left = Ledger.look(this.#messageOf(args)) as readonly Told[];
      const { lines, fates } = foresee(this.#intent, args, judge(this.#intent, args, recover(this.#intent, args, memory, left), sessions, now), now);
      for (const line of [...remarksOn({ names: namesIn(args), left }, args.sessions, sessions, now), ...lines]) this.#foretelling.say(args, line);
      return fates;
    } catch (error) {
      this.#foretelling.unknown(args, error);
      return new Map();
    }
  }

  /** What a check answers to what a refresh has left in the inputs. */
  #instead(olds: Inputs, given: Inputs): Observed {
    const isSame = isDeepStrictEqual(this.#argumentsOf(olds), this.#argumentsOf(given));
    return instead(() => this.#intent.wanted, olds, isSame, this.clock.now());
  }

  async #look({ scope }: IntentArgs): Promise<readonly Session[] | undefined> {
    try {
      return await connect(scope, this.config).sessions("recent");
    } catch (error) {
      if (error instanceof NotFound && error.isGone) return undefined;
      if (error instanceof SignInFailed) throw onRefresh(error);
      throw error;
    }
  }

  /** Which message is sent: a run that sends it finds what runs have left that did so before it and were killed. */
  #messageOf(args: IntentArgs): readonly unknown[] {
    const { title, body, triggers, notice } = args as Partial<MessageSentArgs & GraceArgs>;
    return [this.name, scopeKey(args.scope), title, body, triggers, notice?.title, notice?.body];
  }

  /** What still holds of an earlier run: a pin as long as the selector speaks of it, and what the intent says. */
  #recall(olds: State, news: Inputs): Memory {
    const [before, now] = [this.#argumentsOf(olds), this.#argumentsOf(news)];
    const { pinned, notices, disconnectedSince, ...memory } = memoryIn(olds);
    return {
      ...(pinned && keepsPin(now.sessions, pinned) && { pinned }),
      // A promise is kept, whatever the program says now.
      ...(notices && { notices }),
      ...(disconnectedSince && { disconnectedSince }),
      ...this.#intent.recall?.(memory, before, now),
    };
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #argumentsOf(properties: Inputs | State): IntentArgs {
    return argumentsIn(this.#intent, properties);
  }
}

/** A state as it was, but for what has to be remembered of an observation though nothing has changed. */
function remembering({ disconnectedSince: _, notices: __, ...state }: State, { disconnectedSince, notices }: Memory): object {
  return { ...state, ...(disconnectedSince && { disconnectedSince }), ...(notices && { notices }) };
}

