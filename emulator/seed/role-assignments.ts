import type { ZodType } from "zod";
import { builtInRoleNames, findBuiltInRole } from "../access/built-in-roles";
import type { RoleAssignment } from "../access/role-assignments";

const SCOPE = /^\/$|^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/resourceGroups\/[-\w.()]+(\/providers\/[\w.]+(\/[^/]+\/[^/]+)+)?)?\/?$/i;
const KNOWN = `one of ${builtInRoleNames.join(", ")}, the id of one, or { actions: [...] }`;

/** The schema of what the principals of a seed may do. */
export function roleAssignmentsSchema(z: typeof import("zod").z): ZodType<RoleAssignment[]> {
  const actions = z.array(z.string().min(1, "an action such as Microsoft.DesktopVirtualization/hostpools/read, or one with *"));
  const own = z.strictObject({ actions, notActions: actions.optional() }, { error: ({ code }) => (code === "unrecognized_keys" ? "one of actions, notActions" : undefined) });
  const role = z.union([z.string(), own]).refine((stated) => typeof stated !== "string" || findBuiltInRole(stated) !== undefined, KNOWN);
  const scope = z.string().regex(SCOPE, "a scope: /, or the ARM id of a subscription, of a resource group, or of a resource in one");
  return z.array(z.strictObject({ role, scope }, { error: ({ code }) => (code === "unrecognized_keys" ? "one of role, scope" : undefined) }));
}
