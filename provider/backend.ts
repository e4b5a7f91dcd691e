import type { Session, SessionIdentity } from "./session";

/** What is known of a message after its one attempt. `unconfirmed`: it may or may not have been shown. */
export type Delivery =
  | { readonly status: "sent" }
  | { readonly status: "unconfirmed"; readonly why: string }
  | { readonly status: "gone" };

export interface Message {
  readonly title: string;
  readonly body: string;
}

/** What is done to a session. */
export type Call = "disconnect" | "logOff" | "message";

/**
 * One scope of one system, as the intents see it. Every method throws an error of `errors/` that says what failed, on
 * what, why, and what to do.
 */
export interface Backend {
  /** With how many sessions it is worth to be busy at once. */
  readonly atOnce: number;
  /**
   * Every session of the scope. Callers who ask within a moment of one another share a list.
   *
   * @param age `recent`: as it was a moment ago will do. `now`: from a list that begins after this call.
   */
  sessions(age: "recent" | "now"): Promise<readonly Session[]>;
  /** The session that has this host and id right now, whoever it belongs to; `undefined` when there is none. */
  session(which: SessionIdentity): Promise<Session | undefined>;
  /**
   * Does work that leads to one call, as soon as the system would take that: what it reads is not read before a long wait. Where
   * the system refuses the call for a while, the work is done again from its beginning, since what was read is old by then.
   */
  inTurn<Result>(call: Call, session: SessionIdentity, work: () => Promise<Result>): Promise<Result>;
  /** Ends the connection and keeps the applications running. A session that is gone is a success. */
  disconnect(session: SessionIdentity): Promise<void>;
  /** Ends the session and its applications. A session that is gone is a success. */
  logOff(session: SessionIdentity, options: { readonly force: boolean }): Promise<void>;
  /** Sends once. Throws only where the message has certainly not been shown. */
  message(session: SessionIdentity, message: Message): Promise<Delivery>;
}
