import { WorldError } from "./world-error";

/** Thrown when a host has no session of that id, or when the session that the caller holds has ended; its id may be another's by now. */
export class SessionNotFound extends WorldError {
  constructor(userSessionId: number | string, sessionHostName: string) {
    super(`There is no session ${userSessionId} on ${sessionHostName}: the user has logged off, or was never there.`);
  }
}
