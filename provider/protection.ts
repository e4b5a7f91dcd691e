import { namesOf, type Session } from "./session";
import { untold } from "./user-name";
import { matcher } from "./wildcard";

/**
 * Whom an intent must never touch, however its selector is written: where one of them breaks it, nobody is touched. In each
 * name `*` stands for any characters, and case does not count.
 */
export interface Protection {
  /**
   * User principal names or `DOMAIN\name`: `svc-*`. With it, a session is protected, too, whose user the system does not tell, or not
   * in a name of the form that a pattern has: one with a `\` is for `DOMAIN\name`, one with an `@` for user principal names. Default:
   * nobody.
   */
  readonly users?: readonly string[];
  /** Names of session hosts: `sh-1*`. Default: none. */
  readonly sessionHosts?: readonly string[];
}

/** Why a session is protected; `undefined` where it is not. */
export function protectionOf({ users = [], sessionHosts = [] }: Protection, session: Session): string | undefined {
  const host = sessionHosts.find((pattern) => matcher(pattern, { ignoreCase: true })(session.sessionHost));
  if (host !== undefined) return `its host is protected by "${host}"`;
  const names = namesOf(session);
  const user = users.find((pattern) => names.some(matcher(pattern, { ignoreCase: true })));
  if (user !== undefined) return `its user is protected by "${user}"`;
  const unknown = untold(users, session);
  return unknown === undefined ? undefined : `nobody can tell whether its user is protected by "${unknown}": the system gives no such name of that user`;
}
