/** How much a log keeps. */
interface Bounds {
  readonly entries: number;
  readonly characters: number;
}

/**
 * The newest of what was added, oldest first: so many at most, and so many characters of text in all of them, whichever is
 * reached first. The last one is kept whatever its size. See decisions/what-is-kept-of-the-past.md.
 */
export class BoundedLog<T extends object> {
  readonly #bounds: Bounds;
  #entries: (T | undefined)[] = [];
  /** Before it, all are forgotten. Dropping the oldest one by one would move the others each time. */
  #first = 0;
  #characters = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** A copy. */
  get all(): T[] {
    return this.#entries.slice(this.#first) as T[];
  }

  add(entry: T): void {
    this.#entries.push(entry);
    this.#characters += charactersOf(entry);
    while (this.#kept > this.#bounds.entries || (this.#kept > 1 && this.#characters > this.#bounds.characters)) this.#forgetOldest();
    if (this.#first > this.#bounds.entries) this.#compact();
  }

  /** Forgets all others. */
  keep(wanted: (entry: T) => boolean): void {
    const kept = this.all.filter(wanted);
    this.#entries = kept;
    this.#first = 0;
    this.#characters = kept.reduce((sum, entry) => sum + charactersOf(entry), 0);
  }

  get #kept(): number {
    return this.#entries.length - this.#first;
  }

  #forgetOldest(): void {
    this.#characters -= charactersOf(this.#entries[this.#first]!);
    // Its place may stay for a while; what it held may not.
    this.#entries[this.#first++] = undefined;
  }

  #compact(): void {
    this.#entries = this.all;
    this.#first = 0;
  }
}

/** The texts of an entry, which is flat: nothing else in it can be long. */
const charactersOf = (entry: object): number => Object.values(entry).reduce((sum: number, value: unknown) => (typeof value === "string" ? sum + value.length : sum), 0);
