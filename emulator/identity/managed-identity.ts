import type { Client, Tenant } from "../world/tenant";
import type { World } from "../world/world";

/** A client that programs on the emulator's machine may sign in as without a secret, and the tenant that knows it. */
export interface ManagedIdentity {
  tenant: Tenant;
  client: Client;
  systemAssigned: boolean;
  /** Of the machine, where it is the system-assigned identity; else its own. */
  resourceId: string;
}

/** How a request names an identity: by one of its ids, or not at all. */
export type IdentityName = { clientId: string } | { objectId: string } | { resourceId: string } | undefined;

/** Where programs run: as seen by Azure a virtual machine, or an App Service. Its name is a choice. */
export type Machine = "Microsoft.Compute/virtualMachines/emulator" | "Microsoft.Web/sites/emulator";

export function* managedIdentities(world: World, machine: Machine): Generator<ManagedIdentity> {
  for (const tenant of world.tenants) {
    for (const client of tenant.clients.values()) {
      const { managedIdentity } = client;
      if (managedIdentity === undefined) continue;
      const systemAssigned = managedIdentity === true;
      yield { tenant, client, systemAssigned, resourceId: systemAssigned ? machineId(world, machine) : managedIdentity };
    }
  }
}

/**
 * The identity that a request is about. Unnamed it is the system-assigned one, or the only user-assigned one
 * (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-faq).
 *
 * @returns several where the name does not tell which; none where nobody has it
 */
export function identitiesNamed(name: IdentityName, identities: readonly ManagedIdentity[]): readonly ManagedIdentity[] {
  if (name === undefined) {
    const own = identities.filter(({ systemAssigned }) => systemAssigned);
    return own.length > 0 ? own : identities;
  }
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return identities.filter(({ client, systemAssigned, resourceId }) => {
    if ("clientId" in name) return same(client.clientId, name.clientId);
    if ("objectId" in name) return same(client.objectId, name.objectId);
    return !systemAssigned && same(resourceId, name.resourceId);
  });
}

/** In the first resource group that there is. Tokens carry it in this case: `resourcegroups`. */
function machineId(world: World, machine: Machine): string {
  const [subscription] = world.subscriptions;
  const [group] = subscription?.resourceGroups ?? [];
  return `/subscriptions/${subscription?.id ?? "00000000-0000-0000-0000-000000000000"}/resourcegroups/${group?.name ?? "emulator"}/providers/${machine}`;
}
