import type { Rate } from "./token-bucket";

/** What ARM counts calls as. */
export type Kind = "reads" | "writes" | "deletes";

/**
 * What ARM takes of one principal in one subscription.
 *
 * Source: learn.microsoft.com, "Understand how Azure Resource Manager throttles requests".
 */
export const rates: Readonly<Record<Kind, Rate>> = {
  reads: { burst: 250, perSecond: 25 },
  writes: { burst: 200, perSecond: 10 },
  deletes: { burst: 200, perSecond: 10 },
};

/** Disconnecting and sending a message are POSTs, and count as writes. */
export function kindOf(method: string): Kind {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}
