import type { Clock } from "../clock";
import type { Subscription } from "../world/subscription";
import { type BucketSize, TokenBucket } from "./token-bucket";

/** What a request counts as. */
type RequestKind = "reads" | "writes" | "deletes";

/**
 * The buckets that each principal has in each subscription. Those of a subscription as a whole are fifteen times as large
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
const sizes: Readonly<Record<RequestKind, BucketSize>> = {
  reads: { capacity: 250, refillPerSecond: 25 },
  writes: { capacity: 200, refillPerSecond: 10 },
  deletes: { capacity: 200, refillPerSecond: 10 },
};
const GLOBAL = 15;

/** How many more requests of one kind would be let through. */
export interface Remaining {
  kind: RequestKind;
  ofPrincipal: number;
  ofSubscription: number;
}

type Buckets = Record<RequestKind, TokenBucket>;

/** The buckets of one subscription. */
interface Counted {
  whole: Buckets;
  byPrincipal: Map<string, Buckets>;
}

/** How many requests ARM would still let through. */
export class RequestLimits {
  readonly #clock: Clock;
  /** A world that was reset has new subscriptions, and so full buckets. */
  readonly #counted = new WeakMap<Subscription, Counted>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one request. */
  count(subscription: Subscription, principal: string, method: string): Remaining {
    const kind = kindOf(method);
    let counted = this.#counted.get(subscription);
    if (!counted) this.#counted.set(subscription, (counted = { whole: buckets(GLOBAL), byPrincipal: new Map() }));
    let own = counted.byPrincipal.get(principal);
    if (!own) counted.byPrincipal.set(principal, (own = buckets(1)));
    const now = this.#clock.now();
    return { kind, ofPrincipal: own[kind].take(now), ofSubscription: counted.whole[kind].take(now) };
  }
}

/** Disconnect and sendMessage are POSTs, and count as writes (seen in the service's recorded traffic). */
function kindOf(method: string): RequestKind {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

function buckets(times: number): Buckets {
  const bucket = ({ capacity, refillPerSecond }: BucketSize) => new TokenBucket({ capacity: times * capacity, refillPerSecond: times * refillPerSecond });
  return { reads: bucket(sizes.reads), writes: bucket(sizes.writes), deletes: bucket(sizes.deletes) };
}
