import { intents, type IntentName } from "../intents";
import { mayBeExcepted } from "../selector";
import type { Session } from "../session";
import type { Properties } from "./stored-intent";

const wishes: Record<IntentName, (whom: string) => string> = {
  SessionDisconnected: (whom) => `Nobody${whom} is connected.`,
  SessionLoggedOff: (whom) => `Nobody${whom} has a session.`,
  MessageSent: (whom) => `Everybody${whom} was sent the message.`,
};

/** `Nobody who matches user bob@contoso.com is connected.` */
export function wantedOf(intent: IntentName, { sessions: { user, sessionHost, sessionId, state, olderThan, except }, pinned }: Properties): string {
  const conditions = Object.entries({ user, "session host": sessionHost, session: sessionId, state, "older than": olderThan }).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  const bound = pinned ? [`pinned to ${pinned.user || "an unknown user"}`] : [];
  const exceptions = [...(except?.users ?? []), ...(except?.sessionHosts ?? [])];
  const whom = conditions.length > 0 ? ` who matches ${[...conditions, ...bound].join(", ")}` : "";
  return wishes[intent](exceptions.length > 0 ? `${whom}, except ${exceptions.join(", ")},` : whom);
}

/** `It would disconnect 1 session.` */
export function nextUpdateOf(intent: IntentName, { sessions: selector, maxSessions = Infinity }: Properties, violations: readonly Session[]): string {
  const { verb } = intents[intent];
  if (violations.length === 0) return "It would change nothing.";
  if (violations.length > maxSessions) {
    return `It would fail and touch nobody: it had to ${verb} ${count(violations.length)}, and maxSessions is ${maxSessions}.`;
  }
  const unknown = violations.filter((session) => mayBeExcepted(selector, session)).length;
  const known = violations.length - unknown;
  const failure = `fail for ${count(unknown)} of which nobody can tell whether the user is excepted`;
  if (unknown === 0) return `It would ${verb} ${count(known)}.`;
  return known === 0 ? `It would ${failure}.` : `It would ${verb} ${count(known)}, and ${failure}.`;
}

const count = (sessions: number): string => `${sessions} session${sessions === 1 ? "" : "s"}`;
