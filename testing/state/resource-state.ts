import type { Properties } from "../wire/properties";

/**
 * One resource in the state, with the names that Pulumi's deployment format has (`ResourceV3` in
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go), secrets unencrypted.
 *
 * `delete` and `pendingReplacement` are set on the very object while an operation runs, as the
 * engine does: the snapshot tells old from new by identity, since both bear the same URN.
 */
export interface ResourceState {
  urn: string;
  custom: boolean;
  type: string;
  id?: string;
  inputs: Properties;
  outputs: Properties;
  parent?: string;
  /** `<URN of the provider>::<its id>` */
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  deletedWith?: string;
  /** An old instance that waits to be deleted: its replacement exists. */
  delete?: boolean;
  /** Deleted in order to be replaced, and not created again yet. */
  pendingReplacement?: boolean;
  protect?: boolean;
  retainOnDelete?: boolean;
  /** Read, not managed. */
  external?: boolean;
  initErrors?: string[];
  additionalSecretOutputs?: string[];
  /** Operation → seconds. */
  customTimeouts?: Record<string, number>;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  created?: string;
  modified?: string;
  /** Fields of the format that the test stack has no use for, kept as they came. */
  [other: string]: unknown;
}

/** The type of the one resource that every other descends from. */
export const stackType = "pulumi:pulumi:Stack";

/** Whether this is the resource of a provider, like `pulumi:providers:pulumi-nodejs`. */
export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** Whether this type is served by the dynamic-provider host. */
export function isDynamicType(type: string): boolean {
  return type.startsWith("pulumi-nodejs:dynamic");
}

/** Providers that the engine made of its own accord: it neither shows nor counts them. */
export function isDefaultProvider(state: Pick<ResourceState, "urn" | "type">): boolean {
  return isProviderType(state.type) && (state.urn.split("::")[3] ?? "").startsWith("default");
}

/** The URN inside a provider reference. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}
