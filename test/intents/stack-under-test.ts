import type * as automation from "@pulumi/pulumi/automation";

/** What the cases need of a stack: the Automation API's, and the test stack's. */
export interface StackUnderTest
  extends Pick<automation.Stack, "up" | "preview" | "refresh" | "previewRefresh" | "destroy" | "exportStack" | "setAllConfig"> {
  /** The state as it lies where it is kept, secrets encrypted. */
  stored(): Promise<string>;
}

/** Makes an empty stack whose programs and providers run with this environment. */
export type StackFactory = (program: automation.PulumiFn, environment: Record<string, string>) => Promise<StackUnderTest>;
