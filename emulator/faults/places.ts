import type { World } from "../world/world";
import type { Place } from "./place";

/** Where requests of the world's planes go. */
export function* placesOf(world: World): Generator<Place> {
  for (const { id: subscriptionId, resourceGroups } of world.subscriptions) {
    yield { plane: "arm", subscriptionId };
    for (const { pools } of resourceGroups) {
      for (const { name: hostPool, hosts } of pools) {
        yield { plane: "arm", subscriptionId, hostPool };
        for (const { name: sessionHost } of hosts) yield { plane: "arm", subscriptionId, hostPool, sessionHost };
      }
    }
  }
  for (const { host } of world.rds.desktops) yield { plane: "wsman", sessionHost: host.name };
}
