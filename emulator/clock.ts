import { surface } from "./surface";
import { type Duration, signedMilliseconds } from "./world/life/duration";

/** An instant as people and programs write it: a `Date`, an ISO 8601 text, or milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Date | string | number;

/** What was to happen, and when. */
interface Appointment {
  at: number;
  act: () => void;
}

/** Node's timers take no longer delays; what is due later is looked at again by then. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The emulator's time. Everything it dates, delays or lets expire obeys it: create times, tokens, throttling, `Retry-After`,
 * the `Date` of each answer, what sessions do by themselves. TLS does not: the certificates of both sides go by the machine's clock,
 * as they do for the clients. It runs with the machine's clock until it is frozen, and can be set and moved in both states.
 */
export class Clock {
  /** What is added to the machine's time while the clock runs. */
  #offset = 0;
  /** Where it stands; `undefined` while it runs. */
  #standsAt: number | undefined;
  /** By when they are due; of the same instant, in the order in which they were made. */
  readonly #appointments: Appointment[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number {
    return this.#standsAt ?? Date.now() + this.#offset;
  }

  get frozen(): boolean {
    return this.#standsAt !== undefined;
  }

  /** Whether it goes as the machine's: it was neither moved nor frozen. */
  get followsMachine(): boolean {
    return !this.frozen && this.#offset === 0;
  }

  /** Stops it, where it is or at an instant. @throws RangeError for what is not an instant */
  freeze(at: Instant = this.now()): void {
    const target = instantOf(at);
    this.set(target);
    this.#standsAt = target;
    this.#watch();
  }

  /** Lets it run on from where it stands. One that runs goes on running. */
  resume(): void {
    if (this.#standsAt === undefined) return;
    this.#offset = this.#standsAt - Date.now();
    this.#standsAt = undefined;
    this.#watch();
  }

  /** Goes with the machine's clock again, and shows its time. What is due by then happens on the way. */
  followMachine(): void {
    this.set(Date.now());
    this.#standsAt = undefined;
    this.#offset = 0;
    this.#watch();
  }

  /** Moves to an instant; what is due by then happens on the way, each at its own time. @throws RangeError for what is not an instant */
  set(instant: Instant): void {
    const target = instantOf(instant);
    const moved = target - this.now();
    const { frozen } = this;
    for (let next = this.#due(target); next; next = this.#due(target)) {
      // What is overdue happens now: time does not run back for it.
      this.#standsAt = Math.max(next.at, this.now());
      keep(next);
    }
    this.#standsAt = frozen ? target : undefined;
    if (!frozen) this.#offset += moved;
    this.#watch();
  }

  /** Moves by so many milliseconds, or by a time such as `"10m"`: forwards, or (negative) backwards. @throws RangeError for what is neither */
  advance(by: Duration): void {
    const milliseconds = signedMilliseconds(by);
    if (milliseconds === undefined) throw new RangeError(`Could not advance the clock: it was to be by ${JSON.stringify(by)}, and must be a time such as "10m", or milliseconds.`);
    this.set(this.now() + milliseconds);
  }

  /**
   * Does something once so much time has passed by this clock. It is never done within this call: with nothing to wait for, a clock
   * that runs does it in its next turn, and one that is frozen when it is moved, be it by 0, or resumed. When it throws, that is an
   * uncaught exception: neither the clock nor what else is due stops for it.
   *
   * @returns forgets it, if it has not happened yet
   */
  after(milliseconds: number, act: () => void): () => void {
    const appointment = { at: this.now() + milliseconds, act };
    // From the back: most are made for later than those before.
    const before = this.#appointments.findLastIndex(({ at }) => at <= appointment.at);
    this.#appointments.splice(before + 1, 0, appointment);
    this.#watch();
    return () => {
      const place = this.#appointments.indexOf(appointment);
      if (place === -1) return;
      this.#appointments.splice(place, 1);
      this.#watch();
    };
  }

  /** Takes the next appointment, if it is due by then. */
  #due(by: number): Appointment | undefined {
    const next = this.#appointments[0];
    return next && next.at <= by ? this.#appointments.shift() : undefined;
  }

  /** Has the machine wake it for the next appointment, as long as it runs. */
  #watch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = this.#appointments[0];
    if (this.frozen || !next) return;
    const delay = Math.min(Math.max(0, Math.ceil(next.at - this.now())), LONGEST_TIMER);
    // The servers keep a process alive, not what may happen in them.
    this.#timer = setTimeout(() => this.#wake(), delay).unref();
  }

  #wake(): void {
    for (let next = this.#due(this.now()); next; next = this.#due(this.now())) keep(next);
    this.#watch();
  }
}

function keep({ act }: Appointment): void {
  try {
    act();
  } catch (error) {
    surface(error);
  }
}

/** A clock for tests: it stands still until it is told to move. @param start where it stands at first; default: now */
export function manualClock(start: Instant = Date.now()): Clock {
  const clock = new Clock();
  clock.freeze(start);
  return clock;
}

/** @throws RangeError for what is not an instant */
export function instantOf(instant: Instant): number {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError(`Could not set the clock to ${String(instant)}: not an instant. Give a Date, an ISO 8601 text, or milliseconds.`);
  return milliseconds;
}
