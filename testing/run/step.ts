import type * as automation from "@pulumi/pulumi/automation";
import type { ResourceState } from "../state/resource-state";

/** One thing that an operation did, or would do, to one resource. */
export interface Step {
  op: automation.OpType;
  urn: string;
  type: string;
  old?: ResourceState;
  new?: ResourceState;
  /**
   * Whether it counts as a change of its own in the summary. The two halves of a replacement do
   * not, nor does the refresh that precedes an update.
   */
  counts: boolean;
  /** The provider left it to the engine to find the differences; then nothing else is shown. */
  foundHere?: boolean;
  /** It was tried and did not succeed: why. */
  failure?: string;
}

/** How often each kind of change occurred, in the shape of the CLI's summary. */
export function changeSummary(steps: readonly Step[]): automation.OpMap {
  const counts: automation.OpMap = {};
  for (const step of steps) {
    if (step.counts && step.failure === undefined) counts[step.op] = (counts[step.op] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => a.localeCompare(b)));
}

/** Whether anything in a summary is a change. */
export function hasChanges(summary: automation.OpMap): boolean {
  return Object.keys(summary).some((op) => op !== "same" && op !== "read");
}
