import type { ReadRule } from "../faults/fault-rule";
import { unsaidError } from "../faults/unsaid";
import type { AskedFor } from "../faults/faults";
import { ArmError } from "./arm-error";
import type { Operation } from "./operation";
import type { Remaining } from "./request-limits";
import type { ResourcePath } from "./resource-path";
import { throttled } from "./throttled";

/** What is known of a request that meets a fault. */
interface Surroundings {
  /** Whose limit it is. */
  scope: Parameters<typeof throttled>[1];
  remaining: Remaining;
  /** ARM's answer to a token that has expired. */
  expired: () => ArmError;
}

/** A request as rules see it. */
export function askedFor({ id }: Operation, { subscriptionId, names: [hostPool, sessionHost, session] }: ResourcePath): AskedFor {
  return { operation: id, subscriptionId, hostPool, sessionHost, session };
}

/** A rule's own answer, as ARM writes it. @throws ArmError for one that is an error */
export function faultAnswer(rule: ReadRule, { scope, remaining, expired }: Surroundings): { status: number; body?: string | object; headers: Readonly<Record<string, string>> } {
  const { status, body, headers = {}, error = unsaidError(rule), throttle, expireToken } = rule;
  if (expireToken) throw expired();
  if (throttle) throw throttled({ ...remaining, retryAfter: throttle.retryAfter }, scope);
  if (error) throw new ArmError(status ?? 500, error.code, error.message, headers);
  return { status: status ?? 200, ...(body === undefined ? {} : { body }), headers };
}
