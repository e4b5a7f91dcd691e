import type { Clock } from "./clock";

/** How long after it arrived a list still serves those who ask for a recent one, in milliseconds. */
const moment = 5_000;

interface List<Item> {
  /** The number of the last ask that this list began after. */
  readonly answers: number;
  readonly items: Promise<readonly Item[]>;
  /** Milliseconds since the epoch; absent while it is under way. */
  arrived?: number;
}

/**
 * One list for everybody who asks within a moment: a thousand intents on one pool cost the pages of one list, not a
 * thousand. At most one list is under way at any time.
 */
export class SharedList<Item> {
  #asked = 0;
  #latest: List<Item> | undefined;

  constructor(
    private readonly fetch: () => Promise<readonly Item[]>,
    private readonly clock: Clock,
  ) {}

  /** A list that is under way, or arrived within the last five seconds. */
  recent(): Promise<readonly Item[]> {
    const latest = this.#latest;
    const fresh = latest && (latest.arrived === undefined || this.clock.now() - latest.arrived < moment);
    return fresh ? latest.items : this.#begin();
  }

  /** A list that begins after this call, shared by all who ask before it does. */
  async next(): Promise<readonly Item[]> {
    const ask = ++this.#asked;
    for (;;) {
      const latest = this.#latest;
      if (latest && latest.answers >= ask) return latest.items;
      if (!latest || latest.arrived !== undefined) return this.#begin();
      await latest.items.catch(() => undefined); // whoever asked for that list hears of its failure
    }
  }

  #begin(): Promise<readonly Item[]> {
    const latest: List<Item> = { answers: this.#asked, items: this.fetch() };
    this.#latest = latest;
    latest.items.then(
      () => (latest.arrived = this.clock.now()),
      () => (this.#latest = undefined), // a failure is the answer to those who waited for it, and to nobody later
    );
    return latest.items;
  }
}
