import { SessionsProtected } from "../errors/sessions-protected";
import { TooManySessions } from "../errors/too-many-sessions";
import { isOpen, nextOpening, openingAt } from "../maintenance-window";
import { protectionOf } from "../protection";
import { scopeName } from "../scope";
import type { Session } from "../session";
import type { IntentArgs } from "./intent";

/**
 * The guards of an intent, asked with what one observation found, before anything is touched.
 *
 * @throws TooManySessions, SessionsProtected: they say what would have been done to whom
 */
export function refuseTooMuch(verb: string, { scope, maxSessions = Infinity, protect = {} }: IntentArgs, violations: readonly Session[]): void {
  const place = scopeName(scope);
  if (violations.length > maxSessions) throw new TooManySessions(verb, place, violations, maxSessions);
  const refused = violations.flatMap((session) => {
    const why = protectionOf(protect, session);
    return why === undefined ? [] : { session, why };
  });
  if (refused.length === 0) return;
  const protectedOnes = new Set(refused.map(({ session }) => session));
  throw new SessionsProtected(verb, place, refused, violations.filter((session) => !protectedOnes.has(session)));
}

/** When an intent may act again, in milliseconds since the epoch; `undefined`: it may now. */
export function closedUntil({ within }: Pick<IntentArgs, "within">, now: number): number | undefined {
  return within === undefined || isOpen(within, now) ? undefined : nextOpening(within, now);
}

/** When the window closes that is open, in milliseconds since the epoch; `now` where it is closed. */
export const closesAt = ({ within }: Pick<IntentArgs, "within">, now: number): number => (within === undefined ? Infinity : (openingAt(within, now)?.to ?? now));
