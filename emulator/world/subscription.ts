import { ResourceGroupNotFound } from "./errors/resource-group-not-found";
import type { Transitions } from "./life/transitions";
import type { ResourceGroup } from "./resource-group";

/** An Azure subscription, in one tenant. */
export class Subscription {
  readonly id: string;
  readonly tenantId: string;
  /** No other subscription of the world has it: part of the object ids of what is in it. */
  readonly number: number;
  transitions: Transitions = {};
  #lastSerial = 0;
  readonly #groups = new Map<string, ResourceGroup>();

  constructor(id: string, tenantId: string, number = 0, lastSerial = 0) {
    this.id = id;
    this.tenantId = tenantId;
    this.number = number;
    this.#lastSerial = lastSerial;
  }

  /** The number of the newest object in it. */
  get lastSerial(): number {
    return this.#lastSerial;
  }

  /** The number of the next object in it: its object id is made from that, so a subscription that was reset gives the same ones again. */
  nextSerial(): number {
    return ++this.#lastSerial;
  }

  get resourceGroups(): Iterable<ResourceGroup> {
    return this.#groups.values();
  }

  /** @throws ResourceGroupNotFound */
  resourceGroup(name: string): ResourceGroup {
    const group = this.#groups.get(name.toLowerCase());
    if (!group) throw new ResourceGroupNotFound(name, this.id);
    return group;
  }

  add(group: ResourceGroup): void {
    this.#groups.set(group.name.toLowerCase(), group);
  }
}
