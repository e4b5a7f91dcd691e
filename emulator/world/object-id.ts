/**
 * The rank of the n-th object of a subscription: a 32-bit number that is unique among the first 2^32 objects and looks random
 * (the finalizer of MurmurHash3, which is a bijection).
 */
export function objectRank(serial: number): number {
  let rank = (serial + 3) >>> 0;
  rank = Math.imul(rank ^ (rank >>> 16), 0x85ebca6b);
  rank = Math.imul(rank ^ (rank >>> 13), 0xc2b2ae35);
  return (rank ^ (rank >>> 16)) >>> 0;
}

/** Serial numbers of 32 bits. */
const SPACE = 2 ** 32;
/** Objects that are in no subscription have a space of numbers behind those of subscriptions. */
export const OUTSIDE_SUBSCRIPTIONS = 0x8000 * SPACE;

/**
 * The `objectId` of the n-th object of a subscription. It is derived, not stored: a GUID for each of 100,000 sessions would
 * cost more memory than the sessions, and a subscription that was reset gives its objects the same ids again, whatever has
 * happened in others.
 *
 * @param subscription the number of the subscription
 */
export function objectId(serial: number, subscription = 0): string {
  return `${hex(objectRank(serial), 8)}-0000-4000-8000-${hex(serial + subscription * SPACE, 12)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
