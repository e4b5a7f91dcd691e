/** One request that reached the emulator. It never holds a header or a body: no token or secret gets here. */
export interface JournalEntry {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  method: string;
  /** Path and query. */
  url: string;
  /**
   * What was asked. Over ARM, as its specification calls it: `UserSessions_Disconnect`; over WS-Management, where the URL is the
   * same for everything: `Disconnect Win32_VirtualDesktopSession SessionId=3 VMHostName=hv-0`,
   * or the text of a query. At most 1,000 characters; what is longer is cut off, and ends in `…`.
   */
  operation: string | null;
  /** `null` while it has not been answered. */
  status: number | null;
  /** Milliseconds to the head of the answer, by the machine's clock. */
  ms: number | null;
  /** The client id of the token it came with, or the user of the connection broker. */
  principal: string | null;
  /** The id of the fault that it met. */
  fault: string | null;
}
