import type { Clock } from "../clock";
import type { Subscription } from "../world/subscription";
import type { Tenant } from "../world/tenant";
import type { Rate, Rates, RequestKind, Throttle } from "./throttle";
import { TokenBucket } from "./token-bucket";

/**
 * What each principal has in each subscription, and in its tenant for what is about no subscription. A subscription as a whole
 * has fifteen times as much (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
const arm: Readonly<Record<RequestKind, Rate>> = {
  reads: { burst: 250, perSecond: 25 },
  writes: { burst: 200, perSecond: 10 },
  deletes: { burst: 200, perSecond: 10 },
};
const GLOBAL = 15;

/** Seconds: less than this is no reason to wait for another whole one. */
const ROUNDING = 1e-6;

/** How many more requests of one kind would be let through, and whether this one is. */
export interface Remaining {
  kind: RequestKind;
  ofPrincipal: number;
  /** `undefined` for a tenant, which has no limit as a whole. */
  ofSubscription: number | undefined;
  /** Seconds after which to try again, whole ones; 0: the request is let through. */
  retryAfter: number;
}

type Buckets = Record<RequestKind, TokenBucket>;

/** The buckets of one subscription or tenant. */
interface Counted {
  whole: Buckets | undefined;
  byPrincipal: Map<string, Buckets>;
}

/** How many requests ARM would still let through. Where it refuses nobody each request is as the first: who heeds the headers has no reason to wait. */
export class RequestLimits {
  readonly #clock: Clock;
  #throttle: Throttle;
  #own!: Readonly<Record<RequestKind, Rate>>;
  #whole!: Readonly<Record<RequestKind, Rate>>;
  /** A world that was reset has new subscriptions, and so full buckets. */
  #counted!: WeakMap<Subscription | Tenant, Counted>;

  constructor(clock: Clock, throttle: Throttle = "off") {
    this.#clock = clock;
    this.#throttle = throttle;
    this.#fill();
  }

  get throttle(): Throttle {
    return this.#throttle;
  }

  /** From now on, with full buckets. */
  set throttle(throttle: Throttle) {
    this.#throttle = throttle;
    this.#fill();
  }

  /** Counts one request, if it is let through. */
  count(scope: Subscription | Tenant, principal: string, method: string): Remaining {
    const kind = kindOf(method);
    if (this.#throttle === "off") return { kind, ofPrincipal: arm[kind].burst - 1, ofSubscription: isTenant(scope) ? undefined : GLOBAL * arm[kind].burst - 1, retryAfter: 0 };
    let counted = this.#counted.get(scope);
    if (!counted) this.#counted.set(scope, (counted = { whole: isTenant(scope) ? undefined : buckets(this.#whole), byPrincipal: new Map() }));
    let ofPrincipal = counted.byPrincipal.get(principal);
    if (!ofPrincipal) counted.byPrincipal.set(principal, (ofPrincipal = buckets(this.#own)));
    const own = ofPrincipal[kind];
    const whole = counted.whole?.[kind];
    const now = this.#clock.now();
    const wait = Math.max(own.wait(now), whole?.wait(now) ?? 0);
    const refused = wait > 0;
    if (!refused) {
      own.take();
      whole?.take();
    }
    return { kind, ofPrincipal: own.left, ofSubscription: whole?.left, retryAfter: refused ? Math.max(1, Math.ceil(wait - ROUNDING)) : 0 };
  }

  #fill(): void {
    const stated = typeof this.#throttle === "string" ? undefined : this.#throttle;
    this.#own = ratesOf(stated, (kind) => arm[kind]);
    this.#whole = ratesOf(stated?.global, (kind) => times(GLOBAL, this.#own[kind]));
    this.#counted = new WeakMap();
  }
}

const isTenant = (scope: Subscription | Tenant): scope is Tenant => "clients" in scope;

/** Disconnect and sendMessage are POSTs, and count as writes (seen in the service's recorded traffic). */
function kindOf(method: string): RequestKind {
  if (method === "GET" || method === "HEAD") return "reads";
  return method === "DELETE" ? "deletes" : "writes";
}

function ratesOf(stated: Rates | undefined, otherwise: (kind: RequestKind) => Rate): Readonly<Record<RequestKind, Rate>> {
  const rate = (kind: RequestKind) => stated?.[kind] ?? otherwise(kind);
  return { reads: rate("reads"), writes: rate("writes"), deletes: rate("deletes") };
}

const times = (factor: number, { burst, perSecond }: Rate): Rate => ({ burst: factor * burst, perSecond: factor * perSecond });

const buckets = ({ reads, writes, deletes }: Readonly<Record<RequestKind, Rate>>): Buckets => ({ reads: new TokenBucket(reads), writes: new TokenBucket(writes), deletes: new TokenBucket(deletes) });
