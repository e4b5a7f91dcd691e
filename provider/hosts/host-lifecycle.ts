import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { failuresOf, unknownValue, withoutNulls, type Failure } from "../check";
import { systemClock } from "../clock";
import { connectToHosts, type ReadConfig } from "../connect";
import { IntentUnsettled } from "../errors/intent-unsettled";
import { NotFound } from "../errors/not-found";
import type { HostBackend } from "../host-backend";
import { foresee } from "../intents/foresee";
import { closedUntil, refuseTooMuch } from "../intents/guards";
import type { Judgement } from "../intents/judge";
import { nextAtOf } from "../intents/next-at";
import { reconcile } from "../intents/reconcile";
import { recording, recover, type Told } from "../intents/told";
import { instant } from "../intents/sentences";
import { foretold, observedIn, type Observed } from "../observed";
import { memoryIn, outputsOf, type IntentOutputs } from "../outputs";
import { Ledger } from "../ledger";
import { sameScope, scopeKey, scopeName } from "../scope";
import { sameName } from "../identity";
import type { Session } from "../session";
import { drain, findHost, giveBack, type Found } from "./drain";
import { emptyingArgs, emptyingOf } from "./emptying";
import { hostArgumentsIn, type HostEmptyArgs, type HostIntentName } from "./host-args";
import { isOver, judgeHost, observeHost } from "./observe-host";

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
  ) {
    this.#empties = name === "HostEmpty";
  }

  async check(olds: Observed | undefined, news: Inputs): Promise<{ inputs: object; failures: readonly Failure[] }> {
    const { schemaOf } = require("../arguments") as typeof import("../arguments");
    const { observed, __provider, ...given } = withoutNulls(news) as Inputs;
    const failures = failuresOf(schemaOf(this.name, given), given);
    const isNew = Object.keys(olds ?? {}).length === 0;
    return {
      inputs: { ...given, ...(isNew && failures.length === 0 ? await this.#foresee(given) : wantedOfHost(given, olds ?? {})) },
      failures: failures.map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` })),
    };
  }

  async diff(_id: string, olds: State, news: Inputs): Promise<{ changes: boolean; replaces: readonly string[] }> {
    const { scope: from, sessionHost: host, ...before } = this.#argumentsOf(olds);
    const { scope: to, sessionHost: other, ...now } = this.#argumentsOf(news);
    const isKnown = !JSON.stringify([to, other]).includes(unknownValue);
    const replaces = isKnown ? [...(sameScope(from, to) ? [] : ["scope"]), ...(sameName(host, other) ? [] : ["sessionHost"])] : [];
    const changes = replaces.length > 0 || !isKnown || !olds.settled || !isDeepStrictEqual(before, now);
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
      const seen = observeHost(this.name, state, await backend.hosts("recent"), await this.#sessions(backend), systemClock.now());
      if (!seen) return { id: "", props: {} };
      const { host, judgement, settled } = seen;
      if (settled && state.settled) return { id, props: state };
      const nextAt = settled ? undefined : nextAtOf(emptyingArgs(args), judgement, systemClock.now());
      return {
        id,
        props: { ...args, ...this.#outputs(judgement, settled, settled ? now() : state.settledAt, state.found, nextAt) },
        inputs: { ...args, ...observedOfHost(args, host.allowNewSession, judgement) },
      };
    } catch (error) {
      if (error instanceof NotFound && error.isGone) return { id: "", props: {} };
      throw error;
    }
  }

  /** What was found before is restored, unless somebody has changed the host since. */
  async delete(_id: string, state: State): Promise<void> {
    const { scope, sessionHost } = this.#argumentsOf(state);
    try {
      console.log(await giveBack(connectToHosts(scope, this.config), { scope, sessionHost }, state.found));
    } catch (error) {
      if (!(error instanceof NotFound && error.isGone)) throw error;
    }
  }

  async #settle(id: string, news: Inputs, olds: Partial<State>): Promise<object> {
    const args = this.#argumentsOf(news);
    const backend = connectToHosts(args.scope, this.config);
    const before = judgeHost(this.name, args, memoryIn(olds), await this.#sessions(backend), systemClock.now());
    const opens = closedUntil(args, systemClock.now());
    if (opens !== undefined) {
      console.log(`Outside its window, which opens at ${instant(opens)}: ${args.sessionHost} is left as it is.`);
      return { ...args, ...this.#outputs(before, false, olds.settledAt, olds.found, opens) };
    }
    const intent = emptyingOf(args);
    if (this.#empties) refuseTooMuch(intent.verb, emptyingArgs(args), before.violations);
    const ledger = new Ledger<Told | { readonly drained: true }>([this.name, scopeKey(args.scope), args.sessionHost.toLowerCase(), args.notice?.title, args.notice?.body]);
    // Drained by a run that was killed: it was not when it was found.
    const drainedBefore = ledger.recovered.some((entry) => "drained" in entry) ? { allowNewSession: true } : undefined;
    const found = await drain(backend, args, args.minimumAvailable, olds.found ?? drainedBefore, () => { ledger.write({ drained: true }); });
    if (!this.#empties) {
      ledger.close();
      return { ...args, ...this.#outputs(before, true, now(), found) };
    }

    const memory = recover(intent, emptyingArgs(args), memoryIn(olds), ledger.recovered.filter((entry) => "status" in entry));
    const rim = { backend: recording(backend, ledger.write.bind(ledger), systemClock), clock: systemClock, say: console.log };
    const { reasons, nextAt, ...judgement } = await reconcile(intent, emptyingArgs(args), memory, rim).catch(
      async (error: unknown) => {
        // Nothing of this is kept, so nobody would know that the host is drained.
        if (olds.found === undefined) console.log(await giveBack(backend, args, found));
        throw error;
      },
    );
    ledger.close();
    const settled = reasons.length === 0 && nextAt === undefined;
    if (reasons.length === 0) return { ...args, ...this.#outputs(judgement, settled, settled ? now() : olds.settledAt, found, nextAt) };
    const returned = args.onFailure === "keepDrained" ? undefined : await giveBack(backend, args, found);
    throw new IntentUnsettled(`empty ${args.sessionHost} in ${scopeName(args.scope)}`, [...reasons, ...(returned === undefined ? [] : [returned])], id, {
      ...args,
      ...this.#outputs(judgement, false, olds.settledAt, returned === undefined ? found : undefined, nextAt),
      __provider: news.__provider, // see Lifecycle
    });
  }

  /** The sessions of the pool, where the intent is about any. */
  async #sessions(backend: HostBackend): Promise<readonly Session[]> {
    return this.#empties ? backend.sessions("recent") : [];
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
      const judgement = judgeHost(this.name, args, memoryIn(olds), await this.#sessions(backend), systemClock.now());
      const { lines, fates } = foresee(emptyingOf(args), emptyingArgs(args), judgement, systemClock.now());
      if (host?.allowNewSession) this.#foretell(`To be drained: ${host.name}.`);
      lines.forEach(this.#foretell, this);
      return foretold(fates);
    } catch (error) {
      this.#foretell(`What would be touched is not known. ${error instanceof Error ? error.message : String(error)}`);
      return {};
    }
  }

  #foretell(line: string): void {
    if (!this.#foretold.has(line)) console.log(line);
    this.#foretold.add(line);
  }

  #argumentsOf(properties: Inputs | State): HostEmptyArgs {
    return hostArgumentsIn(this.name, properties);
  }
}

const now = (): string => new Date(systemClock.now()).toISOString();

const DRAINED = "drained";

function observedOfHost(args: HostEmptyArgs, takesNewcomers: boolean, { violations }: Judgement): Observed {
  const { observed } = observedIn(emptyingOf(args), violations);
  const story = { ...(takesNewcomers && { [args.sessionHost]: "takes newcomers" }), ...observed };
  return Object.keys(story).length > 0 ? { observed: story } : {};
}

/** What is wanted instead of what a refresh found. */
function wantedOfHost(args: HostEmptyArgs, { observed = {} }: Observed): Observed {
  const wanted = Object.fromEntries(Object.keys(observed).map((key) => [key, key === args.sessionHost ? DRAINED : emptyingOf(args).wanted]));
  return isDeepStrictEqual(wanted, observed) ? {} : { observed: wanted };
}
