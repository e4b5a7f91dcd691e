import { systemClock, type Clock } from "./clock";
import { endWithEngine } from "./engine-watch";
import { lifecycleOf } from "./lifecycle-of";
import type { ResourceName } from "./resource-name";

/** The part of Pulumi's `ConfigureRequest` that is needed here. */
export interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined };
}

/**
 * Gives a deserialized provider its methods. All that Pulumi serializes into a stack's state is an object that calls this;
 * see `resources/provider.ts`. The engine configures a provider before anything else, and calls it in parallel as soon as
 * this has returned, so it is synchronous.
 *
 * @param clock by which deadlines and windows are kept.
 */
export function configure(provider: { readonly intent: ResourceName }, { config }: ConfigureRequest, clock: Clock = systemClock): void {
  endWithEngine();
  const lifecycle = lifecycleOf(provider.intent, (key) => config.get(`desktop-sessions:${key}`), clock);
  for (const method of ["check", "diff", "create", "read", "update", "delete"] as const) {
    Object.assign(provider, { [method]: (lifecycle[method] as () => unknown).bind(lifecycle) });
  }
}
