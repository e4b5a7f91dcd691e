import type { ResourceState } from "../state/resource-state";
import type { Properties } from "../wire/properties";
import type { Goal } from "./goal";
import type { Run } from "./run";

/**
 * The state that a goal leads to, before any step: without id and outputs. What is off or empty is left out.
 *
 * @param inputs - as `check` returned them
 */
export function newState(run: Run, urn: string, goal: Goal, old: ResourceState | undefined, inputs: Properties): ResourceState {
  return {
    urn,
    custom: goal.custom,
    type: goal.type,
    inputs,
    outputs: {},
    ...(goal.parent !== undefined && { parent: goal.parent }),
    ...(goal.custom && { provider: run.providers.reference(goal.type, run.snapshot) }),
    ...(goal.dependencies.length > 0 && { dependencies: goal.dependencies }),
    ...(Object.keys(goal.propertyDependencies).length > 0 && { propertyDependencies: goal.propertyDependencies }),
    ...(goal.deletedWith !== undefined && { deletedWith: goal.deletedWith }),
    ...(goal.protect === true && { protect: true }),
    ...(goal.retainOnDelete === true && { retainOnDelete: true }),
    ...(goal.additionalSecretOutputs.length > 0 && { additionalSecretOutputs: goal.additionalSecretOutputs }),
    ...(Object.keys(goal.customTimeouts).length > 0 && { customTimeouts: goal.customTimeouts }),
    ...(goal.ignoreChanges.length > 0 && { ignoreChanges: goal.ignoreChanges }),
    ...(goal.replaceOnChanges.length > 0 && { replaceOnChanges: goal.replaceOnChanges }),
    ...(old?.created !== undefined && { created: old.created }),
    ...(old?.modified !== undefined && { modified: old.modified }),
  };
}
