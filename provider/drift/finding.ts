import { createHash } from "node:crypto";
import { identityKey, identityOf } from "../identity";
import type { Intent } from "../intents/intent";
import type { Scope } from "../scope";
import type { Session } from "../session";
import type { Earlier } from "./earlier-report";
import { rulesFor, type IgnoreRule } from "./ignore-rule";
import type { Finding } from "./report";
import type { WaitingOf } from "./waiting";

/** What findings are held against: the same for all of a run. */
export interface Background {
  readonly earlier?: Earlier | undefined;
  /** How sentences name a scope. */
  readonly scopeNameOf: (scope: Scope) => string;
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
  const seenBefore = earlier?.firstSeen(id);
  const [since, firstSeen] = [brokenSince(session), seenBefore].map((time) => afterwards(time, settledAt));
  const history = seenBefore !== undefined ? "still there" : earlier?.lookedAt(urn) ? "new" : undefined;
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
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(history === undefined ? {} : { history }),
    ...(rule && { ignored: { reason: rule.reason, expires: rule.expires } }),
    ...(wait && { waiting: wait }),
  };
}

/** The same for the same session and intent, in every run and on every machine. */
const findingId = (urn: string, session: Session): string =>
  createHash("sha256").update(`${urn}\n${identityKey(session)}`).digest("hex").slice(0, 16);

/** What was before the intent was last settled is over. */
const afterwards = (time: string | undefined, settledAt: string | undefined): string | undefined =>
  time !== undefined && (settledAt === undefined || Date.parse(time) > Date.parse(settledAt)) ? time : undefined;
