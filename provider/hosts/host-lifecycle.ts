import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { failuresOf, unknownValue, withoutNulls, type Failure } from "../check";
import type { Clock } from "../clock";
import { connectToHosts, type ReadConfig } from "../connect";
import { IntentUnsettled } from "../errors/intent-unsettled";
import { NotFound } from "../errors/not-found";
import type { HostBackend } from "../host-backend";
import { foresee } from "../intents/foresee";
import { closedUntil, refuseTooMuch } from "../intents/guards";
import type { Judgement } from "../intents/judge";
import { nextAtOf } from "../intents/next-at";
import { noticesByKey } from "../intents/notice";
import { planOf, verbDue } from "../intents/plan";
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

/** What a ledger holds of a host: that it is about to be drained, or was given back. */
interface Drained {
  readonly drained: boolean;
}

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
      const seen = observeHost(this.name, state, await backend.hosts("recent"), await this.#sessions(backend), this.clock.now());
      if (!seen) return { id: "", props: {} };
      const { host, judgement, settled } = seen;
      if (settled && state.settled) return { id, props: state };
      const nextAt = settled ? undefined : nextAtOf(emptyingArgs(args), judgement, this.clock.now());
      return {
        id,
        props: { ...args, ...this.#outputs(judgement, settled, settled ? this.#now() : state.settledAt, state.found, nextAt) },
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
    const before = judgeHost(this.name, args, memoryIn(olds), await this.#sessions(backend), this.clock.now());
    const opens = closedUntil(args, this.clock.now());
    if (opens !== undefined) {
      console.log(`Outside its window, which opens at ${instant(opens)}: ${args.sessionHost} is left as it is.`);
      return tooEarly({ ...args, ...this.#outputs(before, false, olds.settledAt, olds.found, opens) }, id, news, opens);
    }
    const intent = emptyingOf(args);
    if (this.#empties) refuseTooMuch(verbDue(intent, planOf(emptyingArgs(args), before.violations, noticesByKey(before.memory.notices), this.clock.now())), emptyingArgs(args), before.violations);
    const ledger = new Ledger<Told | Drained>([this.name, scopeKey(args.scope), args.sessionHost.toLowerCase(), args.notice?.title, args.notice?.body], args.sessionHost.toLowerCase());
    // Drained by a run that was killed: it took newcomers until then, whatever the state says of a time before.
    const drainedBefore = ledger.recovered.findLast((entry) => "drained" in entry)?.drained ? { allowNewSession: true } : undefined;
    const found = await drain(backend, args, args.minimumAvailable, drainedBefore ?? olds.found, () => { ledger.write({ drained: true }); });
    if (!this.#empties) {
      ledger.close();
      return { ...args, ...this.#outputs(before, true, this.#now(), found) };
    }

    const memory = recover(intent, emptyingArgs(args), memoryIn(olds), ledger.recovered.filter((entry) => "status" in entry));
    const rim = { backend: recording(backend, ledger.write.bind(ledger), this.clock), clock: this.clock, say: console.log };
    const unsettled = async (whatElse: readonly string[], judgement: Judgement, keep: boolean, nextAt?: number): Promise<IntentUnsettled> => {
      const returned = keep ? undefined : await this.#giveItBack(backend, args, found, ledger);
      ledger.close();
      return new IntentUnsettled(`empty ${args.sessionHost} in ${scopeName(args.scope)}`, [...whatElse, ...(returned ? [returned.says] : [])], id, {
        ...args,
        ...this.#outputs(judgement, false, olds.settledAt, returned?.isBack ? undefined : found, nextAt),
        __provider: news.__provider, // see Lifecycle
      });
    };
    try {
      // A list from before the host was drained does not tell who came until then.
      if (found !== olds.found) await backend.sessions("now");
      const { reasons, nextAt, ...judgement } = await reconcile(intent, emptyingArgs(args), memory, rim);
      if (reasons.length > 0) throw await unsettled(reasons, judgement, args.onFailure === "keepDrained", nextAt);
      ledger.close();
      const settled = nextAt === undefined;
      return tooEarly({ ...args, ...this.#outputs(judgement, settled, settled ? this.#now() : olds.settledAt, found, nextAt) }, id, news, nextAt);
    } catch (error) {
      // What the state has of the host is still so, unless this run has drained it: nobody would know that.
      if (error instanceof IntentUnsettled || found === olds.found) throw error;
      throw await unsettled([error instanceof Error ? error.message : String(error)], { ...before, memory }, false);
    }
  }

  /** @returns whether it could, and a sentence about it. A host that stays drained has to stay in the state. */
  async #giveItBack(backend: HostBackend, args: HostEmptyArgs, found: Found, ledger: Ledger<Told | Drained>): Promise<{ readonly isBack: boolean; readonly says: string }> {
    try {
      const says = await giveBack(backend, args, found);
      ledger.write({ drained: false });
      return { isBack: true, says };
    } catch (error) {
      return { isBack: false, says: error instanceof Error ? error.message : String(error) };
    }
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
      const judgement = judgeHost(this.name, args, memoryIn(olds), await this.#sessions(backend), this.clock.now());
      const { lines, fates } = foresee(emptyingOf(args), emptyingArgs(args), judgement, this.clock.now());
      const opens = closedUntil(args, this.clock.now());
      if (host?.allowNewSession) this.#foretell(`To be drained${opens === undefined ? "" : ` when the window opens at ${instant(opens)}`}: ${host.name}.`);
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

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #argumentsOf(properties: Inputs | State): HostEmptyArgs {
    return hostArgumentsIn(this.name, properties);
  }
}

/**
 * What a run hands over that has left something for later. It is a failure where it must not be: the engine goes on with
 * what depends on a resource unless that fails, whatever its outputs say.
 *
 * @param nextAt milliseconds since the epoch; `undefined`: nothing is left
 * @throws IntentUnsettled, with the same outputs
 */
function tooEarly(outs: object, id: string, { mustSettle, scope, sessionHost, __provider }: Inputs, nextAt: number | undefined): object {
  if (nextAt === undefined || !mustSettle) return outs;
  const reason = `${sessionHost} is not empty yet, and nothing that depends on it may begin (mustSettle). Run it again at ${instant(nextAt)} or later.`;
  throw new IntentUnsettled(`empty ${sessionHost} in ${scopeName(scope)}`, [reason], id, { ...outs, __provider });
}

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
