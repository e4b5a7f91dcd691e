import { namesOf, type Session } from "./session";
import { matcher } from "./wildcard";

/**
 * Whom an intent must never touch, however its selector is written: where one of them breaks it, nobody is touched. In each
 * name `*` stands for any characters, and case does not count.
 */
export interface Protection {
  /** User principal names or `DOMAIN\name`: `svc-*`. With it, sessions of unknown users are protected, too. Default: nobody. */
  readonly users?: readonly string[];
  /** Names of session hosts: `sh-1*`. Default: none. */
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
