import type { ResourceState } from "../state/resource-state";
import type { ResourceDiff } from "./provider-diff";

/** What becomes of one registered resource. */
export type Decision = "create" | "same" | "update" | "create-then-delete" | "delete-then-create";

/**
 * @param old - what the state has under this URN, if anything
 * @param diff - how the program's resource differs from it; not asked for when there is no `old`
 * @param deleteBeforeReplace - the resource option, which overrules the provider
 */
export function decide(
  old: Pick<ResourceState, "initErrors" | "pendingReplacement" | "external"> | undefined,
  diff: ResourceDiff,
  deleteBeforeReplace: boolean | undefined,
): Decision {
  if (old === undefined) return "create";
  // Taking over what was only read so far: it is not ours to change.
  if (old.external === true) return "create-then-delete";
  if (old.pendingReplacement === true || (diff.changes && diff.replace)) {
    return (deleteBeforeReplace ?? diff.deleteBeforeReplace) ? "delete-then-create" : "create-then-delete";
  }
  // An initialization that failed is tried again even though nothing changed.
  return diff.changes || (old.initErrors ?? []).length > 0 ? "update" : "same";
}
