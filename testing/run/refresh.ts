import { changedKeys } from "../plan/input-diff";
import { resourceDiff } from "../plan/provider-diff";
import { isProviderType, type ResourceState } from "../state/resource-state";
import { refreshedBase } from "../state/refreshed-base";
import { parseUrn } from "../state/urn";
import { messageOf, withSecretOutputs, type Run } from "./run";

/**
 * Reads every resource and makes what was read the new base. One failure does not keep the others
 * from being read; the operation fails in the end.
 *
 * @param shown - whether the refresh is the operation itself (its results are the changes of the
 *   summary), or only precedes one
 */
export async function refresh(run: Run, shown: boolean): Promise<void> {
  const read = new Map<ResourceState, ResourceState | undefined>();
  await Promise.all(
    run.snapshot.base.map((old) =>
      run.work(async () => {
        try {
          read.set(old, await refreshOne(run, old, shown));
        } catch (error) {
          run.fail({ op: "refresh", urn: old.urn, type: old.type, old, counts: false }, messageOf(error));
        }
      }),
    ),
  );
  run.snapshot.base = refreshedBase(run.snapshot.base, read);
}

async function refreshOne(run: Run, old: ResourceState, shown: boolean): Promise<ResourceState | undefined> {
  const record = (op: "same" | "update" | "delete", state?: ResourceState) =>
    run.record({ op: shown ? op : "refresh", urn: old.urn, type: old.type, old, ...(state && { new: state }), counts: shown });
  // There is nothing to read of these.
  if (!old.custom || isProviderType(old.type) || old.pendingReplacement === true) {
    record("same", old);
    return old;
  }
  const provider = run.providers.of({ type: old.type, name: parseUrn(old.urn).name });
  const found = await provider.read(old.id ?? "", old.outputs, old.inputs);
  if (found.id === "") {
    record("delete");
    return undefined;
  }
  const { initErrors: _cured, ...kept } = old;
  const inputs = found.inputs ?? old.inputs;
  const state = withSecretOutputs({ ...(kept as ResourceState), id: found.id, inputs, outputs: found.outputs });
  // What the next `up` of an unchanged program would find, hence the wrong way round: the state
  // that was read in the place of the old one, and the old inputs in that of the program's.
  const answer = await provider.diff(found.id, state.outputs, old.inputs);
  if (changedKeys(old.inputs, inputs).length + changedKeys(old.outputs, state.outputs).length > 0) {
    state.modified = new Date().toISOString();
  }
  const options = old.ignoreChanges === undefined ? {} : { ignoreChanges: old.ignoreChanges };
  record(resourceDiff(answer, inputs, old.inputs, options).changes ? "update" : "same", state);
  return state;
}
