import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { Kind } from "./kind";

/** A refusal that asks for no time at all is not answered with a storm. */
const shortest = 1000;

/** How long a refusal asks to wait, in milliseconds; `undefined`: it does not say. It is a number of seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfterIn({ headers }: Pick<PipelineResponse, "headers">, now: number): number | undefined {
  const stated = headers.get("Retry-After")?.trim() ?? "";
  const pause = /^\d+$/.test(stated) ? Number(stated) * 1000 : Date.parse(stated) - now;
  return Number.isNaN(pause) ? undefined : Math.max(shortest, pause);
}

/**
 * How many more calls of a kind ARM would take, of this principal and of the whole subscription, whichever is less; `undefined`:
 * it does not say. Seen in recorded traffic of the service.
 */
export function remainingIn({ headers }: Pick<PipelineResponse, "headers">, kind: Kind): number | undefined {
  const stated = ["", "global-"].map((scope) => headers.get(`x-ms-ratelimit-remaining-subscription-${scope}${kind}`) ?? "").filter((value) => /^\d+$/.test(value));
  return stated.length === 0 ? undefined : Math.min(...stated.map(Number));
}
