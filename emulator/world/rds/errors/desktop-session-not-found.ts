import { WorldError } from "../../errors/world-error";

export class DesktopSessionNotFound extends WorldError {
  constructor(sessionId: number, vmHostName: string) {
    super(`There is no session ${sessionId} on ${vmHostName}: the user has logged off, or was never there.`);
  }
}
