import { surface } from "../../surface";
import type { WorldEvent, WorldListener } from "./world-event";

/** Those who are told what happens in a world. Events are made for them only: without any, nothing is. */
export class Observers {
  readonly #listeners = new Set<WorldListener>();
  /** What happened while others were being told: each listener hears everything in the order in which it happened. */
  readonly #untold: WorldEvent[] = [];
  #telling = false;
  #silent = false;

  /** @returns ends it */
  add(listener: WorldListener): () => void {
    // One function may observe twice, and end once.
    const own: WorldListener = (event) => {
      try {
        listener(event);
      } catch (error) {
        surface(error);
      }
    };
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** @param event makes it, if there is somebody to tell */
  tell(event: () => WorldEvent): void {
    this.tellAll(() => [event()]);
  }

  /** @param events makes them, if there is somebody to tell */
  tellAll(events: () => Iterable<WorldEvent>): void {
    if (this.#listeners.size === 0 || this.#silent) return;
    this.#untold.push(...events());
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
      for (const listener of [...this.#listeners]) listener(next);
    }
    this.#telling = false;
  }

  /** Does something of which no observer hears. */
  silently(act: () => void): void {
    this.#silent = true;
    try {
      act();
    } finally {
      this.#silent = false;
    }
  }
}
