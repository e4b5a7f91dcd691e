/** How many calls of one kind are taken: `burst` at once, and then so many a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** A call that was sent. */
export interface Sent {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many others were under way, which ARM may have counted before it or not. */
  readonly others: number;
}

/** So many tokens are kept back: calls overtake one another on the way, and the last token is then taken by the wrong one. */
const reserve = 1;

/** Less than this is missing because of how fractions are computed. */
const rounding = 1e-6;

/**
 * What is known of a bucket that lies with ARM, and from which others take, too. It fills by the clock, and each answer says
 * what was left in it. Before anything has been said, and after a refusal, one call goes ahead and the rest wait for what its
 * answer says.
 *
 * It knows no clock: times are passed in, in milliseconds. One that was set back fills nothing.
 */
export class TokenBucket {
  #tokens = 0;
  #isTold = false;
  /** What is left of the time that a refusal asked for. */
  #pause = 0;
  #at: number | undefined;
  #held = 0;
  #sent = 0;
  #underWay = 0;

  constructor(private readonly rate: Rate) {}

  /** Milliseconds until one more call may be sent; 0: now; `Infinity`: when the next answer is here. */
  wait(now: number): number {
    const pause = this.pause(now);
    if (pause > 0) return pause;
    if (!this.#isTold) return this.#held + this.#underWay > 0 ? Infinity : 0;
    const missing = 1 + reserve - this.#tokens;
    return missing > rounding ? Math.ceil((missing / this.rate.perSecond) * 1000) : 0;
  }

  /** Milliseconds that a refusal asked for and that are not over. */
  pause(now: number): number {
    this.#pass(now);
    return this.#pause;
  }

  /** Takes a token for a call that will be sent. */
  take(): void {
    this.#tokens--;
    this.#held++;
  }

  /** The call is not sent after all. */
  giveBack(): void {
    this.#tokens++;
    this.#held--;
  }

  send(now: number): Sent {
    this.#held--;
    return { number: ++this.#sent, at: now, others: this.#underWay++ };
  }

  /** Nobody knows whether ARM counted it. */
  lost(): void {
    this.#underWay--;
  }

  /**
   * @param remaining how many calls ARM would still have taken when it had counted this one; `undefined`: it did not say. Calls are
   * taken to be counted in the order in which they were sent: the bucket never believes in more than that, and never in
   * less than what is left if all that were under way come off it, too.
   */
  answered({ number, at, others }: Sent, remaining: number | undefined, now: number): void {
    this.#underWay--;
    if (this.pause(now) > 0) return;
    const later = this.#sent - number + this.#held;
    if (remaining === undefined) {
      if (!this.#isTold) this.#tokens = this.rate.burst - later - 1;
    } else {
      const filledMeanwhile = (Math.max(0, now - at) / 1000) * this.rate.perSecond;
      const [least, most] = [remaining - later - others, remaining - later + filledMeanwhile];
      this.#tokens = this.#isTold ? Math.max(least, Math.min(most, this.#tokens)) : least;
    }
    this.#isTold = true;
  }

  /** @param pause milliseconds for which ARM takes no more */
  refused(pause: number, now: number): void {
    this.#underWay--;
    this.#pass(now);
    this.#pause = Math.max(this.#pause, pause);
    this.#isTold = false;
  }

  #pass(now: number): void {
    const elapsed = Math.max(0, now - (this.#at ?? now));
    this.#at = now;
    this.#pause = Math.max(0, this.#pause - elapsed);
    this.#tokens = Math.min(this.rate.burst, this.#tokens + (elapsed / 1000) * this.rate.perSecond);
  }
}
