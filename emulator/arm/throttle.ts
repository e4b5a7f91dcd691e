/** How many requests of one kind are let through: `burst` at once, and then so many a second. */
export interface Rate {
  /** A whole number of at least 1. */
  readonly burst: number;
  /** More than 0. */
  readonly perSecond: number;
}

/** What a request counts as: disconnect and sendMessage are POSTs, and count as writes. */
export type RequestKind = "reads" | "writes" | "deletes";

/** Rates by kind of request. */
export interface Rates {
  readonly reads?: Rate | undefined;
  readonly writes?: Rate | undefined;
  readonly deletes?: Rate | undefined;
}

/** Rates of one's own. Default of each: Azure Resource Manager's. */
export interface ThrottleRates extends Rates {
  /** Those of a subscription as a whole, all principals together. Default of each: fifteen times that of one principal. */
  readonly global?: Rates | undefined;
}

/** `"arm"` refuses as Azure Resource Manager does, rates as they say, and `"off"` nobody. */
export type Throttle = "off" | "arm" | ThrottleRates;

const kinds: readonly RequestKind[] = ["reads", "writes", "deletes"];

const EXAMPLE = '"off", "arm", or rates such as { "reads": { "burst": 2, "perSecond": 1 } }';

/** @throws TypeError that says what is wrong, and what would be right */
export function checkThrottle(stated: unknown): Throttle {
  if (stated === "off" || stated === "arm") return stated;
  const { global, ...rates } = objectIn(stated, "throttle");
  if (Object.keys(rates).length === 0 && global === undefined) throw new TypeError(`throttle is {}, and must be ${EXAMPLE}.`);
  checkRates(rates, "throttle", [...kinds, "global"]);
  if (global !== undefined) checkRates(objectIn(global, "throttle.global"), "throttle.global", kinds);
  return stated as ThrottleRates;
}

function checkRates(rates: Record<string, unknown>, where: string, allowed: readonly string[]): void {
  for (const [kind, rate] of Object.entries(rates)) {
    if (!kinds.some((each) => each === kind)) throw new TypeError(`${where} has no "${kind}". There are ${allowed.join(", ")}.`);
    if (rate === undefined) continue;
    const { burst, perSecond, ...rest } = objectIn(rate, `${where}.${kind}`);
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined) throw new TypeError(`${where}.${kind} has no "${unknown}". There are burst, perSecond.`);
    if (!(Number.isSafeInteger(burst) && (burst as number) >= 1)) throw new TypeError(`${where}.${kind}.burst is ${JSON.stringify(burst)}, and must be a whole number of at least 1.`);
    if (!(typeof perSecond === "number" && perSecond > 0 && Number.isFinite(perSecond))) throw new TypeError(`${where}.${kind}.perSecond is ${JSON.stringify(perSecond)}, and must be a number above 0.`);
  }
}

function objectIn(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError(`${where} is ${JSON.stringify(value)}, and must be ${where === "throttle" ? EXAMPLE : "an object"}.`);
}
