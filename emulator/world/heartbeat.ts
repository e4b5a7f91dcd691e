import type { Clock } from "../clock";

/** How often a host that runs is heard of: a choice, the agent's own interval is documented nowhere. */
const INTERVAL = 30_000;

/** The heartbeats of a session host. They are computed when somebody asks: a thousand hosts need no timers. */
export class Heartbeat {
  readonly #clock: Clock;
  /** Milliseconds since 1970: of one beat, to count from; of the last one while it stands still. */
  #beat: number;
  #running: boolean;

  constructor(clock: Clock, beat: string, running: boolean) {
    this.#clock = clock;
    this.#beat = new Date(beat).getTime();
    this.#running = running;
  }

  /** ISO 8601, UTC. */
  get last(): string {
    return new Date(this.#last()).toISOString();
  }

  /** A host that comes up is heard of at once; one that runs goes on in its own rhythm. */
  start(): void {
    if (this.#running) return;
    this.#beat = this.#clock.now();
    this.#running = true;
  }

  stop(): void {
    this.#beat = this.#last();
    this.#running = false;
  }

  #last(): number {
    // A clock that was set back takes back no heartbeat.
    const since = Math.max(0, this.#clock.now() - this.#beat);
    return this.#running ? this.#beat + since - (since % INTERVAL) : this.#beat;
  }
}
