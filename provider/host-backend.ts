import type { Backend } from "./backend";
import type { SessionHost } from "./host";

/** A scope whose hosts can be drained. Every method throws an error of `errors/`, as {@link Backend}'s do. */
export interface HostBackend extends Backend {
  /** Every host of the pool. @param age as for `sessions` */
  hosts(age: "recent" | "now"): Promise<readonly SessionHost[]>;
  /** Turns drain mode on (`false`) or off, and gives the host as it is then. */
  setAllowNewSession(sessionHost: string, allowNewSession: boolean): Promise<SessionHost>;
}
