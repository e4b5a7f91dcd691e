/** Where the emulator takes its time from. Everything it dates or lets expire obeys it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The machine's own clock: the default. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock for tests: it stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves by `milliseconds`, forwards or (negative) backwards. */
  advance(milliseconds: number): void;
  /** Jumps to an instant. */
  set(instant: Date | string | number): void;
}

/**
 * A clock that moves only by hand.
 *
 * @param start where it stands at first; default: now
 */
export function manualClock(start: Date | string | number = Date.now()): ManualClock {
  let now = instantOf(start);
  return {
    now: () => now,
    advance: (milliseconds) => void (now += milliseconds),
    set: (instant) => void (now = instantOf(instant)),
  };
}

function instantOf(instant: Date | string | number): number {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError(`Could not set the clock to ${String(instant)}: not a date. Give a Date, an ISO 8601 text, or milliseconds.`);
  return milliseconds;
}
