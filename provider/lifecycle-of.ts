import type { Clock } from "./clock";
import type { ReadConfig } from "./connect";
import { HostLifecycle } from "./hosts/host-lifecycle";
import { hostArguments, type HostIntentName } from "./hosts/host-args";
import { ReturnLifecycle } from "./hosts/return-lifecycle";
import { Lifecycle } from "./lifecycle";
import type { ResourceName } from "./resource-name";

/** @param config reads the stack's configuration, at the moment of each call. */
export function lifecycleOf(name: ResourceName, config: ReadConfig, clock: Clock): Lifecycle | HostLifecycle | ReturnLifecycle {
  if (name === "HostReturned") return new ReturnLifecycle(config, clock);
  return isHostIntent(name) ? new HostLifecycle(name, config, clock) : new Lifecycle(name, config, clock);
}

const isHostIntent = (name: ResourceName): name is HostIntentName => Object.hasOwn(hostArguments, name);
