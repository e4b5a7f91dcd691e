import { resourceDiff } from "../plan/provider-diff";
import { DependencyGraph } from "../state/dependency-graph";
import type { ResourceState } from "../state/resource-state";
import { parseUrn } from "../state/urn";
import { unknownValue } from "../wire/properties";
import type { Run } from "./run";

/**
 * Those that have to go before `root` is deleted to be replaced, because a change of what they take
 * from it would replace them too. Their providers are asked, with that value unknown.
 *
 * @param isRegistered - whether the program has registered a URN already: then it cannot depend on
 *   what is registered only now
 * @returns in the order of their dependencies
 */
export async function dependentsToReplace(run: Run, root: ResourceState, isRegistered: (urn: string) => boolean): Promise<ResourceState[]> {
  const replaced = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const state of new DependencyGraph(run.snapshot.base).dependentsOf(root)) {
    if (!state.custom || state.external === true || state.delete === true || isRegistered(state.urn)) continue;
    const depends = (key: string) => (state.propertyDependencies?.[key] ?? []).some((urn) => replaced.has(urn));
    if (!Object.keys(state.inputs).some(depends)) continue;
    const inputs = Object.fromEntries(Object.entries(state.inputs).map(([key, value]) => [key, depends(key) ? unknownValue : value]));
    const provider = run.providers.of({ type: state.type, name: parseUrn(state.urn).name });
    const answer = await provider.diff(state.id ?? "", state.outputs, inputs);
    const { ignoreChanges = [], replaceOnChanges = [] } = state;
    if (!resourceDiff(answer, state.inputs, inputs, { ignoreChanges, replaceOnChanges }).replace) continue;
    replaced.add(state.urn);
    found.push(state);
  }
  return found;
}
