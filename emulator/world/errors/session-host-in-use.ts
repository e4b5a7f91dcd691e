import { WorldError } from "./world-error";

/** A session host that can't be removed, because somebody is signed in to it. */
export class SessionHostInUse extends WorldError {
  constructor(sessionHostName: string, sessions: number) {
    super(`Could not remove ${sessionHostName}: it has ${sessions} session${sessions === 1 ? "" : "s"}. Log the users off, or remove it by force`);
  }
}
