import type { NewSession } from "../user-session";
import type { StatedReturns } from "./returns";

/** A user who was logged off, and comes back by himself: of his session, which is not there yet, neither state nor create time can be said. */
export interface AwaitedUser extends Pick<NewSession, "userPrincipalName" | "applicationType" | "activeDirectoryUserName"> {
  returns: StatedReturns;
}
