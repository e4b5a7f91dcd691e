import type { FaultRule } from "../faults/fault-rule";
import type { AskedFor } from "../faults/faults";
import type { Subscription } from "../world/subscription";
import { ArmError } from "./arm-error";
import type { Operation } from "./operations";
import type { Remaining } from "./request-limits";
import type { ResourcePath } from "./resource-path";

/** What is known of a request that meets a fault. */
interface Surroundings {
  subscription: Subscription;
  remaining: Remaining;
  /** ARM's answer to a token that has expired. */
  expired: () => ArmError;
}

/** A request as rules see it. */
export function askedFor({ id }: Operation, { names: [hostPool, sessionHost, session] }: ResourcePath): AskedFor {
  return { operation: id, hostPool, sessionHost, session };
}

/** A rule's own answer, as ARM writes it. @throws ArmError for one that is an error */
export function faultAnswer(rule: FaultRule, { subscription, remaining, expired }: Surroundings): { status: number; body?: string | object; headers: Readonly<Record<string, string>> } {
  const { status, body, headers = {}, error, throttle, expireToken } = rule;
  if (expireToken) throw expired();
  if (throttle) throw throttled(subscription, remaining, throttle.retryAfter);
  if (error) throw new ArmError(status ?? 500, error.code, error.message, headers);
  return { status: status ?? 200, ...(body === undefined ? {} : { body }), headers };
}

/**
 * The status and the header are documented
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling); the text is as users
 * report it (https://github.com/MicrosoftDocs/azure-docs/issues/51431), its end a choice.
 */
function throttled({ id }: Subscription, { kind }: Remaining, seconds: number): ArmError {
  const text = `Number of ${kind.slice(0, -1)} requests for subscription '${id}' exceeded the limit. Please try again after '${seconds}' seconds.`;
  return new ArmError(429, "SubscriptionRequestsThrottled", text, { "Retry-After": String(seconds) });
}
