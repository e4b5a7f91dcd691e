import type { Backend } from "./backend";
import type { SessionsError } from "./errors/sessions-error";
import type { SessionHost } from "./host";

/** What came of a change of a host. `unconfirmed`: no answer says whether it was made. */
export type HostChange = { readonly status: "done"; readonly host: SessionHost } | { readonly status: "unconfirmed"; readonly error: SessionsError };

/** A scope whose hosts can be drained. Every method throws an error of `errors/`, as {@link Backend}'s do. */
export interface HostBackend extends Backend {
  /** Every host of the pool. @param age as for `sessions` */
  hosts(age: "recent" | "now"): Promise<readonly SessionHost[]>;
  /** Turns drain mode on (`false`) or off, once, and gives the host as it is then. It throws only where that has certainly not been done. */
  setAllowNewSession(sessionHost: string, allowNewSession: boolean): Promise<HostChange>;
}
