import { WorldError } from "./world-error";

/** Thrown when a user wants to reconnect to a session that is being logged off. */
export class SessionEnding extends WorldError {
  constructor(userSessionId: number, userPrincipalName: string, sessionHostName: string) {
    super(`Could not reconnect session ${userSessionId} of ${userPrincipalName} on ${sessionHostName}: it is being logged off. Sign the user in again once it is gone.`);
  }
}
