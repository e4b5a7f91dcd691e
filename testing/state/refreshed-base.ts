import type { ResourceState } from "./resource-state";

/**
 * The base after a refresh: each resource as it was read, those that are gone left out, and no
 * reference to them kept. A child of a gone parent moves up to the parent's parent.
 *
 * @param refreshed - what a resource turned into; `undefined` when nothing was found any more
 */
export function refreshedBase(
  base: readonly ResourceState[],
  refreshed: ReadonlyMap<ResourceState, ResourceState | undefined>,
): ResourceState[] {
  const present = new Set<string>();
  const parents = new Map(base.map((state) => [state.urn, state.parent]));
  return base.flatMap((old) => {
    const read = refreshed.has(old) ? refreshed.get(old) : old;
    if (read === undefined) return [];
    const state = { ...read };
    const { dependencies = [], propertyDependencies = {} } = state;
    const left = dependencies.filter((urn) => present.has(urn));
    // A property without dependencies keeps no entry: the engine rebuilds the map from those it has.
    const leftByProperty = Object.entries(propertyDependencies)
      .map(([key, urns]) => [key, urns.filter((urn) => present.has(urn))] as const)
      .filter(([, urns]) => urns.length > 0);
    delete state.dependencies;
    delete state.propertyDependencies;
    if (left.length > 0) state.dependencies = left;
    if (leftByProperty.length > 0) state.propertyDependencies = Object.fromEntries(leftByProperty);
    if (state.deletedWith !== undefined && !present.has(state.deletedWith)) delete state.deletedWith;
    while (state.parent !== undefined && !present.has(state.parent)) {
      const grandparent = parents.get(state.parent);
      if (grandparent === undefined) delete state.parent;
      else state.parent = grandparent;
    }
    present.add(state.urn);
    return [state];
  });
}
