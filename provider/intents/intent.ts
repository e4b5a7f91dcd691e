import type { Backend, Call, Delivery } from "../backend";
import type { MaintenanceWindow } from "../maintenance-window";
import type { Protection } from "../protection";
import type { Selector } from "../selector";
import type { Scope } from "../scope";
import type { Session, SessionIdentity } from "../session";
import type { DisconnectedSince } from "./disconnected-since";
import type { Notice, NoticeArgs } from "./notice";
import type { Step } from "./plan";

/** What every intent takes. */
export interface IntentArgs {
  readonly scope: Scope;
  readonly sessions: Selector;
  /** At most this many sessions may be touched in one run; more, and none is. Default: no limit. */
  readonly maxSessions?: number;
  /** Whom it must never touch: where one of them breaks the intent, nobody is touched. Default: nobody. */
  readonly protect?: Protection;
  /** When it may act; outside it observes and reports. Default: always. */
  readonly within?: MaintenanceWindow;
  /** How long a run waits for the sessions to follow, in seconds. Default: 120. */
  readonly timeoutSeconds?: number;
}

/** What an intent takes that ends something people are in the middle of. */
export interface GraceArgs extends IntentArgs {
  /** Told to each session that breaks the intent, which is then left alone for some minutes. Default: none. */
  readonly notice?: NoticeArgs;
  /** Disconnect first, and log off so many minutes later. Default: at once. */
  readonly escalate?: { readonly minutes: number };
}

/** The names of what every intent takes. */
export const commonArguments = ["scope", "sessions", "maxSessions", "protect", "within", "timeoutSeconds"] as const satisfies readonly (keyof IntentArgs)[];

/** A session that was sent the message, or was to be. */
export interface Recipient extends SessionIdentity {
  /** `unconfirmed`: the answer was lost, so it may have been shown and is not repeated. `failed`: certainly not shown. */
  readonly status: "sent" | "unconfirmed" | "failed";
  /** Why it is not `sent`. */
  readonly reason?: string;
}

/** What an intent carries from one run to the next, in its outputs. */
export interface Memory {
  /** The session that a selector with a `sessionId` first matched. */
  readonly pinned?: SessionIdentity;
  /** Whom a message was sent to. */
  readonly recipients?: readonly Recipient[];
  /** The audience of a message is chosen, so that sessions which appear later do not belong to it. */
  readonly audienceChosen?: boolean;
  /** What sessions were told before they are acted on. */
  readonly notices?: readonly Notice[];
  /** Since when sessions have been seen disconnected, for a selector that says `disconnectedFor`. */
  readonly disconnectedSince?: readonly DisconnectedSince[];
}

/**
 * What came of one session. `already`: it was so before, and what follows on it goes on. `none`: there was nothing left to do, or nobody
 * to do it to. `closed`: the window had closed by then.
 */
export type Deed = { readonly status: "done" | "already" | "none" | "closed" } | { readonly status: "notShown"; readonly state: string; readonly why: string } | Delivery;

export interface Outcome extends Pick<Step, "session" | "deed"> {
  readonly result: Deed | Error;
  /** When that was known, in milliseconds since the epoch. A round of many takes its time, and each has his own from then on. */
  readonly at: number;
}

/** One kind of intent. Everything but `act` is a function of values. */
export interface Intent<Args extends GraceArgs = GraceArgs> {
  /** The names of its arguments, as its schema has them. */
  readonly takes: readonly string[];
  /** The call that `act` makes. */
  readonly call: Call;
  /** What `act` does, as a sentence has it: "disconnect". */
  readonly verb: string;
  /** What `act` has done, as a sentence has it: "disconnected". */
  readonly done: string;
  /** The word for those to whom `act` was done just now, when nobody has looked yet what came of it: "Disconnecting". */
  readonly doing: string;
  /** The word for a session as it should be, as a diff shows it: "Disconnected". */
  readonly wanted: string;
  /** The word for a session that breaks the intent. */
  found(session: Session): string;
  /** Which of the matching sessions break the intent. */
  violations(args: Args, matching: readonly Session[], memory: Memory): readonly Session[];
  /** Which of the matching sessions are left out only because they show no messages. Default: none. */
  deaf?(args: Args, matching: readonly Session[], memory: Memory): readonly Session[];
  /** Whether its work has yet to begin, though nothing breaks it: a message that has no audience. Default: never. */
  isUnbegun?(memory: Memory): boolean;
  /** Does it to one session that was read a moment ago. */
  act(backend: Backend, session: Session, args: Args): Promise<Deed>;
  /**
   * What to remember of a round of acts, beside `pinned`.
   *
   * @param sessions every session of the scope, to tell who has left.
   */
  remember?(args: Args, memory: Memory, outcomes: readonly Outcome[], sessions: readonly Session[]): Memory;
  /** What an earlier run remembered that still holds under the arguments of now, beside `pinned`. */
  recall?(memory: Memory, before: Args, now: Args): Memory;
}
