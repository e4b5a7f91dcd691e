import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../clock";
import type { Remaining } from "./request-limits";

/** A region of Azure, as the routing id names it. */
const REGION = "WESTUS2";

/** The ids that an answer carries, and that errors quote. */
export interface RequestIds {
  /** The front door's; the caller may bring one. */
  correlation: string;
  /** The resource provider's: the `ActivityId` of its errors. */
  activity: string;
  /** The caller's own, sent back. */
  request: string;
}

export function requestIds(headers: IncomingHttpHeaders): RequestIds {
  const correlation = single(headers["x-ms-correlation-request-id"]) ?? randomUUID();
  return { correlation, activity: randomUUID(), request: single(headers["x-ms-client-request-id"]) ?? correlation };
}

const single = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/**
 * The headers of every answer, as recorded from the service.
 *
 * @param remaining absent where the caller or the subscription is not known, whose limits they would be
 */
export function responseHeaders({ correlation, activity, request }: RequestIds, clock: Clock, remaining: Remaining | undefined): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    "Cache-Control": "no-cache",
    Pragma: "no-cache",
    Expires: "-1",
    "x-ms-correlation-id": activity,
    "x-ms-request-id": request,
    "X-Content-Type-Options": "nosniff",
    "x-ms-correlation-request-id": correlation,
    "x-ms-routing-request-id": `${REGION}:${second(clock.now())}:${correlation}`,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  };
  if (remaining) {
    const [ofPrincipal, ofSubscription, inTenant] = limitHeaders[remaining.kind];
    if (remaining.ofSubscription === undefined) {
      headers[inTenant] = remaining.ofPrincipal;
    } else {
      headers[ofPrincipal] = remaining.ofPrincipal;
      headers[ofSubscription] = remaining.ofSubscription;
    }
  }
  return headers;
}

/** What is left to the principal, and to the subscription as a whole; to the principal of what is about no subscription. */
const limitHeaders = {
  reads: ["x-ms-ratelimit-remaining-subscription-reads", "x-ms-ratelimit-remaining-subscription-global-reads", "x-ms-ratelimit-remaining-tenant-reads"],
  writes: ["x-ms-ratelimit-remaining-subscription-writes", "x-ms-ratelimit-remaining-subscription-global-writes", "x-ms-ratelimit-remaining-tenant-writes"],
  deletes: ["x-ms-ratelimit-remaining-subscription-deletes", "x-ms-ratelimit-remaining-subscription-global-deletes", "x-ms-ratelimit-remaining-tenant-deletes"],
} as const;

let lastSecond = NaN;
let lastText = "";

/** `20260311T055645Z`; made once a second. */
function second(now: number): string {
  const seconds = Math.floor(now / 1000);
  if (seconds !== lastSecond) {
    lastSecond = seconds;
    lastText = new Date(seconds * 1000).toISOString().replace(/[-:]|\.000/g, "");
  }
  return lastText;
}
