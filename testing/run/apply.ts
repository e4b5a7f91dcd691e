import { InitializationFailed } from "../errors/initialization-failed";
import { parseUrn } from "../state/urn";
import { isProviderType, type ResourceState } from "../state/resource-state";
import { messageOf, withSecretOutputs, type Run } from "./run";
import type { Step } from "./step";

/*
 * The steps that change something. Each does it, records it in the snapshot, and returns whether
 * it succeeded; a failure has been reported, and the operation aborted, when it returns.
 */

/** Creates `state`; with `replaced`, as the new instance of a replacement. */
export async function create(run: Run, state: ResourceState, replaced?: ResourceState): Promise<boolean> {
  const step: Step = {
    op: replaced === undefined ? "create" : "create-replacement",
    ...about(state),
    ...(replaced && { old: replaced }),
    new: state,
    counts: replaced === undefined,
  };
  const now = new Date().toISOString();
  Object.assign(state, { created: now, modified: now });
  let unready: InitializationFailed | undefined;
  if (!state.custom || run.setup.dryRun) {
    // A dynamic provider takes no part in previews: what a resource will have besides its inputs
    // is unknown, and so is its id.
    if (state.custom) state.outputs = state.inputs;
  } else {
    try {
      Object.assign(state, await provider(run, state).create(state.inputs));
    } catch (error) {
      if (!(error instanceof InitializationFailed)) return fail(run, step, error);
      unready = error;
      Object.assign(state, { id: error.id, outputs: error.properties, initErrors: [...error.reasons] });
    }
  }
  withSecretOutputs(state);
  run.snapshot.add(state);
  if (replaced?.pendingReplacement === true) run.snapshot.remove(replaced);
  else if (replaced !== undefined) replaced.delete = true;
  if (unready !== undefined) return fail(run, step, unready);
  run.record(step);
  return true;
}

/**
 * Updates `old` in place to `state`.
 *
 * @param foundHere - as in {@link Step.foundHere}
 */
export async function update(run: Run, old: ResourceState, state: ResourceState, foundHere: boolean): Promise<boolean> {
  const step: Step = { op: "update", ...about(state), old, new: state, counts: true, foundHere };
  if (old.id !== undefined) state.id = old.id;
  let unready: InitializationFailed | undefined;
  if (!state.custom) {
    // A component's outputs come with registerResourceOutputs.
  } else if (run.setup.dryRun) {
    state.outputs = state.inputs;
  } else {
    try {
      const updated = await provider(run, state).update(old.id ?? "", old.outputs, state.inputs);
      state.outputs = updated.outputs;
    } catch (error) {
      if (!(error instanceof InitializationFailed)) return fail(run, step, error);
      unready = error;
      // It was not updated to the new inputs, so the old ones stay; what there is, is what the error says.
      Object.assign(state, { inputs: old.inputs, outputs: error.properties, initErrors: [...error.reasons] });
    }
    state.modified = new Date().toISOString();
  }
  withSecretOutputs(state);
  run.snapshot.remove(old);
  run.snapshot.add(state);
  if (unready !== undefined) return fail(run, step, unready);
  run.record(step);
  return true;
}

/** Nothing to do: the program's inputs are recorded, everything else stays. */
export function same(run: Run, old: ResourceState, state: ResourceState): void {
  if (old.id !== undefined) state.id = old.id;
  state.outputs = old.outputs;
  withSecretOutputs(state);
  run.snapshot.remove(old);
  run.snapshot.add(state);
  run.record({ op: "same", ...about(state), old, new: state, counts: true });
}

/** Why a deletion takes place: it is wanted, or it is half of a replacement. */
export type Deletion = "wanted" | "replaced" | "before-replacement";

/**
 * Deletes `old`.
 *
 * @param others - the URNs that this operation deletes, for `deletedWith`
 */
export async function remove(run: Run, old: ResourceState, deletion: Deletion, others: ReadonlySet<string>): Promise<boolean> {
  const step: Step = { op: deletion === "wanted" ? "delete" : "delete-replaced", ...about(old), old, counts: deletion === "wanted" };
  if (deletion === "wanted" && old.protect === true) {
    // Other deletions go on, so that a person hears of every protected resource in one run.
    const message =
      `resource ${JSON.stringify(old.urn)} cannot be deleted\nbecause it is protected. To unprotect the resource, ` +
      "either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
      `\`pulumi state unprotect '${old.urn}'\``;
    run.fail(step, message);
    return false;
  }
  const goesAlong = old.deletedWith !== undefined && others.has(old.deletedWith);
  const isCalled = old.custom && old.external !== true && old.retainOnDelete !== true && !goesAlong;
  if (isCalled && !run.setup.dryRun && !isProviderType(old.type)) {
    try {
      await provider(run, old).delete(old.id ?? "", old.outputs);
    } catch (error) {
      return fail(run, step, error);
    }
  }
  if (deletion === "before-replacement") old.pendingReplacement = true;
  else run.snapshot.remove(old);
  run.record(step);
  return true;
}

function fail(run: Run, step: Step, error: unknown): false {
  run.fail(step, messageOf(error));
  run.stop();
  return false;
}

function about(state: ResourceState): { urn: string; type: string } {
  return { urn: state.urn, type: state.type };
}

function provider(run: Run, state: ResourceState) {
  return run.providers.of({ type: state.type, name: parseUrn(state.urn).name });
}
