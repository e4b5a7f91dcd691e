import type * as pulumi from "@pulumi/pulumi";
import { changedKeys } from "../plan/input-diff";
import type { Properties } from "../wire/properties";
import { keepSecrets } from "../wire/secret";
import { acrossTheWire, toProvider } from "../wire/struct";
import type { ProviderDiff } from "../plan/provider-diff";
import type { CheckFailure, Provider } from "./provider";

/**
 * Stands in for the provider of a resource that is not dynamic, by the caller's mocks: what
 * `newResource` returns is the resource, created and updated alike. It never drifts, it is never
 * replaced, and there is nothing behind it to delete.
 */
export class MockedProvider implements Provider {
  constructor(
    private readonly mocks: pulumi.runtime.Mocks,
    private readonly resource: { type: string; name: string },
  ) {}

  check(_olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    return Promise.resolve({ inputs: news, failures: [] });
  }

  diff(_id: string, olds: Properties, news: Properties): Promise<ProviderDiff> {
    // The outputs hold what the mock made up as well, so only what is asked for can be compared.
    const before = Object.fromEntries(Object.keys(news).map((key) => [key, olds[key]]));
    return Promise.resolve({ changes: changedKeys(before, news).length > 0, replaces: [], deleteBeforeReplace: false });
  }

  async create(inputs: Properties, id?: string): Promise<{ id: string; outputs: Properties }> {
    const result = await this.mocks.newResource({
      ...this.resource,
      inputs: toProvider(inputs),
      custom: true,
      ...(id !== undefined && { id }),
    });
    const state = acrossTheWire(result.state as Properties);
    return { id: result.id ?? id ?? this.resource.name, outputs: keepSecrets(state, inputs) };
  }

  async update(id: string, _olds: Properties, news: Properties): Promise<{ outputs: Properties }> {
    return this.create(news, id);
  }

  read(id: string, outputs: Properties): Promise<{ id: string; outputs: Properties }> {
    return Promise.resolve({ id, outputs });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }
}
