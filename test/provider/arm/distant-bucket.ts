import type { TokenBucket, Sent } from "../../../provider/arm/token-bucket";

/** A call, and how long it takes to ARM and back, in milliseconds. */
export interface Trip {
  readonly there: number;
  readonly back: number;
}

interface Event {
  readonly at: number;
  readonly happen: (now: number) => void;
}

/** What became of a call. */
export interface Call {
  readonly sentAt: number;
  /** When ARM counted it. */
  readonly countedAt: number;
  /** For how many milliseconds ARM refused it; 0: it was taken. */
  readonly refusedFor: number;
  readonly answeredAt: number;
}

/**
 * ARM at the far end of a line, as its documentation has it: a bucket that is full at first and fills all the time. Calls of
 * others take from it, too.
 *
 * @param bucket what the near end makes of its answers
 */
export class DistantBucket {
  readonly calls: Call[] = [];
  readonly #events: Event[] = [];
  #level: number;
  #at = 0;

  constructor(
    private readonly bucket: TokenBucket,
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.#level = burst;
  }

  /** Somebody else makes so many calls. */
  others(at: number, count: number): void {
    this.#plan(at, (now) => {
      for (let call = 0; call < count; call++) this.#count(now);
    });
  }

  /** Makes as many calls as there are trips, each as soon as the near end allows, so many at once; what is refused is made again. */
  run(trips: readonly Trip[], atOnce: number): void {
    const open = [...trips];
    let underWay = 0;
    let waiting = false;
    const go = (now: number): void => {
      while (!waiting && open.length > 0 && underWay < atOnce) {
        const wait = this.bucket.wait(now);
        if (wait === Infinity) return; // the next answer comes by here
        if (wait > 0) {
          waiting = true;
          this.#plan(now + wait, (later) => {
            waiting = false;
            go(later);
          });
          return;
        }
        underWay++;
        this.bucket.take();
        this.#call(open.shift()!, now, (later, refused) => {
          underWay--;
          if (refused) open.push(refused);
          go(later);
        });
      }
    };
    this.#plan(0, go);
    for (let next = this.#next(); next; next = this.#next()) next.happen(next.at);
  }

  #call(trip: Trip, sentAt: number, answered: (now: number, refused: Trip | undefined) => void): void {
    const sent: Sent = this.bucket.send(sentAt);
    this.#plan(sentAt + trip.there, (countedAt) => {
      const { remaining, refusedFor } = this.#count(countedAt);
      this.#plan(countedAt + trip.back, (now) => {
        this.calls.push({ sentAt, countedAt, refusedFor, answeredAt: now });
        if (refusedFor > 0) this.bucket.refused(refusedFor, now);
        else this.bucket.answered(sent, remaining, now);
        answered(now, refusedFor > 0 ? trip : undefined);
      });
    });
  }

  #count(now: number): { remaining: number; refusedFor: number } {
    this.#level = Math.min(this.burst, this.#level + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    const missing = 1 - this.#level;
    if (missing > 1e-9) return { remaining: 0, refusedFor: Math.ceil(missing / this.perSecond) * 1000 };
    this.#level -= 1;
    return { remaining: Math.floor(this.#level + 1e-9), refusedFor: 0 };
  }

  #plan(at: number, happen: Event["happen"]): void {
    const place = this.#events.findIndex((event) => event.at > at);
    this.#events.splice(place === -1 ? this.#events.length : place, 0, { at, happen });
  }

  #next(): Event | undefined {
    return this.#events.shift();
  }
}
