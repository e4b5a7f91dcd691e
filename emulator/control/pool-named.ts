import type { HostPool } from "../world/host-pool";
import type { World } from "../world/world";
import { ControlError } from "./control-error";

/** A host pool by its name alone, or the only one that there is. @throws ControlError, SubscriptionNotFound */
export function poolNamed(world: World, name: string | undefined, subscription: string | undefined): HostPool {
  const [pool, another] = name === undefined ? world.hostPools(subscription) : world.hostPoolsNamed(name, subscription);
  const which = name === undefined ? "host pool" : `host pool ${name}`;
  if (!pool) throw new ControlError(404, `There is no ${which}. /_emulator/world shows what there is.`);
  if (another) throw new ControlError(409, `There is more than one ${which}. Say which, by its name, by ?subscription= or by one of its hosts.`);
  return pool;
}
