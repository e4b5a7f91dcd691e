import { identityOf, lastingKey } from "../identity";
import { lengthOfTime } from "../selector";
import type { Session, SessionIdentity } from "../session";
import { remembered } from "./remembered";

/** A session that nobody is connected to, and when it was first seen so: ISO 8601. */
export interface DisconnectedSince extends SessionIdentity {
  readonly since: string;
}

/**
 * The disconnected ones of some sessions, and since when. Neither system tells it, so it is remembered: from the first
 * observation that found the session disconnected on, which may be long after it was; a session that somebody connected to in
 * between two observations counts on, unnoticed.
 *
 * @param now milliseconds since the epoch
 */
export function disconnectedSince(sessions: readonly Session[], known: readonly DisconnectedSince[] | undefined, now: number): readonly DisconnectedSince[] {
  const before = remembered(known);
  return sessions
    .filter(({ state }) => state === "Disconnected")
    .map((session) => ({ ...identityOf(session), since: before.get(lastingKey(session))?.since ?? new Date(now).toISOString() }));
}

/** Those of some sessions that have been seen disconnected for so long: `"4h"`. */
export function disconnectedFor(length: string, sessions: readonly Session[], since: readonly DisconnectedSince[], now: number): readonly Session[] {
  const limit = now - (lengthOfTime(length) ?? Infinity);
  const long = new Set(since.filter((one) => Date.parse(one.since) <= limit).map(lastingKey));
  return sessions.filter((session) => long.has(lastingKey(session)));
}
