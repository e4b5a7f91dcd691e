import { randomUUID } from "node:crypto";
import { readSeed } from "./seed/read-seed";
import { sampleWorld } from "./seed/sample-world";
import type { Seed, SeedSubscription } from "./seed/seed";
import { SubscriptionTaken } from "./world/errors/subscription-taken";
import type { World } from "./world/world";

/** What a new subscription is to be like. */
export interface NewSubscription extends SeedSubscription {
  /** Default: a new one. */
  subscriptionId?: string | undefined;
}

/** Subscriptions that the seed does not have: each job of a shared emulator gets one of its own. */
export class AddedSubscriptions {
  readonly #world: World;
  /** What a subscription has of which nothing else is said. */
  readonly #template: SeedSubscription | null;
  /** By id in lower case. */
  readonly #added = new Map<string, Seed>();

  /** @param first what the emulator was started with */
  constructor(world: World, first: Seed) {
    this.#world = world;
    this.#template = Object.values(first.subscriptions ?? sampleWorld.subscriptions ?? {})[0] ?? null;
  }

  /** @returns its id. @throws SubscriptionTaken, SeedRefused, TenantNotFound */
  add({ subscriptionId = randomUUID(), ...stated }: NewSubscription = {}): string {
    if (this.#world.hasSubscription(subscriptionId)) throw new SubscriptionTaken(subscriptionId);
    const subscription = Object.keys(stated).length === 0 ? this.#template : stated;
    const seed = readSeed({ subscriptions: { [subscriptionId]: subscription } });
    this.#world.restore(seed, subscriptionId);
    this.#added.set(subscriptionId.toLowerCase(), seed);
    return subscriptionId;
  }

  /** One of the seed, too, which a reset brings back: one that was added is of the seed once the world was saved and started again. @throws SubscriptionNotFound */
  remove(subscriptionId: string): void {
    this.#world.removeSubscription(subscriptionId);
    this.#added.delete(subscriptionId.toLowerCase());
  }

  /** Puts the world back, or a subscription as it was added. */
  reset(subscriptionId: string | undefined): void {
    const seed = subscriptionId === undefined ? undefined : this.#added.get(subscriptionId.toLowerCase());
    if (subscriptionId === undefined) this.#added.clear();
    if (seed) this.#world.restore(seed, subscriptionId);
    else this.#world.reset(subscriptionId);
  }
}
