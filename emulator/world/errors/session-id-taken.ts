import { WorldError } from "./world-error";

export class SessionIdTaken extends WorldError {
  constructor(userSessionId: number, sessionHostName: string, userPrincipalName: string) {
    super(`Session ${userSessionId} on ${sessionHostName} is that of ${userPrincipalName}. Leave the id out, or log that session off first.`);
  }
}
