import type { Rate } from "./throttle";

/** Less than this is missing because of how fractions are computed, not because of how many requests there were. */
const ROUNDING = 1e-6;

/** The token bucket that Azure Resource Manager counts requests with. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  /** When it was last looked at; `undefined`: it is untouched, and full. */
  #at: number | undefined;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  /** How many whole tokens are left. */
  get left(): number {
    return Math.floor(this.#tokens + ROUNDING);
  }

  /**
   * Lets time pass.
   *
   * @param now milliseconds; a clock that was set back fills nothing and takes nothing
   * @returns seconds until there is a token; 0: there is one
   */
  wait(now: number): number {
    const { burst, perSecond } = this.#rate;
    const elapsed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#tokens = Math.min(burst, this.#tokens + (elapsed / 1000) * perSecond);
    return this.left >= 1 ? 0 : (1 - this.#tokens) / perSecond;
  }

  /** Takes out the token that there is. */
  take(): void {
    this.#tokens -= 1;
  }
}
