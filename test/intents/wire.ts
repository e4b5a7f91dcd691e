/** What an intent does to one session, in the words of {@link Inhabited.calls}. */
export type Act = "disconnect" | "sendMessage";

/**
 * The way between the provider and one kind of system. Each method makes one thing go wrong on it, once; all else goes
 * through, and everybody is where the sample has them.
 */
export interface Wire {
  /** What the provider must be told to take this way. */
  readonly environment: Readonly<Record<string, string>>;
  /** The system refuses this act; it says {@link refusal}. */
  refuses(act: Act, person: string): void;
  readonly refusal: string;
  /** The act is answered as if it were done, and is not. */
  pretends(act: Act, person: string): void;
  /** The connection breaks instead of an answer. */
  breaksAt(act: Act, person: string): void;
  /** The session is not found by the act. */
  misses(act: Act, person: string, meanwhile?: () => void): void;
  /** The next lists, one or more, are as the system is at this moment. */
  showsListOfNow(times?: number): void | Promise<void>;
  /** The list after those is refused; the system says {@link listRefusal}. */
  refusesList(): void;
  readonly listRefusal: string;
  /** The next two lists, and the reading in between, do not say whose session this one is. */
  keepsNameOf(person: string): void | Promise<void>;
  /** What was to go wrong and has not: a test that leaves something here has tested something else. */
  readonly ahead: readonly string[];
  /** Forgets it. */
  mend(): void;
  close(): Promise<void>;
}
