/** One request that reached the emulator. It never holds a header or a body: no token or secret gets here. */
export interface JournalEntry {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  method: string;
  /** Path and query. */
  url: string;
  /** `null` while it has not been answered. */
  status: number | null;
  /** Milliseconds to the head of the answer, by the machine's clock. */
  ms: number | null;
  /** The client id of the token it came with. */
  principal: string | null;
}
