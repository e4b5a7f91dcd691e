import type { HostIntentName } from "../hosts/host-args";
import { isOver, type HostState } from "../hosts/observe-host";
import type { IntentName } from "../intents";
import { isUnheard } from "./not-repeated";
import type { Properties } from "./stored-intent";

const wishes: Record<IntentName, (whom: string, more: Pick<Properties, "audience" | "audienceChosen" | "recipients">) => string> = {
  SessionDisconnected: (whom) => `Nobody${whom} is connected.`,
  SessionLoggedOff: (whom) => `Nobody${whom} has a session.`,
  // Newcomers are sent it only where they are asked for.
  MessageSent: (whom, { audience, audienceChosen, recipients = [] }) =>
    `Everybody${whom}${whom.startsWith(" who") ? " and" : " who"} ${audience === "newcomers" || !audienceChosen ? "has an active session" : "had an active session when it was first sent"} was sent the message${recipients.some(isUnheard) ? ", or may have been" : ""}.`,
};

/** `Nobody who matches user bob@contoso.com is connected.` */
export function wantedOf(intent: IntentName, { sessions: { user, sessionHost, sessionId, state, olderThan, disconnectedFor, except }, pinned, ...more }: Properties): string {
  const given = { user, "session host": sessionHost, session: sessionId, state, "older than": olderThan, "disconnected for": disconnectedFor };
  const conditions = Object.entries(given).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  const bound = pinned ? [`pinned to ${pinned.user || "an unknown user"}`] : [];
  const exceptions = [...(except?.users ?? []), ...(except?.sessionHosts ?? [])];
  const whom = conditions.length > 0 ? ` who matches ${[...conditions, ...bound].join(", ")}` : "";
  const all = exceptions.length > 0 ? `${whom}, except ${exceptions.join(", ")},` : whom;
  return wishes[intent](all, more);
}

/** `sh-0.contoso.com takes no newcomers, and nobody has a session on it.` */
export function wantedOfHost(intent: HostIntentName, state: HostState, workIsDue = false): string {
  const { sessionHost, except, finish } = state;
  if (intent === "HostDrained") return `${sessionHost} takes no newcomers.`;
  if (isOver(state)) return `${sessionHost} was drained and emptied once for its triggers${workIsDue ? ", and is worked on and returned" : ""}.`;
  const users = except?.users ?? [];
  const whom = users.length > 0 ? `nobody, except ${users.join(", ")},` : "nobody";
  return `${sessionHost} takes no newcomers, and ${whom} ${finish === "disconnected" ? "is connected to it" : "has a session on it"}.`;
}
