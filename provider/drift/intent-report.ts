import { intents } from "../intents";
import type { Intent } from "../intents/intent";
import { observe } from "../observe";
import { scopeName } from "../scope";
import type { Session } from "../session";
import { brokenSince } from "./broken-since";
import { findingOf, type Background } from "./finding";
import type { IntentReport, Trouble } from "./report";
import { nextUpdateOf, wantedOf } from "./sentences";
import type { Properties, StoredIntent } from "./stored-intent";
import { troubleOf } from "./trouble";
import type { View } from "./view";

/**
 * What was wanted of one intent, and what is.
 *
 * @param view of its scope; none where its state does not say the scope.
 * @param now milliseconds since the epoch.
 */
export function intentReport(stored: StoredIntent, view: View | undefined, background: Background, now: number): IntentReport {
  const { urn, name, intent, properties } = stored;
  if (properties instanceof Error) {
    return { urn, name, intent, scopeName: "an unknown scope", ...unseen(troubleOf(properties)), wanted: "Nobody can tell from its state." };
  }
  const { scope, settledAt } = properties;
  const about = {
    urn,
    name,
    intent,
    scope,
    scopeName: scopeName(scope),
    wanted: wantedOf(intent, properties),
    ...(settledAt === undefined ? {} : { settledAt }),
  };
  const seen = view!.seen;
  return "message" in seen ? { ...about, ...unseen(seen) } : { ...about, ...found(stored, properties, seen, background, now) };
}

const unseen = (error: Trouble) => ({ outcome: "error" as const, nextUpdate: "Nobody can tell what it would do.", findings: [], error });

function found({ urn, name, intent }: StoredIntent, properties: Properties, sessions: Exclude<View["seen"], Trouble>, background: Background, now: number) {
  const kind = intents[intent] as Intent;
  const { matched, violations } = observe(kind, properties, sessions, now);
  const subject = { urn, name, intent: kind, settledAt: properties.settledAt, brokenSince: (session: Session) => brokenSince(intent, properties.sessions, session) };
  const findings = violations.map((session) => findingOf(session, subject, background));
  return {
    outcome: findings.some(({ ignored }) => !ignored) ? ("drift" as const) : ("in sync" as const),
    nextUpdate: nextUpdateOf(intent, properties, violations),
    matched,
    findings,
  };
}
