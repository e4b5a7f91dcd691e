import type { ProviderDiff } from "../plan/provider-diff";
import type { Properties } from "../wire/properties";

/** A property that `check` refused. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/**
 * What the engine asks of the provider of one resource. Properties go in with their secrets marked
 * and come back marked again; in between the provider sees plain values.
 */
export interface Provider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
  diff(id: string, olds: Properties, news: Properties): Promise<ProviderDiff>;
  /** @throws {@link InitializationFailed} when the resource exists but is not what it should be */
  create(inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  /** @throws {@link InitializationFailed} */
  update(id: string, olds: Properties, news: Properties): Promise<{ outputs: Properties }>;
  /** An empty id: the resource is gone. `inputs` only where the provider says them. */
  read(id: string, outputs: Properties, inputs: Properties): Promise<{ id: string; outputs: Properties; inputs?: Properties }>;
  delete(id: string, outputs: Properties): Promise<void>;
}
