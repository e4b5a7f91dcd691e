import { type Access, everything, nothing } from "../access/access";
import type { Claims } from "../oauth/token-issuer";
import type { World } from "../world/world";
import { ArmError } from "./arm-error";
import type { SubscriptionOperation } from "./operation";
import type { ResourcePath } from "./resource-path";

/** What the caller may do. A token outlives its client, for instance where the world of another seed took the place of its own: it is good for nothing then. */
export function accessOf(world: World, { tid, appid }: Claims): Access {
  const client = world.findTenant(tid)?.clients.get(appid.toLowerCase());
  return client ? (client.roleAssignments ?? everything) : nothing;
}

/**
 * ARM looks at the caller's roles before it looks for what is asked about: of what the caller may not see, it does not say
 * whether it is there.
 *
 * @throws ArmError 403
 */
export function authorize(access: Access, { action, partial }: SubscriptionOperation, { scope }: ResourcePath, { appid, oid }: Claims): void {
  if (partial ? mayReadSome(access, action, scope) : access.permits(action, scope)) return;
  throw new ArmError(
    403,
    "AuthorizationFailed",
    `The client '${appid}' with object id '${oid}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** A subscription is seen by everybody who has a role somewhere in it. */
const mayReadSome = (access: Access, action: string, scope: string): boolean =>
  action === "Microsoft.Resources/subscriptions/read" ? access.reaches(scope) : access.permitsWithin(action, scope);
