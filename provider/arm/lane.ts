import type { Clock } from "../clock";
import { rates, type Kind } from "./kind";
import { NotTaken } from "./not-taken";
import { TokenBucket, type Sent } from "./token-bucket";

/** The longest that ARM is waited for, in milliseconds, once it has refused a call. */
export const longest = 10 * 60_000;

/** The calls of one kind, which wait for one bucket, in the order in which they came. */
export class Lane {
  readonly #bucket: TokenBucket;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #heard: (() => void) | undefined;

  constructor(
    readonly kind: Kind,
    private readonly clock: Clock,
  ) {
    this.#bucket = new TokenBucket(rates[kind]);
  }

  /** Waits until one more call may be sent, which is then sent or given back. @throws NotTaken where that is too far away */
  async admit(): Promise<void> {
    if (this.#waiting === 0 && this.#bucket.wait(this.clock.now()) === 0) {
      this.#bucket.take();
      return;
    }
    this.#waiting++;
    const mine = this.#last.then(() => this.#take());
    this.#last = mine.catch(() => undefined); // whoever waits for it hears of it
    try {
      await mine;
    } finally {
      this.#waiting--;
    }
  }

  giveBack(): void {
    this.#bucket.giveBack();
    this.#hear();
  }

  /** @returns `undefined` where ARM has refused another in the meantime: the call is given back. */
  send(): Sent | undefined {
    const now = this.clock.now();
    if (this.#bucket.pause(now) === 0) return this.#bucket.send(now);
    this.giveBack();
    return undefined;
  }

  lost(): void {
    this.#bucket.lost();
    this.#hear();
  }

  answered(sent: Sent, remaining: number | undefined): void {
    this.#bucket.answered(sent, remaining, this.clock.now());
    this.#hear();
  }

  /** @param pause milliseconds for which ARM takes no more */
  refused(pause: number): void {
    this.#bucket.refused(pause, this.clock.now());
    this.#hear();
  }

  /** When ARM takes calls again, in milliseconds since the epoch. */
  get opensAt(): number {
    const now = this.clock.now();
    return now + this.#bucket.pause(now);
  }

  async #take(): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      if (this.opensAt - now > longest) throw new NotTaken(this.kind, this.opensAt);
      const wait = this.#bucket.wait(now);
      if (wait === 0) break;
      await (wait === Infinity ? new Promise<void>((resolve) => (this.#heard = resolve)) : this.clock.sleep(wait));
    }
    this.#bucket.take();
  }

  #hear(): void {
    this.#heard?.();
    this.#heard = undefined;
  }
}
