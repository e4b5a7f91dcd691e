import type * as automation from "@pulumi/pulumi/automation";

/** What the cases need of a stack: the Automation API's, and the test stack's. */
export type StackUnderTest = Pick<
  automation.Stack,
  "up" | "preview" | "refresh" | "previewRefresh" | "destroy" | "outputs" | "exportStack" | "setConfig"
>;

/** Makes an empty stack of the project `lamps`, which runs `program`. */
export type StackFactory = (name: string, program: automation.PulumiFn) => Promise<StackUnderTest>;

/** One resource of an exported state, as far as the cases look at it. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  parent?: string;
  dependencies?: string[];
  initErrors?: string[];
  protect?: boolean;
  delete?: boolean;
  customTimeouts?: Record<string, number>;
}

/** The resources of a stack's state by their names; the stack and its default provider left out. */
export async function resourcesOf(stack: StackUnderTest): Promise<Record<string, ExportedResource>> {
  const { deployment } = (await stack.exportStack()) as { deployment: { resources?: ExportedResource[] } };
  const own = (deployment.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:"));
  return Object.fromEntries(own.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
}
