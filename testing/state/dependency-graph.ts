import { providerUrn, type ResourceState } from "./resource-state";

/** The URNs that a resource needs to exist, its parent aside. */
function neededUrns(state: ResourceState): Set<string> {
  const urns = new Set([...(state.dependencies ?? []), ...Object.values(state.propertyDependencies ?? {}).flat()]);
  if (state.deletedWith !== undefined) urns.add(state.deletedWith);
  if (state.provider !== undefined) urns.add(providerUrn(state.provider));
  return urns;
}

/**
 * What the resources of a snapshot need of each other. A snapshot is a list in which everything
 * stands after what it needs; one URN can stand there twice (a replaced resource that still waits
 * for its deletion), so a need is answered by those that stand before.
 */
export class DependencyGraph {
  constructor(private readonly states: readonly ResourceState[]) {}

  /** What `state` needs directly: dependencies, provider, parent, and all below a component it depends on. */
  dependenciesOf(state: ResourceState): Set<ResourceState> {
    const before = this.states.slice(0, this.states.indexOf(state));
    const urns = neededUrns(state);
    const needed = before.filter((candidate) => urns.has(candidate.urn));
    const components = new Set(needed.filter((candidate) => !candidate.custom).map((candidate) => candidate.urn));
    for (const candidate of before) {
      if (candidate.parent !== undefined && components.has(candidate.parent)) {
        components.add(candidate.urn);
        needed.push(candidate);
      }
    }
    return new Set([...needed, ...before.filter((candidate) => candidate.urn === state.parent)]);
  }

  /** {@link dependenciesOf}, all the way down. */
  allDependenciesOf(state: ResourceState): Set<ResourceState> {
    const found = new Set<ResourceState>();
    const pending = [state];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependency of this.dependenciesOf(next)) {
        if (!found.has(dependency)) pending.push(dependency);
        found.add(dependency);
      }
    }
    return found;
  }

  /** Everything that needs `root` directly or indirectly, in the order of the list; children of a parent are not asked. */
  dependentsOf(root: ResourceState): ResourceState[] {
    const urns = new Set([root.urn]);
    return this.states.slice(this.states.indexOf(root) + 1).filter((candidate) => {
      const depends = [...neededUrns(candidate)].some((urn) => urns.has(urn));
      if (depends) urns.add(candidate.urn);
      return depends;
    });
  }

  /**
   * The condemned in rounds: within a round in any order, and round after round so that nothing is
   * deleted while something that needs it is still there.
   */
  deletionRounds(condemned: readonly ResourceState[]): ResourceState[][] {
    const needs = new Map(condemned.map((state) => [state, this.dependenciesOf(state)]));
    const rounds: ResourceState[][] = [];
    let left = new Set(condemned);
    while (left.size > 0) {
      const round = [...left].filter((state) => ![...(needs.get(state) ?? [])].some((needed) => left.has(needed)));
      rounds.unshift(round);
      left = new Set([...left].filter((state) => !round.includes(state)));
    }
    return rounds;
  }
}
