import type { ResourceState } from "./resource-state";

/**
 * The state while an operation changes it: what there was (`base`), what this operation produced,
 * and which of both is done with. At each moment {@link Snapshot.resources} is what would be
 * recorded if the operation ended there.
 */
export class Snapshot {
  private readonly produced: ResourceState[] = [];
  private readonly done = new Set<ResourceState>();
  /** Old URN → new URN of resources that were found by an alias. */
  private readonly renamed = new Map<string, string>();

  constructor(public base: readonly ResourceState[]) {}

  add(state: ResourceState): void {
    this.produced.push(state);
  }

  remove(state: ResourceState): void {
    this.done.add(state);
  }

  rename(from: string, to: string): void {
    this.renamed.set(from, to);
  }

  /** The old instance of a URN that the program may go on with. */
  old(urn: string): ResourceState | undefined {
    return this.base.find((state) => state.urn === urn && state.delete !== true);
  }

  /** What this operation has produced under a URN. */
  current(urn: string): ResourceState | undefined {
    return this.produced.findLast((state) => state.urn === urn && !this.done.has(state));
  }

  /** New resources first, in the order of their registration, then the old ones that are left. */
  resources(): ResourceState[] {
    const states = [...this.produced, ...this.base].filter((state) => !this.done.has(state));
    return this.renamed.size === 0 ? states : states.map((state) => this.withNewNames(state));
  }

  private withNewNames(state: ResourceState): ResourceState {
    const to = (urn: string) => this.renamed.get(urn) ?? urn;
    return {
      ...state,
      ...(state.parent !== undefined && { parent: to(state.parent) }),
      ...(state.dependencies && { dependencies: state.dependencies.map(to) }),
      ...(state.propertyDependencies && {
        propertyDependencies: Object.fromEntries(
          Object.entries(state.propertyDependencies).map(([key, urns]) => [key, urns.map(to)]),
        ),
      }),
      ...(state.deletedWith !== undefined && { deletedWith: to(state.deletedWith) }),
    };
  }
}
