import { randomUUID } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { UnsupportedByTestStack } from "../errors/unsupported-by-test-stack";
import { DynamicProvider } from "../host/dynamic-provider";
import { MockedProvider } from "../host/mocked-provider";
import type { Provider } from "../host/provider";
import { isDynamicType, isProviderType, type ResourceState } from "../state/resource-state";
import { makeUrn } from "../state/urn";
import { makeSecret, revealedProperties } from "../wire/secret";
import { changedKeys } from "../plan/input-diff";
import type { ConfigEntries } from "../config";
import type { Snapshot } from "../state/snapshot";

/** The providers of one operation. */
export class Providers {
  private readonly dynamic: DynamicProvider;

  constructor(
    private readonly stack: string,
    private readonly project: string,
    private readonly config: ConfigEntries,
    readonly mocks: pulumi.runtime.Mocks | undefined,
    heard: (text: string) => void,
  ) {
    this.dynamic = new DynamicProvider(revealedProperties(this.configInputs()) as Record<string, string>, project, heard);
  }

  /** @throws {@link UnsupportedByTestStack} for a resource that is not dynamic, unless there are mocks for it */
  of(resource: { type: string; name: string }): Provider {
    if (isDynamicType(resource.type)) return this.dynamic;
    if (this.mocks !== undefined && !isProviderType(resource.type)) return new MockedProvider(this.mocks, resource);
    throw new UnsupportedByTestStack(
      `the resource ${resource.name} of type ${resource.type}`,
      "its provider is a plugin, and only dynamic providers run in process",
      "Pass `mocks` to createTestStack, or use the Pulumi CLI.",
    );
  }

  /**
   * The reference to the default provider of a type's package, whose resource is put into the
   * snapshot when it is not there yet: without it the real CLI refuses the state.
   */
  reference(type: string, snapshot: Snapshot): string {
    const name = type.split(":")[0] ?? type;
    const providerType = `pulumi:providers:${name}`;
    const urn = makeUrn(this.stack, this.project, undefined, providerType, "default");
    const current = snapshot.current(urn) ?? this.register(urn, providerType, snapshot);
    return `${urn}::${current.id ?? ""}`;
  }

  private register(urn: string, type: string, snapshot: Snapshot): ResourceState {
    const old = snapshot.old(urn);
    // The provider of dynamic resources is configured with the whole stack configuration.
    const inputs = type.endsWith(":pulumi-nodejs") ? this.configInputs() : {};
    const changed = old === undefined || changedKeys(old.inputs, inputs).length > 0;
    const now = new Date().toISOString();
    const state: ResourceState = {
      urn,
      custom: true,
      type,
      id: old?.id ?? randomUUID(),
      inputs,
      outputs: inputs,
      created: old?.created ?? now,
      modified: changed ? now : (old.modified ?? now),
    };
    if (old !== undefined) snapshot.remove(old);
    snapshot.add(state);
    return state;
  }

  private configInputs(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.config].map(([key, { value, secret }]) => [key, secret === true ? makeSecret(value) : value]),
    );
  }
}
