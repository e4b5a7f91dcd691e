import { createHash } from "node:crypto";
import { identityKey, identityOf } from "../identity";
import type { Intent } from "../intents/intent";
import type { Session } from "../session";
import type { Earlier } from "./earlier-report";
import { rulesFor, type IgnoreRule } from "./ignore-rule";
import type { Finding } from "./report";
import type { WaitingOf } from "./waiting";

/** What findings are held against: the same for all of a run. */
export interface Background {
  readonly earlier?: Earlier | undefined;
  /** Those that hold today. */
  readonly rules: readonly IgnoreRule[];
  /** Those that a finding was about, put down here as findings come. */
  readonly followed: Set<IgnoreRule>;
}

/** The intent that findings are about. */
export interface Subject {
  readonly urn: string;
  readonly name: string;
  readonly intent: Pick<Intent, "wanted" | "found">;
  readonly settledAt?: string | undefined;
  /** When a session began to break it, as far as the session itself tells: ISO 8601. */
  readonly brokenSince: (session: Session) => string | undefined;
  readonly waiting: WaitingOf;
}

/** Puts a session that breaks an intent on record. */
export function findingOf(session: Session, { urn, name, intent, settledAt, brokenSince, waiting }: Subject, { earlier, rules, followed }: Background): Finding {
  const id = findingId(urn, session);
  const before = earlier?.finding(id);
  const since = sinceOf(brokenSince(session), settledAt, before && (before.since ?? earlier?.generatedAt));
  const about = rulesFor(rules, { id, urn, name, session });
  for (const one of about) followed.add(one);
  const [rule] = about;
  const wait = waiting(session);
  return {
    id,
    session: identityOf(session),
    from: intent.wanted,
    to: intent.found(session),
    ...(since === undefined ? {} : { since }),
    ...(earlier && { history: before ? "still there" : "new" }),
    ...(rule && { ignored: { reason: rule.reason, expires: rule.expires } }),
    ...(wait && { waiting: wait }),
  };
}

/** The same for the same session and intent, in every run and on every machine. */
const findingId = (urn: string, session: Session): string =>
  createHash("sha256").update(`${urn}\n${identityKey(session)}`).digest("hex").slice(0, 16);

/** It has been so since it was first seen, or since the session says. What was before the intent was last settled is over. */
function sinceOf(begun: string | undefined, settledAt: string | undefined, seen: string | undefined): string | undefined {
  const times = [seen, begun].filter((time) => time !== undefined);
  const later = times.filter((time) => settledAt === undefined || Date.parse(time) > Date.parse(settledAt));
  return later.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}
