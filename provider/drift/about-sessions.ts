import { byPlace } from "../by-place";
import { intents } from "../intents";
import type { Intent } from "../intents/intent";
import { observe } from "../observe";
import type { Session } from "../session";
import { brokenSince } from "./broken-since";
import { findingOf, type Background, type Subject } from "./finding";
import type { LookedAt } from "./looked-at";
import { nextUpdateOf } from "./next-update";
import { notRepeated } from "./not-repeated";
import { outcomeOf } from "./outcome";
import type { Properties, StoredSessionIntent } from "./stored-intent";
import { waitingIn } from "./waiting";

/** What sessions mean for an intent about sessions. @param now milliseconds since the epoch */
export function aboutSessions({ urn, name, intent }: StoredSessionIntent, properties: Properties, sessions: readonly Session[], background: Background, now: number): LookedAt {
  const kind = intents[intent] as Intent;
  const judgement = observe(kind, properties, sessions, now);
  const subject: Subject = {
    urn,
    name,
    intent: kind,
    settledAt: properties.settledAt,
    brokenSince: (session) => brokenSince(intent, properties.sessions, session, judgement.memory.disconnectedSince),
    waiting: waitingIn(properties, judgement, now),
  };
  const findings = judgement.violations.toSorted(byPlace).map((session) => findingOf(session, subject, background));
  const nextUpdate = [nextUpdateOf(kind, properties, judgement, now), notRepeated(properties.recipients, sessions)].join(" ").trim();
  return { outcome: outcomeOf(findings), nextUpdate, matched: judgement.matched, findings };
}
