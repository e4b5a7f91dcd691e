import milliseconds, { type StringValue } from "ms";
import { sameName, sameSession } from "./identity";
import type { Session, SessionIdentity, SessionState } from "./session";
import { candidates } from "./session-index";

/**
 * Which sessions an intent is about: those that meet every property given. Something must narrow it, or
 * `everyone: true` must be said.
 */
export interface Selector {
  /** User principal name, compared without regard to case. */
  readonly user?: string;
  /** Full name of the session host as ARM lists it, without the host pool; compared without regard to case. */
  readonly sessionHost?: string;
  /** One session of `sessionHost`, which must be given too. The session first matched is pinned: see `pinned`. */
  readonly sessionId?: string | number;
  readonly state?: SessionState;
  /** Created longer ago than this: `"8h"`, `"2 days"`. Sessions without a create time never match. */
  readonly olderThan?: string;
  /** Said in so many words where nothing narrows the selection. */
  readonly everyone?: boolean;
  /** Never these. */
  readonly except?: { readonly users?: readonly string[]; readonly sessionHosts?: readonly string[] };
}

/** @returns milliseconds, or `undefined` where the text is not a positive length of time such as `8h` or `2 days`. */
export function lengthOfTime(text: string): number | undefined {
  if (text.length === 0 || text.length > 100) return undefined; // `ms` throws on both
  const length = milliseconds(text as StringValue) as number | undefined;
  return length !== undefined && length > 0 ? length : undefined;
}

/** Whether a selector says whom it means. `except` takes away from a choice; it does not make one. */
export const narrows = (selector: Selector): boolean =>
  selector.everyone === true ||
  [selector.user, selector.sessionHost, selector.state, selector.olderThan].some((given) => given !== undefined);

/** @param now milliseconds since the epoch, for `olderThan`. */
export function matches(selector: Selector, session: Session, now: number): boolean {
  const { user, sessionHost, sessionId, state, olderThan, except } = selector;
  return (
    (user === undefined || sameName(user, session.user)) &&
    (sessionHost === undefined || sameName(sessionHost, session.sessionHost)) &&
    (sessionId === undefined || String(sessionId) === session.sessionId) &&
    (state === undefined || state === session.state) &&
    (olderThan === undefined || isOlder(session, olderThan, now)) &&
    !except?.users?.some((name) => sameName(name, session.user)) &&
    !except?.sessionHosts?.some((name) => sameName(name, session.sessionHost))
  );
}

function isOlder({ createTime }: Session, olderThan: string, now: number): boolean {
  const age = lengthOfTime(olderThan);
  return createTime !== undefined && age !== undefined && Date.parse(createTime) < now - age;
}

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
  const matching = candidates(sessions, selector).filter((session) => matches(selector, session, now));
  if (selector.sessionId === undefined) return { matching, pinned: undefined };
  const bound = pinned ?? matching[0];
  return { matching: bound ? matching.filter((session) => sameSession(session, bound)) : [], pinned: bound };
}
