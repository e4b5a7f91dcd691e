import { WorldError } from "./world-error";

/** Thrown when a session is logged off without `force` on a host whose state says that it does not answer. */
export class SessionHostUnreachable extends WorldError {
  constructor(userSessionId: number, sessionHostName: string, status: string) {
    super(`Could not log off session ${userSessionId} on ${sessionHostName}: the host is ${status}, so nobody can end the session there. Start the host, or force it: the session is then forgotten.`);
  }
}
