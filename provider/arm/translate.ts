import type { UserSession } from "@azure/arm-desktopvirtualization";
import { UnexpectedAnswer } from "../errors/unexpected-answer";
import type { Session } from "../session";

/**
 * Host and id are in no field of their own: they are the last segments of the resource id. (`name` is
 * `<pool>/<host>/<id>` on the wire and `1` in the specification's example, so it is not relied upon.)
 */
const place = /\/sessionhosts\/([^/]+)\/usersessions\/([^/]+)$/i;

/** ARM's user session, as the SDK hands it over, in the words of this package. */
export function toSession(found: UserSession): Session {
  const [, sessionHost, sessionId] = place.exec(found.id ?? "") ?? [];
  if (sessionHost === undefined || sessionId === undefined) {
    throw new UnexpectedAnswer({
      failed: "tell which session ARM speaks of",
      why: `its id is ${JSON.stringify(found.id)}, without a session host and a user session`,
    });
  }
  return {
    sessionHost,
    sessionId,
    user: found.userPrincipalName ?? found.activeDirectoryUserName ?? "",
    state: found.sessionState ?? "Unknown",
    ...(found.createTime ? { createTime: found.createTime.toISOString() } : {}),
    ...(found.applicationType ? { applicationType: found.applicationType } : {}),
  };
}
