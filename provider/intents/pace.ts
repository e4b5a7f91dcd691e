/** Nobody is told of work that is shorter, in milliseconds. */
const long = 10_000;

/** At least so often is it said how far it is, in milliseconds. */
const often = 60_000;

/** The rate of late is that of so many milliseconds, and not of a beginning that was faster. */
const late = 3_000;

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** How far long work is. */
export interface Stage {
  readonly done: number;
  readonly total: number;
  /** Milliseconds, at the rate of late. */
  readonly left: number;
}

/**
 * Tells when it helps to hear how far long work is: after ten seconds, when it has taken twice as long, and again, but at least once a
 * minute. Times are in milliseconds.
 */
export class Pace {
  #done = 0;
  #due: number;
  #marks: readonly [Mark, Mark];

  constructor(
    private readonly total: number,
    private readonly began: number,
  ) {
    this.#due = began + long;
    this.#marks = [{ at: began, done: 0 }, { at: began, done: 0 }];
  }

  /** One more is done. @returns how far it is, when somebody should hear of it */
  step(now: number): Stage | undefined {
    const done = ++this.#done;
    const [, latest] = this.#marks;
    if (now - latest.at >= late) this.#marks = [latest, { at: now, done }];
    if (now < this.#due || done === this.total) return undefined;
    this.#due = now + Math.min(now - this.began, often);
    const [from] = this.#marks;
    return { done, total: this.total, left: ((this.total - done) * (now - from.at)) / (done - from.done) };
  }
}
