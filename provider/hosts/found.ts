import type { SessionHost } from "../host";

/** How a host was before it was drained here, to be that again afterwards. */
export interface Found {
  /** Whether it took newcomers. */
  readonly allowNewSession: boolean;
  /** When it was drained here, as the host itself tells: ISO 8601. Later, and somebody else has changed it since. */
  readonly changedAt?: string;
  /** Instead of `changedAt`: about when it was to be drained here, where no answer came. ISO 8601. */
  readonly triedAt?: string;
}

/**
 * A request that nobody heard of may have been made so long before or after, in milliseconds: clocks differ by less, or no
 * token would be valid.
 */
const doubt = 5 * 60_000;

/** Whether a host that is drained is so by what was done here, and nobody has changed it since. Where that is not certain, it is not. */
export function isOurs({ lastModifiedAt }: SessionHost, { allowNewSession, changedAt, triedAt }: Found): boolean {
  if (!allowNewSession) return false;
  if (triedAt === undefined) return lastModifiedAt === changedAt;
  return lastModifiedAt !== undefined && Math.abs(Date.parse(lastModifiedAt) - Date.parse(triedAt)) <= doubt;
}

/**
 * What a host that is drained already was before, as far as it is known here.
 *
 * @param mayBeBack whether it may have been returned since, so that only its own time tells who drained it.
 */
export function foundAs(host: SessionHost, known: Found | undefined, mayBeBack: boolean): Found {
  if (known === undefined || (known.triedAt === undefined && !mayBeBack)) return known ?? { allowNewSession: false };
  if (!isOurs(host, known)) return { allowNewSession: false };
  return { allowNewSession: true, ...(host.lastModifiedAt !== undefined && { changedAt: host.lastModifiedAt }) };
}
