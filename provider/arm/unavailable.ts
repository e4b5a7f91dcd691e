/** ARM has answered 503, and when to come back: later than somebody waits who has just read what the call is about. */
export class Unavailable extends Error {
  /** @param until milliseconds since the epoch */
  constructor(readonly until: number) {
    super(`ARM answered 503 and asks to come back at ${new Date(until).toISOString()}`);
    this.name = "Unavailable";
  }
}
