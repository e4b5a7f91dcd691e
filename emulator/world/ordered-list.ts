/** Additions that are put in place one by one; more than this are sorted in together. */
const FEW = 8;

/**
 * Items in the order of a unique number. Pages are cut out of it without copying or sorting it, and a page that starts
 * "after key k" stays right while items come and go, which one that starts "at index i" would not.
 */
export class OrderedList<T> {
  readonly #key: (item: T) => number;
  #items: T[] = [];
  #added: T[] = [];

  constructor(key: (item: T) => number) {
    this.#key = key;
  }

  /** Costs nothing until the next read. */
  add(item: T): void {
    this.#added.push(item);
  }

  remove(item: T): void {
    this.#settle();
    const index = this.#firstAtOrAfter(this.#key(item));
    if (this.#items[index] === item) this.#items.splice(index, 1);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.walk();
  }

  /**
   * The items in order, or from the last to the first.
   *
   * @param after only those behind the item with this key, which need not be there any more
   */
  *walk(descending = false, after?: number): Generator<T> {
    this.#settle();
    const items = this.#items;
    if (descending) {
      const end = after === undefined ? items.length : this.#firstAtOrAfter(after);
      for (let index = end - 1; index >= 0; index--) yield items[index]!;
    } else {
      const start = after === undefined ? 0 : this.#firstAtOrAfter(after + 1);
      for (let index = start; index < items.length; index++) yield items[index]!;
    }
  }

  #settle(): void {
    if (this.#added.length === 0) return;
    if (this.#added.length <= FEW) {
      for (const item of this.#added) this.#items.splice(this.#firstAtOrAfter(this.#key(item)), 0, item);
    } else {
      this.#items = this.#items.concat(this.#added).sort((a, b) => this.#key(a) - this.#key(b));
    }
    this.#added = [];
  }

  #firstAtOrAfter(key: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#key(this.#items[middle]!) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
