import type { Subscription } from "../world/subscription";
import type { ArmCall, Reply, TenantCall } from "./call";

export const get = ({ subscription }: ArmCall): Reply => ({ status: 200, body: format(subscription) });

/** Those of the caller's tenant in which it has a role, be it for a single resource. */
export function list({ world, principal, access }: TenantCall): Reply {
  const own = [...world.subscriptions].filter(({ tenantId }) => tenantId.toLowerCase() === principal.tid.toLowerCase());
  const visible = own.filter(({ id }) => access.reaches(`/subscriptions/${id}`));
  return { status: 200, body: { value: visible.map(format), count: { type: "Total", value: visible.length } } };
}

/** An application knows one tenant: that of its token. */
export const listTenants = ({ principal: { tid } }: TenantCall): Reply => ({
  status: 200,
  body: { value: [{ id: `/tenants/${tid}`, tenantId: tid, countryCode: "US", displayName: "Contoso", domains: ["contoso.com"], tenantCategory: "Home", defaultDomain: "contoso.com", tenantType: "AAD" }] },
});

/** The properties are those of https://learn.microsoft.com/rest/api/resources/subscriptions/get; what they say is a choice. */
const format = ({ id, tenantId }: Subscription) => ({
  id: `/subscriptions/${id}`,
  authorizationSource: "RoleBased",
  managedByTenants: [],
  subscriptionId: id,
  tenantId,
  displayName: "Emulated subscription",
  state: "Enabled",
  subscriptionPolicies: { locationPlacementId: "Public_2014-09-01", quotaId: "PayAsYouGo_2014-09-01", spendingLimit: "Off" },
});
