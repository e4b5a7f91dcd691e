import { namesOf, type Session } from "./session";
import { matcher } from "./wildcard";

/** Whom an intent must never touch, however its selector is written. In each name `*` stands for any characters. */
export interface Protection {
  readonly users?: readonly string[];
  readonly sessionHosts?: readonly string[];
}

/** Why a session is protected; `undefined` where it is not. */
export function protectionOf({ users = [], sessionHosts = [] }: Protection, session: Session): string | undefined {
  const host = sessionHosts.find((pattern) => matcher(pattern, { ignoreCase: true })(session.sessionHost));
  if (host !== undefined) return `its host is protected by "${host}"`;
  const names = namesOf(session);
  if (users.length > 0 && names.length === 0) return "nobody can tell whose it is, and users are protected";
  const user = users.find((pattern) => names.some(matcher(pattern, { ignoreCase: true })));
  return user === undefined ? undefined : `its user is protected by "${user}"`;
}
