import { WorldError } from "../../errors/world-error";

export class DesktopOccupied extends WorldError {
  constructor(user: string, vmName: string, occupant: string) {
    super(`Could not sign ${user} in on ${vmName}: a virtual desktop has one session, and this one has that of ${occupant}. Log that session off first, or choose another desktop.`);
  }
}
