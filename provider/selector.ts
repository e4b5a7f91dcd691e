import milliseconds, { type StringValue } from "ms";
import { identityOf, sameName, sameSession } from "./identity";
import type { Session, SessionIdentity, SessionState } from "./session";
import { indexOf, type SessionIndex } from "./session-index";
import { untold } from "./user-name";

/**
 * Which sessions an intent is about: those that meet every property given. Something must narrow it, or
 * `everyone: true` must be said.
 */
export interface Selector {
  /** User principal name, or `DOMAIN\name`: the whole of it, compared without regard to case. No wildcards. */
  readonly user?: string;
  /** The whole name of the session host as ARM lists it, without the host pool; compared without regard to case. */
  readonly sessionHost?: string;
  /** One session of `sessionHost`, which must be given too. The session first matched is pinned: see `pinned`. */
  readonly sessionId?: string | number;
  readonly state?: SessionState;
  /** Created longer ago than this, by the clock of the machine that runs Pulumi: `"8h"`, `"2 days"`. Sessions without a create time never match. */
  readonly olderThan?: string;
  /**
   * Seen disconnected for so long, `"4h"`, by the refreshes and updates of this intent, which remember when they first saw it:
   * neither system tells. For intents only.
   */
  readonly disconnectedFor?: string;
  /** Said in so many words where nothing narrows the selection to some users. */
  readonly everyone?: boolean;
  /** Never these. `users` are named as in `user`, `sessionHosts` as in `sessionHost`. */
  readonly except?: { readonly users?: readonly string[]; readonly sessionHosts?: readonly string[] };
}

/**
 * @returns milliseconds, or `undefined` where the text is not a positive length of time such as `8h` or `2 days`. A number
 * without a unit is none: to `ms` it would be milliseconds, and everybody is older than eight of those.
 */
export function lengthOfTime(text: string): number | undefined {
  if (text.length > 100 || !/[a-z]$/i.test(text)) return undefined; // `ms` throws on what is empty or longer
  const length = milliseconds(text as StringValue) as number | undefined;
  return length !== undefined && length > 0 ? length : undefined;
}

/** Whether a selector says whom it means. `except` takes away from a choice; it does not make one. */
export const narrows = (selector: Selector): boolean =>
  selector.everyone === true ||
  [selector.user, selector.sessionHost, selector.state, selector.olderThan, selector.disconnectedFor].some((given) => given !== undefined);

/** @param now milliseconds since the epoch, for `olderThan`. */
export const matches = (selector: Selector, session: Session, now: number): boolean => testOf(selector, indexOf([session]), now)(session);

/** What a selector asks of each session of a list. Whatever is the same for all of them is done here, once. */
function testOf({ user, sessionHost, sessionId, state, olderThan, except }: Selector, index: SessionIndex, now: number): (session: Session) => boolean {
  const users = user === undefined ? undefined : index.spellings("user", [user]);
  const hosts = sessionHost === undefined ? undefined : index.spellings("sessionHost", [sessionHost]);
  const limit = olderThan === undefined ? undefined : instantBefore(now, olderThan);
  const exceptUsers = index.spellings("user", except?.users ?? []);
  const exceptHosts = index.spellings("sessionHost", except?.sessionHosts ?? []);
  return (session) =>
    (users === undefined || isNamed(session, users)) &&
    (hosts === undefined || hosts.has(session.sessionHost)) &&
    (sessionId === undefined || String(sessionId) === session.sessionId) &&
    (state === undefined || state === session.state) &&
    // Times of one form are in the order of their texts.
    (limit === undefined || (session.createTime !== undefined && session.createTime < limit)) &&
    (exceptUsers.size === 0 || !isNamed(session, exceptUsers)) &&
    (exceptHosts.size === 0 || !exceptHosts.has(session.sessionHost));
}

const isNamed = ({ user, activeDirectoryUserName }: Session, names: ReadonlySet<string>): boolean =>
  names.has(user) || (activeDirectoryUserName !== undefined && names.has(activeDirectoryUserName));

/** The excepted user that nobody can tell from the session's: the system does not say whose it is, or not in a name of that form. */
export const possiblyExcepted = ({ except }: Selector, session: Session): string | undefined => untold(except?.users ?? [], session);

/** Such as sessions have it; empty, and so before all of them, where there is no such time. */
function instantBefore(now: number, length: string): string {
  const instant = new Date(now - (lengthOfTime(length) ?? Infinity));
  return Number.isNaN(instant.getTime()) ? "" : instant.toISOString();
}

/**
 * Whether a selector still speaks of the session that another one pinned: the same host and id, and no other user.
 * A selector that names somebody else is bound anew.
 */
export const keepsPin = ({ user, sessionHost, sessionId }: Selector, pinned: SessionIdentity): boolean =>
  String(sessionId) === pinned.sessionId &&
  sessionHost !== undefined &&
  sameName(sessionHost, pinned.sessionHost) &&
  (user === undefined || sameName(user, pinned.user));

/**
 * The sessions that an intent is about, and the one it is bound to. A selector with a `sessionId` is bound to the
 * session that it first matched: when another session has that id later, it matches nothing.
 */
export function select(
  selector: Selector,
  sessions: readonly Session[],
  pinned: SessionIdentity | undefined,
  now: number,
): { readonly matching: readonly Session[]; readonly pinned: SessionIdentity | undefined } {
  const index = indexOf(sessions);
  const matching = index.candidates(selector).filter(testOf(selector, index, now));
  if (selector.sessionId === undefined) return { matching, pinned: undefined };
  const bound = pinned ?? (matching[0] && identityOf(matching[0]));
  return { matching: bound ? matching.filter((session) => sameSession(session, bound)) : [], pinned: bound };
}
