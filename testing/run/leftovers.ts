import { DependencyGraph } from "../state/dependency-graph";
import type { ResourceState } from "../state/resource-state";
import { remove } from "./apply";
import type { Run } from "./run";

/**
 * Deletes what the program no longer has, and the old instances of what was replaced: whatever
 * depends on something is deleted before it. What an undeletable resource depends on is kept.
 */
export async function deleteLeftovers(run: Run, isTakenCareOf: (state: ResourceState) => boolean): Promise<void> {
  const { base } = run.snapshot;
  const condemned = base.filter((state) => !isTakenCareOf(state));
  const urns = new Set(condemned.map((state) => state.urn));
  const graph = new DependencyGraph(base);
  const kept = new Set<ResourceState>();
  for (const round of graph.deletionRounds(condemned)) {
    const deletions = Promise.all(
      round
        .filter((state) => !kept.has(state) && !run.isAborted)
        .map((state) =>
          run.work(async () => {
            // It is deleted already; only its replacement never came.
            if (state.pendingReplacement === true) {
              run.snapshot.remove(state);
              return;
            }
            if (await remove(run, state, state.delete === true ? "replaced" : "wanted", urns)) return;
            for (const needed of graph.allDependenciesOf(state)) kept.add(needed);
          }),
        ),
    );
    await Promise.race([deletions, run.aborted]);
  }
}
