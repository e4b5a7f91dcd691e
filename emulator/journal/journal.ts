import type { NextFunction, Request, Response } from "express";
import type { Clock } from "../clock";
import { shortened } from "../shortened";
import { surface } from "../surface";
import type { WorldEvent } from "../world/events/world-event";
import { entryOf, type Notes, notesOf, type Recorded } from "./recorded";
import type { JournalEntry, RequestListener } from "./journal-entry";
import { matcherOf, type RequestFilter } from "./request-filter";

/** The oldest entries are forgotten beyond this many. */
const ENTRIES_KEPT = 1_000;

/** What one request does to the world may be as much as the world has: of more effects the number is kept. */
const EFFECTS_KEPT = 100;
/** Characters of each of their texts, such as those of a message. */
const LONGEST_TEXT = 1_000;

/** The requests of every plane but the control plane, in the order in which they came. */
export class Journal {
  readonly #clock: Clock;
  readonly #operations: () => readonly string[];
  #recorded: Recorded[] = [];
  #serial = 0;
  readonly #listeners = new Set<RequestListener>();
  /** What a request is doing to the world right now. */
  #acting: WorldEvent[] | undefined;

  /** @param operations the names of those that requests may be */
  constructor(clock: Clock, operations: () => readonly string[]) {
    this.#clock = clock;
    this.#operations = operations;
  }

  /** Oldest first. @throws RangeError, TypeError for a filter that can't be meant */
  entries(filter: RequestFilter = {}): JournalEntry[] {
    const match = matcherOf(filter, this.#operations);
    return match(this.#recorded.slice(-ENTRIES_KEPT).map(entryOf));
  }

  /** Forgets the requests that a filter means. @returns how many. @throws RangeError, TypeError */
  forget(filter: RequestFilter = {}): number {
    const gone = new Set(this.entries(filter).map(({ id }) => id));
    this.#recorded = this.#recorded.slice(-ENTRIES_KEPT).filter(({ id }) => !gone.has(id));
    return gone.size;
  }

  /** @returns makes it hear no more */
  observe(listener: RequestListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Does what a request asks for, and writes down what the world does at once because of it. */
  witness<T>(notes: Notes, act: () => T): T {
    const effects = (this.#acting = []);
    try {
      return act();
    } finally {
      this.#acting = undefined;
      if (effects.length > 0) notes.effects = effects.slice(0, EFFECTS_KEPT).map(withShortTexts);
      if (effects.length > EFFECTS_KEPT) notes.effectsLeftOut = effects.length - EFFECTS_KEPT;
    }
  }

  /** To be told what happens in the world: it belongs to the request that is being {@link witness}ed, if there is one. */
  readonly happened = (event: WorldEvent): void => void this.#acting?.push(event);

  /** A middleware that writes down what passes. */
  readonly record = (request: Request, response: Response<unknown, Notes>, next: NextFunction): void => {
    const recorded: Recorded = { id: ++this.#serial, at: this.#clock.now(), method: request.method, url: request.originalUrl, status: null, ms: null, began: performance.now(), notes: response.locals };
    response.locals.recorded = recorded;
    this.#recorded.push(recorded);
    // Dropping the oldest one by one would move a thousand entries for each request.
    if (this.#recorded.length >= 2 * ENTRIES_KEPT) this.#recorded = this.#recorded.slice(-ENTRIES_KEPT);
    if (this.#listeners.size > 0) {
      response.once("close", () => {
        if (recorded.status === null) this.#tell(recorded);
      });
    }
    next();
  };

  /** The head of an answer is about to be written. It is not when it was sent ("finish"): a client that has its answer must find it in the journal. */
  readonly answered = ({ locals }: Response<unknown, Notes>, status: number): void => {
    const { recorded } = locals;
    if (!recorded) return;
    recorded.status = status;
    recorded.ms = Math.round((performance.now() - recorded.began) * 1000) / 1000;
    recorded.notes = notesOf(locals);
    if (this.#listeners.size > 0) this.#tell(recorded);
  };

  #tell(recorded: Recorded): void {
    const entry = entryOf(recorded);
    for (const listener of this.#listeners) {
      try {
        const hearing = listener(entry);
        if (hearing instanceof Promise) hearing.catch(surface);
      } catch (error) {
        surface(error);
      }
    }
  }
}

/** An event is flat: its texts are all in it that can be long. */
const withShortTexts = (event: WorldEvent): WorldEvent =>
  Object.fromEntries(Object.entries(event).map(([name, value]) => [name, typeof value === "string" ? shortened(value, LONGEST_TEXT) : value])) as unknown as WorldEvent;
