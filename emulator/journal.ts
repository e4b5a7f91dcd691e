import type { NextFunction, Request, Response } from "express";
import { performance } from "node:perf_hooks";
import type { Clock } from "./clock";
import type { JournalEntry } from "./journal-entry";

/** The oldest entries are forgotten beyond this many. */
const ENTRIES_KEPT = 1_000;

/** The requests of every plane but the control plane, in the order in which they came. */
export class Journal {
  readonly #clock: Clock;
  #entries: { entry: Omit<JournalEntry, "at">; at: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  clear(): void {
    this.#entries = [];
  }

  entries(): JournalEntry[] {
    // Dates become text only for those who read the journal: most requests are never looked at.
    return this.#entries.slice(-ENTRIES_KEPT).map(({ entry, at }) => ({ at: new Date(at).toISOString(), ...entry }));
  }

  /** A middleware that writes down what passes. */
  readonly record = (request: Request, response: Response, next: NextFunction): void => {
    const began = performance.now();
    const entry: Omit<JournalEntry, "at"> = { method: request.method, url: request.originalUrl, operation: null, status: null, ms: null, principal: null, fault: null };
    response.locals["entry"] = entry;
    this.#entries.push({ entry, at: this.#clock.now() });
    // Dropping the oldest one by one would move a thousand entries for each request.
    if (this.#entries.length >= 2 * ENTRIES_KEPT) this.#entries = this.#entries.slice(-ENTRIES_KEPT);

    // At the head of the answer, not when it was sent ("finish"): a client that has its answer must find it in the journal.
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((...head: Parameters<typeof writeHead>) => {
      entry.status = head[0];
      entry.ms = Math.round((performance.now() - began) * 1000) / 1000;
      entry.operation = (response.locals["operation"] as string | undefined) ?? null;
      entry.principal = (response.locals["principal"] as string | undefined) ?? null;
      return writeHead(...head);
    }) as Response["writeHead"];
    next();
  };
}
