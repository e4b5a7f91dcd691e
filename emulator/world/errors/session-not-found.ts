import { WorldError } from "./world-error";

export class SessionNotFound extends WorldError {
  constructor(userSessionId: number | string, sessionHostName: string) {
    super(`There is no session ${userSessionId} on ${sessionHostName}: the user has logged off, or was never there.`);
  }
}
