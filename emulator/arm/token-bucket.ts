/** How much a bucket holds, and how fast it fills up again. */
export interface BucketSize {
  capacity: number;
  refillPerSecond: number;
}

/**
 * The token bucket that Azure Resource Manager counts requests with. It counts, and refuses nobody: an empty one stays at 0.
 */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  /** When it was last looked at; `undefined`: it is untouched, and full. */
  #at: number | undefined;

  constructor(size: BucketSize) {
    this.#size = size;
    this.#tokens = size.capacity;
  }

  /**
   * Takes one token out.
   *
   * @param now milliseconds; a clock that was set back fills nothing and takes nothing
   * @returns how many whole tokens are left
   */
  take(now: number): number {
    const { capacity, refillPerSecond } = this.#size;
    const elapsed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#tokens = Math.max(0, Math.min(capacity, this.#tokens + (elapsed / 1000) * refillPerSecond) - 1);
    return Math.floor(this.#tokens);
  }
}
