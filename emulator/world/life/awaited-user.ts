import type { NewSession } from "../user-session";
import type { StatedReturns } from "./returns";

/** A user who was logged off, and comes back by himself: as a session that is not there yet. */
export interface AwaitedUser extends NewSession {
  returns: StatedReturns;
}
