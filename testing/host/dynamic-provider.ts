import type * as pulumi from "@pulumi/pulumi";
import { InitializationFailed } from "../errors/initialization-failed";
import type { ProviderDiff } from "../plan/provider-diff";
import { providerKey, unknownValue, type Properties } from "../wire/properties";
import { keepSecrets } from "../wire/secret";
import { acrossTheWire, toProvider } from "../wire/struct";
import type { CheckFailure, Provider } from "./provider";
import { ProviderConfig } from "./provider-config";
import { overhearing } from "./provider-output";
import { deserializeProvider } from "./serialized-provider";

/**
 * The engine's host of dynamic providers, for one operation: each `__provider` string is evaluated
 * and configured once. Which string is run follows the real host: `check` and `diff` take the new
 * inputs' (the old ones' where the new is not known yet), `create` and `update` the new, `read` and
 * `delete` that of the state.
 *
 * See https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/cmd/dynamic-provider/index.ts
 */
export class DynamicProvider implements Provider {
  private readonly providers = new Map<unknown, pulumi.dynamic.ResourceProvider>();

  constructor(
    private readonly config: Readonly<Record<string, string>>,
    private readonly projectName: string,
    /** Hears what providers print. */
    private readonly heard: (text: string) => void = () => undefined,
  ) {}

  async check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }> {
    const [before, asked] = [toProvider(olds), toProvider(news)];
    const provider = await this.providerOf(asked[providerKey] === unknownValue ? before : asked);
    const result = provider.check === undefined ? undefined : await this.hear(() => provider.check?.(before, asked));
    const inputs = (result?.inputs ?? asked) as Properties;
    inputs[providerKey] = asked[providerKey];
    return { inputs: keepSecrets(acrossTheWire(inputs), news), failures: result?.failures ?? [] };
  }

  async diff(id: string, olds: Properties, news: Properties): Promise<ProviderDiff> {
    const [before, asked] = [toProvider(olds), toProvider(news)];
    const provider = await this.providerOf(asked[providerKey] === unknownValue ? before : asked);
    const result = provider.diff === undefined ? {} : await this.hear(() => provider.diff!(id, before, asked));
    return {
      changes: typeof result.changes === "boolean" ? result.changes : undefined,
      replaces: result.replaces ?? [],
      deleteBeforeReplace: result.deleteBeforeReplace ?? false,
    };
  }

  async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const asked = toProvider(inputs);
    const provider = await this.providerOf(asked);
    const result = await withInitializationErrors(inputs, () => this.hear(() => provider.create(asked)));
    const outputs = acrossTheWire(withProvider(result.outs as Properties | undefined, asked));
    if (!result.id) throw new Error("plugin returned empty resource.ID from create");
    return { id: result.id, outputs: keepSecrets(outputs, inputs) };
  }

  async update(id: string, olds: Properties, news: Properties): Promise<{ outputs: Properties }> {
    const [before, asked] = [toProvider(olds), toProvider(news)];
    const provider = await this.providerOf(asked);
    const result = await withInitializationErrors(news, () => this.hear(() => provider.update?.(id, before, asked)));
    return { outputs: keepSecrets(acrossTheWire(withProvider(result?.outs as Properties | undefined, asked)), news) };
  }

  async read(id: string, outputs: Properties, inputs: Properties): Promise<{ id: string; outputs: Properties; inputs?: Properties }> {
    const state = toProvider(outputs);
    const provider = await this.providerOf(state);
    if (provider.read === undefined) return { id, outputs };
    const result = await this.hear(() => provider.read!(id, state));
    const read = keepSecrets(acrossTheWire(withProvider(result.props as Properties | undefined, state)), outputs);
    // `inputs` came with @pulumi/pulumi 3.216; in the types of older versions it is not there.
    const said = (result as { inputs?: Properties }).inputs;
    return {
      id: result.id ?? "",
      outputs: read,
      ...(said && { inputs: keepSecrets(acrossTheWire(withProvider(said, state)), inputs) }),
    };
  }

  async delete(id: string, outputs: Properties): Promise<void> {
    const state = toProvider(outputs);
    const provider = await this.providerOf(state);
    await this.hear(() => provider.delete?.(id, state));
  }

  private hear<T>(work: () => T): T {
    return overhearing(this.heard, work);
  }

  private async providerOf(properties: Properties): Promise<pulumi.dynamic.ResourceProvider> {
    const source = properties[providerKey];
    let provider = this.providers.get(source);
    if (provider === undefined) {
      provider = deserializeProvider(source);
      // Remembered before it is configured, as the host does: a second call may come in between.
      this.providers.set(source, provider);
      await provider.configure?.({ config: new ProviderConfig(this.config, this.projectName) });
    }
    return provider;
  }
}

function withProvider(result: Properties | undefined, properties: Properties): Properties {
  return { ...result, [providerKey]: properties[providerKey] };
}

/** An error that names an id is an initialization error, whatever its class. */
async function withInitializationErrors<T>(inputs: Properties, act: () => T): Promise<Awaited<T>> {
  try {
    return await act();
  } catch (error) {
    const { id, properties, reasons } = error as { id?: string; properties?: Properties; reasons?: string[] };
    if (!id) throw error;
    throw new InitializationFailed(id, keepSecrets(acrossTheWire(properties ?? {}), inputs), reasons ?? [], { cause: error });
  }
}
