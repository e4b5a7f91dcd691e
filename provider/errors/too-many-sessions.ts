import { byPlace } from "../by-place";
import { nameOf } from "../identity";
import { countOf, roster } from "../intents/sentences";
import type { SessionIdentity } from "../session";
import { SessionsError } from "./sessions-error";

/** More sessions than `maxSessions` allows would have been touched; none was. */
export class TooManySessions extends SessionsError {
  constructor(verb: string, scope: string, sessions: readonly SessionIdentity[], maxSessions: number) {
    super({
      failed: `${verb} ${countOf(sessions.length)} in ${scope}`,
      why: `maxSessions is ${maxSessions}, and nothing was touched. It would have hit ${roster(sessions.toSorted(byPlace).map(nameOf))}`,
      remedy: "Choose fewer, or raise maxSessions if all of them are meant.",
    });
  }
}
