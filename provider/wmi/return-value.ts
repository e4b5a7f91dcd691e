import { AccessDeniedByBroker } from "../errors/access-denied-by-broker";
import { RequestFailed } from "../errors/request-failed";
import type { SessionsError } from "../errors/sessions-error";

export const done = 0;
/** The session does not exist (any more). */
export const noSuchSession = 1168;

/**
 * What the methods return instead of 0. Their page names no code; these are the ones that the RemoteDesktop module of
 * PowerShell knows, and they are those of Win32.
 */
const known: Readonly<Record<number, readonly [why: string, remedy: string]>> = {
  21: ["the virtual machine is not running", "Start the virtual desktop, or wait until the broker has noticed that the session is gone."],
  [noSuchSession]: ["the session does not exist", "Refresh to see who is there now."],
  1722: ["the host of the virtual machine does not exist or does not answer", "Check that the host runs and that the broker reaches it."],
};

/** Those after which the host of the session has certainly not been asked to do it: access denied, not running, not reached. */
const without = new Set([5, 21, 1722]);

/** Whether a method that returned this may have done it all the same, as with 1726, "the remote procedure call failed". */
export const mayHaveDone = (value: number): boolean => value !== done && value !== noSuchSession && !without.has(value);

/**
 * A method that was called and did not do it.
 *
 * @param failed what failed, on what: completes "Could not …"
 */
export function methodFailed(value: number, failed: string): SessionsError {
  if (value === 5) return new AccessDeniedByBroker({ failed, why: "the method returned 5: access denied" });
  const [why, remedy] = known[value] ?? ["the broker could not do it", "Look the code up with `net helpmsg` on Windows, and in the broker's event log."];
  return new RequestFailed({ failed, why: `the method returned ${value}: ${why}`, remedy });
}
