import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { unknownValue, withoutNulls, type Failure } from "../check";
import type { Clock } from "../clock";
import { connectToHosts, type ReadConfig } from "../connect";
import { IntentUnsettled } from "../errors/intent-unsettled";
import { NotFound } from "../errors/not-found";
import { Foretelling } from "../foretelling";
import type { SessionHost } from "../host";
import type { HostBackend } from "../host-backend";
import { sameName } from "../identity";
import type { Judgement } from "../intents/judge";
import { nextAtOf } from "../intents/next-at";
import type { Told } from "../intents/told";
import { Ledger } from "../ledger";
import type { Observed } from "../observed";
import { outputsOf } from "../outputs";
import { isOfRefresh, wasRead } from "../refreshes";
import { refusalsOf } from "../refusals";
import { sameScope, scopeName } from "../scope";
import type { Session } from "../session";
import { about } from "../subject";
import { emptyingArgs, noticeOfHost } from "./emptying";
import { foreseeHost } from "./foresee-host";
import type { Found } from "./found";
import { Hold } from "./hold";
import { argumentsOf, type HostEmptyArgs, type HostIntentName } from "./host-args";
import { HostRun } from "./host-run";
import { insteadOnHost, observedOfHost } from "./host-story";
import { isDone, isOver, knownFor, nobody, observeHost, settledForIn, type HostState } from "./observe-host";
import { heldSince, settledFor, type SettledFor } from "./settled-for";
import { foretell } from "./outlook";
import { stands } from "./standing";
import { othersThatWait, tooEarly, workBegins } from "./waiting-for-work";
import { isWantedBeside, want } from "./wanted";

type Inputs = HostEmptyArgs & Observed & { readonly __provider?: string };
type State = HostState & { readonly __provider?: string };

/**
 * Check, diff, create, read, update and delete of an intent about one host: that it is drained, and for `HostEmpty` that
 * nobody has a session on it. The shapes are those of Pulumi's dynamic providers.
 */
export class HostLifecycle {
  readonly #empties: boolean;
  readonly #foretelling: Foretelling;

  constructor(
    private readonly name: HostIntentName,
    private readonly config: ReadConfig,
    private readonly clock: Clock,
  ) {
    this.#empties = name === "HostEmpty";
    this.#foretelling = new Foretelling(name);
  }

  async check(olds: Inputs | undefined, news: Inputs): Promise<{ inputs: object; failures: readonly Failure[] }> {
    const { observed, foreseen, __provider, ...given } = withoutNulls(news) as Inputs;
    const failures = refusalsOf(this.name, given);
    const isNew = Object.keys(olds ?? {}).length === 0;
    return {
      inputs: { ...given, ...(isNew && failures.length === 0 ? await this.#foresee(given) : insteadOnHost(given, olds!, (properties) => this.#argumentsOf(properties), this.clock.now())) },
      failures,
    };
  }

  /** Only what the program says is foretold, and known of the others that this operation is about; see {@link isOfRefresh}. */
  async diff(id: string, olds: State, news: Inputs): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const { scope: from, sessionHost: host, maintenance: _, ...before } = this.#argumentsOf(olds);
    const { scope: to, sessionHost: other, maintenance: __, ...now } = this.#argumentsOf(news);
    const isKnown = !JSON.stringify([to, other]).includes(unknownValue);
    const replaces = isKnown ? [...(sameScope(from, to) ? [] : ["scope"]), ...(sameName(host, other) ? [] : ["sessionHost"])] : [];
    const changes = replaces.length > 0 || !isKnown || this.#isLeft(news, olds) || !olds.settled || (!isDone(olds, now) && !isDeepStrictEqual(before, now));
    if (isOfRefresh(id)) return { changes, replaces };
    if (replaces.length === 0 && isKnown && !isOver(olds) && olds.found) want(id, this.#argumentsOf(news));
    if (!changes && isOver(olds)) stands({ scope: to, sessionHost: other }, "emptied");
    if (changes) await this.#foresee(news, replaces.length > 0 ? {} : olds);
    return { changes, replaces };
  }

  async create(inputs: Inputs): Promise<{ id: string; outs: object }> {
    const id = randomUUID();
    return { id, outs: await this.#settle(id, inputs, {}) };
  }

  async update(id: string, olds: State, news: Inputs): Promise<{ outs: object }> {
    return { outs: await this.#settle(id, news, olds) };
  }

  /** A host that is gone takes its intent with it, as does its pool. */
  async read(id: string, state: State): Promise<{ id: string; props: object; inputs?: object }> {
    wasRead(id);
    if (isOver(state)) return { id, props: state };
    const args = this.#argumentsOf(state);
    try {
      const backend = connectToHosts(args.scope, this.config);
      const seen = observeHost(this.name, state, await backend.hosts("recent"), await this.#sessions(backend), this.clock.now());
      if (!seen) return { id: "", props: {} };
      const { host, judgement, settled } = seen;
      if (settled && state.settled) return { id, props: state };
      const at = settled ? this.#now() : state.settledAt;
      const done = settledFor(args.triggers, settled ? at : undefined, state.found, state.settledFor);
      const nextAt = settled ? undefined : nextAtOf(emptyingArgs(args), judgement, this.clock.now());
      return {
        id,
        props: { ...args, ...this.#outputs(judgement, settled, at, state.found, done, nextAt) },
        inputs: { ...args, ...observedOfHost(args, state, host.allowNewSession, judgement, this.clock.now()) },
      };
    } catch (error) {
      if (error instanceof NotFound && error.isGone) return { id: "", props: {} };
      throw error;
    }
  }

  /** What was found before is restored, unless somebody has changed the host since, or another intent of the stack holds it. */
  async delete(id: string, state: State): Promise<void> {
    const { scope, sessionHost } = this.#argumentsOf(state);
    try {
      const hold = new Hold(connectToHosts(scope, this.config), { scope, sessionHost }, this.clock, state.found);
      const says = isWantedBeside(id, { scope, sessionHost }) ? hold.leaveTo() : await hold.letGo();
      hold.handedOver();
      if (says !== "") this.#say({ scope, sessionHost }, says);
    } catch (error) {
      if (!(error instanceof NotFound && error.isGone)) throw error;
    }
  }

  async #settle(id: string, news: Inputs, olds: Partial<State>): Promise<object> {
    const args = this.#argumentsOf(news);
    if (isDone(olds, args)) return this.#asDone(id, args, olds);
    try {
      return await this.#run(id, news, args, olds);
    } catch (error) {
      // What is not known of the others is said of all of them.
      const hosts = await connectToHosts(args.scope, this.config).hosts("recent").catch((): readonly SessionHost[] => []);
      for (const line of othersThatWait(args, hosts)) this.#say(args, line);
      throw error;
    }
  }

  async #run(id: string, news: Inputs, args: HostEmptyArgs, olds: Partial<State>): Promise<object> {
    const { judgement, found, reasons, says, nextAt, wasHeld } = await new HostRun(this.name, args, knownFor(olds, args), connectToHosts(args.scope, this.config), this.clock).end();
    if (found) want(id, args);
    const settled = reasons.length === 0 && nextAt === undefined;
    const at = settled ? this.#now() : wasHeld ? olds.settledAt : undefined;
    const done = settledFor(args.triggers, settled ? at : undefined, found, olds.settledFor);
    const outs = { ...args, ...this.#outputs(judgement, settled, at, found, done, nextAt) };
    if (says !== "") this.#say(args, says);
    if (reasons.length === 0 && (settled || !args.mustSettle)) {
      for (const line of settled ? workBegins(args) : []) this.#say(args, line);
      return outs;
    }
    const all = reasons.length === 0 ? tooEarly(args, nextAt) : reasons;
    // For what __provider is there, see Lifecycle.
    throw new IntentUnsettled(`${this.#empties ? "empty" : "drain"} ${args.sessionHost} in ${scopeName(args.scope)}`, all, id, { ...outs, __provider: news.__provider }, says === "" ? [] : [says]);
  }

  /** Nobody is touched for what is done. Where the host was drained for something else since, and nobody waits for that any more, it is let go of. */
  async #asDone(id: string, args: HostEmptyArgs, olds: Partial<State>): Promise<object> {
    const done = settledForIn(olds)!;
    const hold = new Hold(connectToHosts(args.scope, this.config), args, this.clock, olds.found);
    if (heldSince(done, hold.found)) this.#say(args, isWantedBeside(id, args) ? hold.leaveTo() : await hold.letGo());
    hold.handedOver();
    const found = hold.found && done.found;
    return { ...args, ...(olds.settled ? this.#outputsIn(olds) : this.#outputs(nobody, true, done.at, found, done)) };
  }

  /** Whether an earlier run, or another intent, has left a host to this one. What is over holds nothing, but for a host that waits for its work. */
  #isLeft(news: Inputs, olds: State): boolean {
    const { scope, sessionHost, maintenance } = this.#argumentsOf(news);
    return (!isOver(olds) || maintenance?.hasWork === true) && Hold.isLeft({ scope, sessionHost });
  }

  /** The sessions of the pool, where the intent is about any. */
  async #sessions(backend: HostBackend): Promise<readonly Session[]> {
    return this.#empties ? backend.sessions("recent") : [];
  }

  /** What is not an argument, nor the provider itself. */
  #outputsIn({ __provider: _, ...state }: Partial<State>): object {
    return Object.fromEntries(Object.entries(state).filter(([key]) => !Object.hasOwn(this.#argumentsOf(state as State), key)));
  }

  #outputs(judgement: Judgement, settled: boolean, settledAt: string | undefined, found: Found | undefined, done: SettledFor | undefined, nextAt?: number): object {
    const { matched, violations, ...outputs } = outputsOf(judgement, settled, settledAt, nextAt);
    return { ...outputs, ...(this.#empties && { matched, violations }), ...(found && { found }), ...(done && { settledFor: done }) };
  }

  /** Says what a run would do. */
  async #foresee(news: Inputs, olds: Partial<State> = {}): Promise<Observed> {
    const args = this.#argumentsOf(news);
    if (JSON.stringify(args).includes(unknownValue)) return {};
    try {
      const backend = connectToHosts(args.scope, this.config);
      const left = { told: Ledger.look(noticeOfHost(this.name, args)) as readonly Told[], found: Hold.look(args) };
      const { lines, observed = {}, outlook } = foreseeHost(this.name, args, olds, left, await backend.hosts("recent"), await this.#sessions(backend), this.clock.now());
      foretell(args, outlook);
      for (const line of lines) this.#foretelling.say(args, line);
      return observed;
    } catch (error) {
      this.#foretelling.unknown(args, error);
      return {};
    }
  }

  #say(args: HostEmptyArgs, line: string): void {
    console.log(about(this.name, args, line));
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #argumentsOf(properties: Inputs | State): HostEmptyArgs {
    return argumentsOf(this.name, properties);
  }
}
