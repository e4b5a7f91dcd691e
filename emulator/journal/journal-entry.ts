import type { Route } from "../route";
import type { WorldEvent } from "../world/events/world-event";

/** What a request was about, in the words of the system that it spoke to; absent is what it did not name. */
export interface RequestTarget {
  subscriptionId?: string;
  resourceGroupName?: string;
  hostPoolName?: string;
  sessionHostName?: string;
  userSessionId?: string;
  /** Of a virtual desktop session of Remote Desktop Services. */
  VMHostName?: string;
  /** Of a virtual desktop session of Remote Desktop Services. */
  SessionId?: string;
}

/** What a request perhaps meant, and what keeps it from being that. */
export interface NearOperation extends Route {
  /** In words: `it is a GET, not a PUT`. */
  readonly differs: string;
}

/**
 * One request that reached the emulator, and its answer. It never holds a header, the body of a request, or an answer of the
 * token endpoint: no token or secret gets here.
 */
export interface JournalEntry {
  /** Counts from 1 on, also over a reset: by it a request is told from those that came at the same time of a frozen clock. */
  id: number;
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  method: string;
  /** Path and query, in which the value of each parameter that is called like a secret is `***`. */
  url: string;
  /**
   * What was asked. Over ARM, as its specification calls it: `UserSessions_Disconnect`; `Token` of whoever gives tokens; over WS-Management, where the URL is the
   * same for everything: `Disconnect Win32_VirtualDesktopSession SessionId=3 VMHostName=hv-0`,
   * or the text of a query. At most 1,000 characters; what is longer is cut off, and ends in `…`.
   */
  operation: string | null;
  target: RequestTarget | null;
  /** `null` while it has not been answered, or never was, since its connection was cut. */
  status: number | null;
  /** Milliseconds to the head of the answer, by the machine's clock. */
  ms: number | null;
  /** The client id of the token it came with, or the user of the connection broker. */
  principal: string | null;
  /** Why it was refused, as its answer says it. */
  error: { code: string; message: string } | null;
  /** The JSON of an answer of Azure Resource Manager, a text where a fault answers one; `null` where there was none, or one of more than 4,096 characters. */
  answer: object | string | null;
  /**
   * What it did to the world at once: the first 100 events. What takes its time there begins with it, and is not told here when
   * it ends. A text of more than 1,000 characters is cut off, and ends in `…`.
   */
  effects: readonly WorldEvent[];
  /** How many more effects it had. */
  effectsLeftOut: number;
  /** The id of the fault that it met. */
  fault: string | null;
  /** Of a request that nothing answers: the operation, or the route of another plane, that comes nearest to it. */
  nearest: NearOperation | null;
}

/**
 * Hears of each request when it has been answered, or when its connection has been cut. One that fails keeps nobody from his
 * answer: what it throws, or a promise of its rejects with, is an uncaught
 * exception of the process.
 */
export type RequestListener = (entry: JournalEntry) => unknown;
