import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { failuresOf, unknownValue, withoutNulls, type Failure } from "../check";
import type { Clock } from "../clock";
import { connectToHosts, type ReadConfig } from "../connect";
import { IntentUnsettled } from "../errors/intent-unsettled";
import { NotFound } from "../errors/not-found";
import type { HostBackend } from "../host-backend";
import { sameName } from "../identity";
import { foresee } from "../intents/foresee";
import { closedUntil } from "../intents/guards";
import type { Judgement } from "../intents/judge";
import { nextAtOf } from "../intents/next-at";
import { remarksOn } from "../intents/remarks";
import { instant } from "../intents/sentences";
import { recover, type Told } from "../intents/told";
import { Ledger } from "../ledger";
import { foretold, type Observed } from "../observed";
import { memoryIn, outputsOf, type IntentOutputs } from "../outputs";
import { sameScope, scopeName } from "../scope";
import type { Session } from "../session";
import { about } from "../subject";
import { emptyingArgs, emptyingOf, namesForHost, noticeOfHost } from "./emptying";
import type { Found } from "./found";
import { Hold } from "./hold";
import { argumentsOf, type HostEmptyArgs, type HostIntentName } from "./host-args";
import { findHost } from "./host-place";
import { HostRun } from "./host-run";
import { insteadOnHost, observedOfHost } from "./host-story";
import { isOver, judgeHost, observeHost, staysOver } from "./observe-host";
import { isWantedBeside, want } from "./wanted";

type Inputs = HostEmptyArgs & Observed & { readonly __provider?: string };
type State = HostEmptyArgs & Partial<IntentOutputs> & { readonly found?: Found; readonly __provider?: string };

/**
 * Check, diff, create, read, update and delete of an intent about one host: that it is drained, and for `HostEmpty` that
 * nobody has a session on it. The shapes are those of Pulumi's dynamic providers.
 */
export class HostLifecycle {
  readonly #empties: boolean;
  /** The engine asks more than once; once is enough to say. */
  readonly #foretold = new Set<string>();

  constructor(
    private readonly name: HostIntentName,
    private readonly config: ReadConfig,
    private readonly clock: Clock,
  ) {
    this.#empties = name === "HostEmpty";
  }

  async check(olds: Inputs | undefined, news: Inputs): Promise<{ inputs: object; failures: readonly Failure[] }> {
    const { schemaOf } = require("../arguments") as typeof import("../arguments");
    const { observed, foreseen, __provider, ...given } = withoutNulls(news) as Inputs;
    const failures = failuresOf(schemaOf(this.name, given), given);
    const isNew = Object.keys(olds ?? {}).length === 0;
    return {
      inputs: { ...given, ...(isNew && failures.length === 0 ? await this.#foresee(given) : insteadOnHost(given, olds!, (properties) => this.#argumentsOf(properties), this.clock.now())) },
      failures: failures.map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` })),
    };
  }

  async diff(id: string, olds: State, news: Inputs): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const { scope: from, sessionHost: host, ...before } = this.#argumentsOf(olds);
    const { scope: to, sessionHost: other, ...now } = this.#argumentsOf(news);
    const isKnown = !JSON.stringify([to, other]).includes(unknownValue);
    const replaces = isKnown ? [...(sameScope(from, to) ? [] : ["scope"]), ...(sameName(host, other) ? [] : ["sessionHost"])] : [];
    if (replaces.length === 0 && isKnown && !isOver(olds) && olds.found) want(id, { scope: to, sessionHost: other });
    const changes = replaces.length > 0 || !isKnown || this.#isLeft(news, olds) || (!staysOver(olds, now) && (!olds.settled || !isDeepStrictEqual(before, now)));
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
    if (isOver(state)) return { id, props: state };
    const args = this.#argumentsOf(state);
    try {
      const backend = connectToHosts(args.scope, this.config);
      const seen = observeHost(this.name, state, await backend.hosts("recent"), await this.#sessions(backend), this.clock.now());
      if (!seen) return { id: "", props: {} };
      const { host, judgement, settled } = seen;
      if (settled && state.settled) return { id, props: state };
      const nextAt = settled ? undefined : nextAtOf(emptyingArgs(args), judgement, this.clock.now());
      return {
        id,
        props: { ...args, ...this.#outputs(judgement, settled, settled ? this.#now() : state.settledAt, state.found, nextAt) },
        inputs: { ...args, ...observedOfHost(args, host.allowNewSession, judgement, this.clock.now()) },
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
      if (says !== "") console.log(about(this.name, { scope, sessionHost }, says));
    } catch (error) {
      if (!(error instanceof NotFound && error.isGone)) throw error;
    }
  }

  async #settle(id: string, news: Inputs, olds: Partial<State>): Promise<object> {
    const args = this.#argumentsOf(news);
    if (staysOver(olds, args)) return { ...this.#outputsIn(olds), ...args };
    // Another trigger begins anew: what was settled before says nothing of it.
    const { settledAt, ...rest } = olds;
    const before = isDeepStrictEqual(olds.triggers, args.triggers) && settledAt !== undefined ? { ...rest, settledAt } : rest;
    const { judgement, found, reasons, says, nextAt, wasHeld } = await new HostRun(this.name, args, before, connectToHosts(args.scope, this.config), this.clock).end();
    if (found) want(id, args);
    const settled = reasons.length === 0 && nextAt === undefined;
    const outs = { ...args, ...this.#outputs(judgement, settled, settled ? this.#now() : wasHeld ? settledAt : undefined, found, nextAt) };
    if (says !== "") console.log(about(this.name, args, says));
    if (reasons.length === 0 && (settled || !args.mustSettle)) return outs;
    const all = reasons.length === 0 ? tooEarly(args, nextAt) : reasons;
    // For what __provider is there, see Lifecycle.
    throw new IntentUnsettled(`${this.#empties ? "empty" : "drain"} ${args.sessionHost} in ${scopeName(args.scope)}`, all, id, { ...outs, __provider: news.__provider }, says === "" ? [] : [says]);
  }

  /** Whether an earlier run, or another intent, has left a host to this one. */
  #isLeft(news: Inputs, olds: State): boolean {
    const { scope, sessionHost } = this.#argumentsOf(news);
    return !isOver(olds) && Hold.isLeft({ scope, sessionHost });
  }

  /** The sessions of the pool, where the intent is about any. */
  async #sessions(backend: HostBackend): Promise<readonly Session[]> {
    return this.#empties ? backend.sessions("recent") : [];
  }

  /** What is not an argument, nor the provider itself. */
  #outputsIn({ __provider: _, ...state }: Partial<State>): object {
    return Object.fromEntries(Object.entries(state).filter(([key]) => !Object.hasOwn(this.#argumentsOf(state as State), key)));
  }

  #outputs(judgement: Judgement, settled: boolean, settledAt: string | undefined, found: Found | undefined, nextAt?: number): object {
    const { matched, violations, ...outputs } = outputsOf(judgement, settled, settledAt, nextAt);
    return { ...outputs, ...(this.#empties && { matched, violations }), ...(found && { found }) };
  }

  /** Says what a run would do. What can't be looked at is no reason to refuse: the run itself will say why. */
  async #foresee(news: Inputs, olds: Partial<State> = {}): Promise<Observed> {
    const args = this.#argumentsOf(news);
    if (JSON.stringify(args).includes(unknownValue)) return {};
    try {
      const backend = connectToHosts(args.scope, this.config);
      const host = findHost(await backend.hosts("recent"), args.sessionHost);
      const sessions = await this.#sessions(backend);
      const left = Ledger.look(noticeOfHost(this.name, args)) as readonly Told[];
      const known = recover(emptyingOf(args), emptyingArgs(args), memoryIn(olds), left);
      const judgement = judgeHost(this.name, args, known, sessions, this.clock.now());
      const { lines, fates } = foresee(emptyingOf(args), emptyingArgs(args), judgement, this.clock.now());
      const opens = closedUntil(args, this.clock.now());
      if (host?.allowNewSession) this.#foretell(args, `To be drained${opens === undefined ? "" : ` when the window opens at ${instant(opens)}`}: ${host.name}.`);
      else if (host && Hold.isLeft(args)) this.#foretell(args, "It is drained already: a run before has left it to this one.");
      const remarks = remarksOn({ names: namesForHost(args), left }, emptyingArgs(args).sessions, sessions, this.clock.now());
      for (const line of [...remarks, ...lines]) this.#foretell(args, line);
      return foretold(fates);
    } catch (error) {
      this.#foretell(args, `What would be touched is not known. ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  }

  #foretell(args: HostEmptyArgs, text: string): void {
    const line = about(this.name, args, text);
    if (!this.#foretold.has(line)) console.log(line);
    this.#foretold.add(line);
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #argumentsOf(properties: Inputs | State): HostEmptyArgs {
    return argumentsOf(this.name, properties);
  }
}

/** Why a run fails that has left something for later, where it must not: the engine goes on with what depends on a resource unless that fails, whatever its outputs say. */
const tooEarly = ({ sessionHost }: HostEmptyArgs, nextAt: number | undefined): readonly string[] =>
  nextAt === undefined ? [] : [`${sessionHost} is not empty yet, and nothing that depends on it may begin (mustSettle). Run it again at ${instant(nextAt)} or later.`];
