import { nameOf } from "../identity";
import type { SessionIdentity } from "../session";
import { SessionsError } from "./sessions-error";

/** More sessions than `maxSessions` allows would have been touched; none was. */
export class TooManySessions extends SessionsError {
  constructor(verb: string, scope: string, sessions: readonly SessionIdentity[], maxSessions: number) {
    super({
      failed: `${verb} ${sessions.length} sessions in ${scope}`,
      why: `maxSessions is ${maxSessions}, and nothing was touched. It would have hit ${sessions.map(nameOf).join(", ")}`,
      remedy: "Narrow the selector, or raise maxSessions if all of them are meant.",
    });
  }
}
