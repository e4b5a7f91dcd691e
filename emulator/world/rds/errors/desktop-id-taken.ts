import { WorldError } from "../../errors/world-error";

export class DesktopIdTaken extends WorldError {
  constructor(sessionId: number, vmHostName: string, user: string) {
    super(`Session ${sessionId} on ${vmHostName} is that of ${user}. Choose another id, or log that session off first.`);
  }
}
