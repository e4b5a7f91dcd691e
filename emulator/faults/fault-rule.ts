import type { Duration } from "../world/life/duration";

/** The faces of the emulator that faults are met on: Azure Resource Manager, the token endpoint, WS-Management. */
export const faultPlanes = ["arm", "oauth", "wsman"] as const;
export type FaultPlane = (typeof faultPlanes)[number];

/** An error as the plane that meets it writes its own. */
export interface FaultError {
  /** ARM's `error.code`; OAuth's `error`; the subcode of a SOAP fault, with its prefix: `w:AccessDenied`. */
  code: string;
  message: string;
  /** Over WS-Management Windows' number of it (default: 1359, an internal error), of the token endpoint that behind `AADSTS` (default: 90033). */
  number?: number | undefined;
}

/**
 * What goes wrong, and when. All that is said of the request must be true of it; what is left out is true of every one. Names
 * are compared without case.
 *
 * @example
 * emulator.faults.add({ operation: "UserSessions_Disconnect", sessionHost: "sh-0.contoso.com", session: 3, status: 503, times: 2 });
 * emulator.faults.add({ operation: "Token", delay: 5_000, probability: 0.1, seed: 42 });
 */
export interface FaultRule {
  plane?: FaultPlane | undefined;
  /**
   * As Azure's specification calls it (`UserSessions_Disconnect`), `Token`, or over WS-Management `Enumerate`, `Pull`, `Release`,
   * `Get`, `Win32_VirtualDesktopSession.Disconnect`. A `*` stands for any characters.
   */
  operation?: string | undefined;
  /** That of the resource: of the other planes no request has one. */
  subscriptionId?: string | undefined;
  hostPool?: string | undefined;
  /** Name of the session host; over WS-Management the VMHostName. */
  sessionHost?: string | undefined;
  /** Id of the session. */
  session?: number | string | undefined;

  /** From the nth such request on; on its own: that one only. */
  nth?: number | undefined;
  /** At most so often. Default: always; with `nth`: once. */
  times?: number | undefined;
  /** How likely it is, above 0 and up to 1. The same seed meets the same requests, as long as they come in the same order. */
  probability?: number | undefined;
  /** Of the probability's random numbers: a whole number of 32 bits. Default: 0. */
  seed?: number | undefined;

  /** Milliseconds or `"5s"`, by the emulator's clock, that the request waits before anything is done; all else happens then. */
  delay?: Duration | undefined;
  /**
   * Of the answer. Default: 200 with a `body`; with an `error` that of the plane: 500 of ARM, 400 of the token endpoint; a SOAP fault's is always 500.
   * From 400 on, without `body` and `error`, the plane says it in its own words; `body: ""` leaves them out.
   */
  status?: number | undefined;
  /** The answer: text as it is, or what to write as JSON. Over WS-Management `{MessageID}` in a text is the request's. */
  body?: string | object | undefined;
  /** More headers of an answer with `status`, `body` or `error`. */
  headers?: Readonly<Record<string, string>> | undefined;
  error?: FaultError | undefined;
  /** What a method of WMI returns: 21, the virtual machine does not run. */
  returnValue?: number | undefined;
  /** ARM's 429. */
  throttle?: { /** Seconds, or `"1m"`. */ retryAfter: Duration } | undefined;
  /** ARM's 401 for a token that has expired. */
  expireToken?: true | undefined;
  /** Whether what was asked for is done all the same when the answer is another one. Default: false. */
  effect?: boolean | undefined;
  /** The connection is reset (TCP's RST) instead of an answer: before anything is done, or after. */
  reset?: "before" | "after" | undefined;
  /** The connection breaks after so many bytes of the answer's body. What was asked for is done, unless the answer is another one. */
  truncate?: number | undefined;
  /** By how many seconds, or `"-90s"`, the clock of who answers is wrong: in the answer's `Date`, in the times of a token, and for whether a token has expired. */
  clockSkew?: Duration | undefined;
}

/** A rule as it was read: each time is a number of its unit. */
export interface ReadRule extends FaultRule {
  delay?: number | undefined;
  throttle?: { retryAfter: number } | undefined;
  clockSkew?: number | undefined;
}

/** A rule that stands, and what came of it. */
export interface Fault {
  readonly id: string;
  readonly rule: ReadRule;
  /** How many requests it was about. */
  readonly seen: number;
  /** To how many of them it happened. */
  readonly met: number;
}
