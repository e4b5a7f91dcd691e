import type { Backend } from "../backend";
import type { Clock } from "../clock";

/** The world outside of a run, passed in. */
export interface Rim {
  readonly backend: Backend;
  readonly clock: Clock;
  /** Tells the person who waits how it goes: one line. */
  readonly say: (line: string) => void;
}
