import { formerUrns } from "../plan/aliases";
import { decide, type Decision } from "../plan/decision";
import { ignoringChanges, resourceDiff, type ResourceDiff } from "../plan/provider-diff";
import type { Provider } from "../host/provider";
import type { ResourceState } from "../state/resource-state";
import { engineValue } from "../render/engine-value";
import { makeUrn } from "../state/urn";
import type { Properties } from "../wire/properties";
import { create, remove, same, update } from "./apply";
import { dependentsToReplace } from "./dependents-to-replace";
import type { Goal } from "./goal";
import { newState } from "./new-state";
import { messageOf, type Run } from "./run";

/** Ends the operation: the reason has been reported. */
class Bail extends Error {}

/**
 * Turns registrations into steps. As in the engine, one registration at a time is checked, compared
 * and decided upon; the steps that come of it then run side by side with those of others.
 */
export class Registrar {
  /** URNs the program has registered. */
  private readonly seen = new Set<string>();
  /** Own URN → the former one that the resource was found by. */
  private readonly found = new Map<string, string>();
  /** URNs that a step of this operation took care of, under the names that the old state has for them. */
  private readonly operated = new Set<string>();
  /** Deleted ahead of a resource that they depend on, and not registered again so far. */
  private readonly deletedEarly = new Set<string>();
  private readonly deletedStates = new Set<ResourceState>();
  /** URNs whose provider did not say whether they changed. */
  private readonly foundHere = new Set<string>();
  private readonly parents = new Map<string, Goal>();
  private deciding: Promise<unknown> = Promise.resolve();

  constructor(private readonly run: Run) {}

  /** Resolves to the resource's state once its steps are done; stays open when the operation was aborted. */
  async register(goal: Goal): Promise<ResourceState> {
    const decided = this.deciding.then(() => this.decide(goal));
    this.deciding = decided.catch(() => undefined);
    let steps: () => Promise<ResourceState | undefined>;
    try {
      steps = await decided;
    } catch (error) {
      if (!(error instanceof Bail)) this.run.abort({ urn: this.urnOf(goal), message: messageOf(error) });
      return new Promise(() => undefined);
    }
    const state = await this.run.work(steps);
    return state ?? new Promise(() => undefined);
  }

  /** Takes in what the program read: it is in the state, but nobody here manages it. */
  take(state: ResourceState): void {
    const old = this.run.snapshot.old(state.urn);
    this.seen.add(state.urn);
    this.operated.add(state.urn);
    if (old !== undefined) this.run.snapshot.remove(old);
    this.run.snapshot.add(state);
    this.run.record({ op: "read", urn: state.urn, type: state.type, ...(old && { old }), new: state, counts: false });
  }

  /** Whether the deletion of leftovers has to leave this one alone. */
  isTakenCareOf(state: ResourceState): boolean {
    return state.delete === true ? this.deletedStates.has(state) : this.operated.has(state.urn);
  }

  private urnOf(goal: Goal): string {
    const { stack, project } = this.run.setup;
    return makeUrn(stack, project, goal.parent, goal.type, goal.name);
  }

  private async decide(goal: Goal): Promise<() => Promise<ResourceState | undefined>> {
    if (this.run.isAborted) throw new Bail();
    this.inherit(goal);
    const urn = this.urnOf(goal);
    if (this.seen.has(urn)) throw this.bail(urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.seen.add(urn);
    this.parents.set(urn, goal);
    const old = this.findOld(urn, goal);
    const provider = goal.custom ? this.run.providers.of(goal) : undefined;

    const early = this.deletedEarly.has(urn);
    const fresh = old === undefined || early || old.external === true;
    const wanted = old === undefined ? goal.inputs : ignoringChanges(goal.inputs, old.inputs, goal.ignoreChanges);
    const inputs = await this.check(provider, urn, goal, fresh ? {} : old.inputs, fresh ? goal.inputs : wanted);
    const state = newState(this.run, urn, goal, old, inputs);

    if (early && old !== undefined) {
      this.deletedEarly.delete(urn);
      this.operated.add(old.urn);
      return () => this.recreate(old, state);
    }
    const diff = old === undefined || old.external === true ? unchanged : await this.diff(provider, goal, old, state);
    const decision = decide(old, diff, goal.deleteBeforeReplace);
    if (old === undefined) return async () => ((await create(this.run, state)) ? state : undefined);

    this.operated.add(old.urn);
    if (decision === "create-then-delete" || decision === "delete-then-create") {
      return this.replacement(decision, provider, goal, old, state);
    }
    if (decision === "update") return async () => ((await update(this.run, old, state, this.foundHere.has(urn))) ? state : undefined);
    return async () => {
      same(this.run, old, state);
      return Promise.resolve(state);
    };
  }

  private async replacement(decision: Decision, provider: Provider | undefined, goal: Goal, old: ResourceState, state: ResourceState) {
    const { run } = this;
    if (state.protect === true && old.protect === true) {
      const message =
        `unable to replace resource ${JSON.stringify(state.urn)}\nas it is currently marked for protection. To unprotect the resource, ` +
        "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`";
      // A preview goes on, so that the change that caused it is shown.
      if (!run.setup.dryRun) throw this.bail(state.urn, message);
      run.report({ severity: "error", urn: state.urn, message });
    }
    // The first check let the old inputs speak for what the program left out; a new instance has none.
    if (old.external !== true) state.inputs = await this.check(provider, state.urn, goal, {}, goal.inputs, state.inputs);
    if (decision === "create-then-delete") {
      return async () => {
        if (!(await create(run, state, old))) return undefined;
        this.recordReplace(old, state);
        return state;
      };
    }
    const dependents = await dependentsToReplace(run, old, (urn) => this.operated.has(urn));
    for (const dependent of dependents) {
      if (dependent.protect === true) {
        throw this.bail(
          state.urn,
          `unable to replace resource ${JSON.stringify(dependent.urn)} as part of replacing ${JSON.stringify(state.urn)} ` +
            "as it is currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource " +
            `in your Pulumi program and run \`pulumi up\`, or use the command:\n\`pulumi state unprotect '${dependent.urn}'\``,
        );
      }
      this.deletedEarly.add(dependent.urn);
      this.deletedStates.add(dependent);
    }
    return async () => {
      // A dependent that an interrupted run has deleted already is deleted once more; `old` is not.
      const doomed = old.pendingReplacement === true ? dependents : [old, ...dependents];
      for (const state of [...doomed].reverse()) {
        if (!(await remove(run, state, "before-replacement", this.deletedEarly))) return undefined;
      }
      return this.recreate(old, state);
    };
  }

  private async recreate(old: ResourceState, state: ResourceState): Promise<ResourceState | undefined> {
    this.recordReplace(old, state);
    return (await create(this.run, state, old)) ? state : undefined;
  }

  private recordReplace(old: ResourceState, state: ResourceState): void {
    this.run.record({ op: "replace", urn: state.urn, type: state.type, old, new: state, counts: true, foundHere: this.foundHere.has(state.urn) });
  }

  /** @param said - the inputs that a message about a property shows: not yet those that the check came up with */
  private async check(provider: Provider | undefined, urn: string, goal: Goal, olds: Properties, news: Properties, said = goal.inputs): Promise<Properties> {
    if (provider === undefined) return goal.inputs;
    const { inputs, failures } = await provider.check(olds, news);
    if (failures.length === 0) return inputs;
    const messages = failures.map(({ property, reason }) =>
      property
        ? `${goal.type} resource '${goal.name}': property ${property} value ${engineValue(said[property])} has a problem: ${reason}`
        : `${goal.type} resource '${goal.name}' has a problem: ${reason}`,
    );
    for (const message of messages.slice(0, -1)) this.run.report({ severity: "error", urn, message });
    throw this.bail(urn, messages.at(-1) ?? "");
  }

  private async diff(provider: Provider | undefined, goal: Goal, old: ResourceState, state: ResourceState): Promise<ResourceDiff> {
    const options = { ...pick(goal), hasInitErrors: (old.initErrors ?? []).length > 0 };
    const answer =
      provider === undefined
        ? { changes: undefined, replaces: [], deleteBeforeReplace: false }
        : await provider.diff(old.id ?? "", old.outputs, state.inputs);
    if (answer.changes === undefined) this.foundHere.add(state.urn);
    return resourceDiff(answer, old.inputs, state.inputs, options);
  }

  private findOld(urn: string, goal: Goal): ResourceState | undefined {
    const { stack, project } = this.run.setup;
    const named = { stack, project, parent: goal.parent, type: goal.type, name: goal.name };
    for (const candidate of [urn, ...formerUrns(named, goal.aliases, (parent) => this.found.get(parent))]) {
      const old = this.run.snapshot.old(candidate);
      if (old === undefined) continue;
      if (candidate !== urn) {
        if (this.seen.has(candidate) || this.operated.has(candidate)) {
          throw this.bail(urn, `Duplicate resource alias '${candidate}' applied to resource with URN '${urn}'`);
        }
        this.found.set(urn, candidate);
        this.run.snapshot.rename(candidate, urn);
      }
      return old;
    }
    return undefined;
  }

  /** What a child has from its parent unless it says otherwise. */
  private inherit(goal: Goal): void {
    const parent = goal.parent === undefined ? undefined : this.parents.get(goal.parent);
    if (parent === undefined) return;
    goal.protect ??= parent.protect;
    goal.retainOnDelete ??= parent.retainOnDelete;
    goal.deletedWith ??= parent.deletedWith;
  }

  private bail(urn: string, message: string): Bail {
    this.run.abort({ urn, message });
    return new Bail(message);
  }
}

const unchanged: ResourceDiff = { changes: false, replace: false, deleteBeforeReplace: false };

/** The options that decide which changes count, and which of them replace. */
function pick({ ignoreChanges, replaceOnChanges }: Goal) {
  return { ignoreChanges, replaceOnChanges };
}
