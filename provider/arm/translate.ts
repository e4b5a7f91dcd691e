import type { SessionHost as ArmSessionHost, UserSession } from "@azure/arm-desktopvirtualization";
import { UnexpectedAnswer } from "../errors/unexpected-answer";
import type { SessionHost } from "../host";
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
  const { userPrincipalName, activeDirectoryUserName } = found;
  const user = [userPrincipalName, activeDirectoryUserName].find((name) => name) ?? "";
  return {
    sessionHost,
    sessionId,
    user,
    ...(activeDirectoryUserName && activeDirectoryUserName !== user ? { activeDirectoryUserName } : {}),
    state: found.sessionState ?? "Unknown",
    ...(found.createTime ? { createTime: timeOf(found.createTime, `${found.id} was created`, "createTime") } : {}),
    ...(found.applicationType ? { applicationType: found.applicationType } : {}),
  };
}

/** The host is the last segment of the id; `name` is `<pool>/<host>` on the wire. */
const machine = /\/sessionhosts\/([^/]+)$/i;

/** ARM's session host, as the SDK hands it over, in the words of this package. */
export function toSessionHost(found: ArmSessionHost): SessionHost {
  const [, name] = machine.exec(found.id ?? "") ?? [];
  if (name === undefined || found.allowNewSession === undefined) {
    const why = name === undefined ? `its id is ${JSON.stringify(found.id)}, without a session host` : "it does not say whether it takes newcomers";
    throw new UnexpectedAnswer({ failed: "tell which session host ARM speaks of", why });
  }
  const changed = found.systemData?.lastModifiedAt;
  return { name, status: found.status ?? "Unavailable", allowNewSession: found.allowNewSession, ...(changed && { lastModifiedAt: timeOf(changed, `${found.id} was changed`, "lastModifiedAt") }) };
}

/** The SDK makes a `Date` of whatever it is given. */
function timeOf(time: Date, what: string, property: string): string {
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new UnexpectedAnswer({ failed: `tell when ${what}`, why: `its ${property} is no time` });
}
