import { roleAssignmentsSchema } from "../seed/role-assignments";
import { describeProblems } from "../seed/read-seed";
import type { World } from "../world/world";
import { RoleAssignments } from "./role-assignments";

/**
 * Gives an application other roles than it had, until the world is reset.
 *
 * @param roleAssignments as in a seed; `null`: everything is allowed
 * @throws RangeError for an application that no tenant has; TypeError for what are no role assignments
 */
export function assignRoles(world: World, clientId: string, roleAssignments: unknown): void {
  const clients = [...world.tenants].flatMap((tenant) => tenant.clients.get(clientId.toLowerCase()) ?? []);
  if (clients.length === 0) {
    const known = new Set([...world.tenants].flatMap((tenant) => [...tenant.clients.values()].map((client) => client.clientId)));
    throw new RangeError(`Could not assign roles: there is no client ${clientId}. There are ${[...known].join(", ")}.`);
  }
  const assigned = roleAssignments === null ? undefined : new RoleAssignments(checked(roleAssignments));
  for (const client of clients) client.roleAssignments = assigned;
}

function checked(stated: unknown) {
  const { z } = require("zod") as typeof import("zod");
  const result = roleAssignmentsSchema(z).safeParse(stated);
  if (result.success) return result.data;
  throw new TypeError(`Could not assign roles: ${describeProblems(result.error.issues, stated).map(({ path, found, expected }) => `roleAssignments${path === "" ? "" : `.${path}`} is ${found}, and must be ${expected}`).join("; ")}.`);
}
