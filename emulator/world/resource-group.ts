import { HostPoolNotFound } from "./errors/host-pool-not-found";
import type { HostPool } from "./host-pool";
import type { Subscription } from "./subscription";

/** A resource group and the host pools in it. */
export class ResourceGroup {
  readonly subscription: Subscription;
  readonly name: string;
  readonly location: string;
  readonly #pools = new Map<string, HostPool>();

  constructor(subscription: Subscription, name: string, location = "westus2") {
    this.subscription = subscription;
    this.name = name;
    this.location = location;
  }

  /** Its ARM id, in the case in which the seed wrote its names. */
  get path(): string {
    return `/subscriptions/${this.subscription.id}/resourceGroups/${this.name}`;
  }

  /** In the order in which they were made. */
  get pools(): Iterable<HostPool> {
    return this.#pools.values();
  }

  /** @throws HostPoolNotFound */
  pool(name: string): HostPool {
    const pool = this.#pools.get(name.toLowerCase());
    if (!pool) throw new HostPoolNotFound(name, this.name);
    return pool;
  }

  add(pool: HostPool): void {
    this.#pools.set(pool.name.toLowerCase(), pool);
  }
}
