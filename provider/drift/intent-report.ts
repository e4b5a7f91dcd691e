import { isOver, type HostState } from "../hosts/observe-host";
import { aboutHost, done } from "./about-host";
import { aboutSessions } from "./about-sessions";
import { aboutWork } from "./about-work";
import type { Background } from "./finding";
import { unseen, type LookedAt } from "./looked-at";
import type { IntentReport } from "./report";
import { wantedOf, wantedOfHost } from "./sentences";
import { isAboutHost, type Properties, type StoredHostIntent, type StoredIntent, type StoredSessionIntent } from "./stored-intent";
import { troubleOf } from "./trouble";
import { isTrouble, type View } from "./view";

/**
 * What was wanted of one intent, and what is.
 *
 * @param view of its scope; none where its state does not say the scope, or nothing is to be looked at.
 * @param now milliseconds since the epoch.
 */
export function intentReport(stored: StoredIntent, view: View | undefined, background: Background, now: number): IntentReport {
  const { urn, name, intent, properties } = stored;
  if (properties instanceof Error) {
    return { urn, name, intent, scopeName: "an unknown scope", ...unseen(troubleOf(properties)), wanted: "Nobody can tell from its state." };
  }
  const { scope, settledAt } = properties;
  return {
    urn,
    name,
    intent,
    scope,
    scopeName: background.scopeNameOf(scope),
    wanted: isAboutHost(stored) ? wantedOfHost(stored.intent, properties as HostState, stored.workIsDue) : wantedOf(stored.intent, properties as Properties),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(isAboutHost(stored) ? hostSeen(stored, properties as HostState, view, background, now) : sessionsSeen(stored, properties as Properties, view, background, now)),
  };
}

function sessionsSeen(stored: StoredSessionIntent, properties: Properties, view: View | undefined, background: Background, now: number): LookedAt {
  const sessions = view!.sessions!;
  return isTrouble(sessions) ? unseen(sessions) : aboutSessions(stored, properties, sessions, background, now);
}

function hostSeen(stored: StoredHostIntent, state: HostState, view: View | undefined, background: Background, now: number): LookedAt {
  if (isOver(state) && !stored.workIsDue) return done;
  const hosts = view!.hosts!;
  const sessions = stored.intent === "HostEmpty" ? view!.sessions! : [];
  if (isTrouble(hosts)) return unseen(hosts);
  if (isTrouble(sessions)) return unseen(sessions);
  return (stored.workIsDue ? aboutWork : aboutHost)(stored, state, hosts, sessions, background, now);
}
