import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { Kind } from "./kind";

type Answer = Pick<PipelineResponse, "headers">;

/** A refusal that asks for no time at all is not answered with a storm. */
const shortest = 1000;

/**
 * How long a refusal asks to wait, in milliseconds; `undefined`: it does not say. It is a number of seconds, or a date (RFC 9110,
 * 10.2.3), which is by the clock of who answers: his `Date` says how late it is there.
 */
export function retryAfterIn({ headers }: Answer, now: number): number | undefined {
  const stated = headers.get("Retry-After")?.trim() ?? "";
  const there = Date.parse(headers.get("Date") ?? "");
  const pause = /^\d+$/.test(stated) ? Number(stated) * 1000 : Date.parse(stated) - (Number.isNaN(there) ? now : there);
  return Number.isNaN(pause) ? undefined : Math.max(shortest, pause);
}

/** The same of an answer that the SDK would wait for: it knows milliseconds, too. Source: `throttlingRetryStrategy` of @typespec/ts-http-runtime. */
export function comeBackIn(answer: Answer, now: number): number | undefined {
  const stated = ["retry-after-ms", "x-ms-retry-after-ms"].map((name) => answer.headers.get(name) ?? "").find((value) => /^\d+$/.test(value));
  return stated === undefined ? retryAfterIn(answer, now) : Number(stated);
}

/**
 * How many more calls of a kind ARM would take, of this principal and of the whole subscription, whichever is less; `undefined`:
 * it does not say. Seen in recorded traffic of the service.
 */
export function remainingIn({ headers }: Answer, kind: Kind): number | undefined {
  const left = Math.min(calls(headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`)), calls(headers.get(`x-ms-ratelimit-remaining-subscription-global-${kind}`)));
  return left === Infinity ? undefined : left;
}

const calls = (stated: string | undefined): number => (stated !== undefined && /^\d+$/.test(stated) ? Number(stated) : Infinity);
