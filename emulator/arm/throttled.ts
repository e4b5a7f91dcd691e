import { ArmError } from "./arm-error";
import type { Remaining } from "./request-limits";

const nouns = { reads: "read", writes: "write", deletes: "delete" } as const;

/**
 * The refusal of a request beyond the limits. The code is the one that users report (azure-docs#105248), and so are the beginning of
 * the text and its "Please try again after '…' seconds" (azure-docs#51431, azure-docs#105248). The whole of it, with the actor and
 * the tokens, is quoted from logs of Azure/ARO-HCP's test runs by tools that read those. That it names no actor where the limit is
 * the subscription's as a whole, and the tenant where that is asked, is a choice.
 *
 * @param actor the principal's object id
 */
export function throttled({ kind, ofPrincipal, ofSubscription, retryAfter }: Remaining, { subscriptionId, tenantId, actor }: { subscriptionId: string | undefined; tenantId: string; actor: string }): ArmError {
  const scope = subscriptionId === undefined ? `tenant '${tenantId}'` : `subscription '${subscriptionId}'`;
  const whose = ofPrincipal > 0 && ofSubscription === 0 ? scope : `${scope} actor '${actor}'`;
  const text = `Number of '${nouns[kind]}' requests for ${whose} exceeded. Please try again after '${retryAfter}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`;
  return new ArmError(429, subscriptionId === undefined ? "TenantRequestsThrottled" : "SubscriptionRequestsThrottled", text, { "Retry-After": String(retryAfter) });
}
