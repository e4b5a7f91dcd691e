/**
 * The rank of the n-th object of a world: a 32-bit number that is unique among the first 2^32 objects and looks random
 * (the finalizer of MurmurHash3, which is a bijection).
 */
export function objectRank(serial: number): number {
  let rank = (serial + 3) >>> 0;
  rank = Math.imul(rank ^ (rank >>> 16), 0x85ebca6b);
  rank = Math.imul(rank ^ (rank >>> 13), 0xc2b2ae35);
  return (rank ^ (rank >>> 16)) >>> 0;
}

/**
 * The `objectId` of the n-th object of a world. It is derived, not stored: a GUID for each of 100,000 sessions would cost
 * more memory than the sessions, and a world that was reset gives its objects the same ids again.
 */
export function objectId(serial: number): string {
  return `${hex(objectRank(serial), 8)}-0000-4000-8000-${hex(serial, 12)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
