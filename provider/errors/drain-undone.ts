import { SessionsError } from "./sessions-error";

/** Somebody has turned drain mode off while a host was emptied, so that whoever is on it may be a newcomer; nobody else was touched. */
export class DrainUndone extends SessionsError {
  constructor(sessionHost: string, changedAt: string | undefined) {
    super({
      failed: `go on with ${sessionHost}`,
      why: `somebody turned its drain mode off${changedAt === undefined ? "" : ` at ${changedAt}`}, while it was emptied, and it takes newcomers`,
      remedy: "See who does so, such as an operator or a scaling plan, and run it again: it is drained again then.",
    });
  }
}
