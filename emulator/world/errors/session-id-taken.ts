import { WorldError } from "./world-error";

/** Thrown when a session is placed under an id that a living session of the host has. */
export class SessionIdTaken extends WorldError {
  constructor(userSessionId: number, sessionHostName: string, userPrincipalName: string) {
    super(`Session ${userSessionId} on ${sessionHostName} is that of ${userPrincipalName}. Leave the id out, or log that session off first.`);
  }
}
