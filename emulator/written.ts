/** Of how many objects the text is kept; half of them may be those that nobody asked for lately. */
const KEPT = 10_000;

/**
 * What was written of objects, kept for the next who asks: clients ask for the same lists again and again, and most of what a
 * list costs is writing it (see decisions/what-a-request-costs.md). By the objects themselves, and weakly: a world that was
 * reset is not kept alive by its texts.
 */
export class Written<V> {
  #recent = new WeakMap<object, V>();
  #older = new WeakMap<object, V>();
  #count = 0;

  /** Whether it is still true is for the caller to look at. */
  get(object: object): V | undefined {
    return this.#recent.get(object) ?? this.#older.get(object);
  }

  set(object: object, written: V): void {
    if (++this.#count > KEPT / 2) {
      this.#count = 1;
      this.#older = this.#recent;
      this.#recent = new WeakMap();
    }
    this.#recent.set(object, written);
  }
}
