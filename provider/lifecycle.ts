import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { failuresOf, unknownValue, withoutNulls, type Failure } from "./check";
import { systemClock } from "./clock";
import { connect, type ReadConfig } from "./connect";
import { IntentUnsettled } from "./errors/intent-unsettled";
import { NotFound } from "./errors/not-found";
import { SignInFailed } from "./errors/sign-in-failed";
import { intents, type IntentName } from "./intents";
import type { Intent, IntentArgs, Memory } from "./intents/intent";
import { reconcile } from "./intents/reconcile";
import { observe } from "./observe";
import { observedIn, wantedInstead, type Observed } from "./observed";
import { argumentsIn, memoryIn, outputsOf, type IntentOutputs } from "./outputs";
import { sameScope, scopeName } from "./scope";
import { keepsPin } from "./selector";
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

  constructor(
    private readonly name: IntentName,
    private readonly config: ReadConfig,
  ) {
    this.#intent = intents[name];
  }

  check(olds: Observed | undefined, news: Inputs): { inputs: object; failures: readonly Failure[] } {
    // A refresh checks nothing, and need not wait for the schemas.
    const { schemaOf } = require("./arguments") as typeof import("./arguments");
    const { observed, __provider, ...given } = withoutNulls(news) as Inputs;
    return {
      inputs: { ...given, ...wantedInstead(this.#intent, olds ?? {}) },
      // The engine would print the value of a property that is named, secret or not; so the reason names it.
      failures: failuresOf(schemaOf(this.name, given), given).map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` })),
    };
  }

  /**
   * An intent changes when its arguments do, or when it was last seen unsettled. A refresh asks in the other direction,
   * with what it has read as `olds`: the answer is the same.
   */
  diff(_id: string, olds: State, news: Inputs): { changes: boolean; replaces: readonly string[] } {
    const { scope: from, ...before } = this.#argumentsOf(olds);
    const { scope: to, ...now } = this.#argumentsOf(news);
    const isKnown = !JSON.stringify(to).includes(unknownValue);
    const moved = isKnown && !sameScope(from, to);
    return {
      changes: moved || !isKnown || !olds.settled || !isDeepStrictEqual(before, now),
      replaces: moved ? ["scope"] : [],
    };
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
    const judgement = observe(this.#intent, state, sessions, systemClock.now());
    const settled = judgement.violations.length === 0;
    if (settled && state.settled) return { id, props: state };
    return {
      id,
      props: { ...args, ...outputsOf(judgement, settled, settled ? now() : state.settledAt) },
      inputs: { ...args, ...observedIn(this.#intent, judgement.violations) },
    };
  }

  /** The intent is released: nobody is connected again, and a message cannot be unsent. */
  delete(): Promise<void> {
    return Promise.resolve();
  }

  /** Create and update are the same; they differ in what is remembered. */
  async #settle(id: string, news: Inputs, memory: Memory, settledBefore?: string): Promise<object> {
    const args = this.#argumentsOf(news);
    const backend = connect(args.scope, this.config);
    const { reasons, ...judgement } = await reconcile(this.#intent, args, memory, {
      backend,
      clock: systemClock,
      say: console.log,
    });
    if (reasons.length === 0) return { ...args, ...outputsOf(judgement, true, now()) };
    throw new IntentUnsettled(`${this.#intent.verb} everybody meant in ${scopeName(args.scope)}`, reasons, id, {
      ...args,
      ...outputsOf(judgement, false, settledBefore),
      // The host adds the provider to what succeeds, but not to the properties of a failed initialization; without it
      // the next refresh or destroy would have nothing to run.
      __provider: news.__provider,
    });
  }

  async #look({ scope }: IntentArgs): Promise<readonly Session[] | undefined> {
    try {
      return await connect(scope, this.config).sessions("recent");
    } catch (error) {
      if (error instanceof NotFound && error.isGone) return undefined;
      if (error instanceof SignInFailed) throw error.onRefresh();
      throw error;
    }
  }

  /** What still holds of an earlier run: a pin as long as the selector speaks of it, and what the intent says. */
  #recall(olds: State, news: Inputs): Memory {
    const [before, now] = [this.#argumentsOf(olds), this.#argumentsOf(news)];
    const { pinned, ...memory } = memoryIn(olds);
    return {
      ...(pinned && keepsPin(now.sessions, pinned) && { pinned }),
      ...this.#intent.recall?.(memory, before, now),
    };
  }

  #argumentsOf(properties: Inputs | State): IntentArgs {
    return argumentsIn(this.#intent, properties);
  }
}

const now = (): string => new Date(systemClock.now()).toISOString();
