import { ResourceGroupNotFound } from "./errors/resource-group-not-found";
import type { ResourceGroup } from "./resource-group";

/** An Azure subscription, in one tenant. */
export class Subscription {
  readonly id: string;
  readonly tenantId: string;
  readonly #groups = new Map<string, ResourceGroup>();

  constructor(id: string, tenantId: string) {
    this.id = id;
    this.tenantId = tenantId;
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
