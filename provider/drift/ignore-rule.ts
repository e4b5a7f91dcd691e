import { sameName } from "../identity";
import { namesOf, type Session } from "../session";

/** Findings that do not count. It is about those that meet every property given; one at least is. */
export interface IgnoreRule {
  /** Of one finding. */
  readonly id?: string | undefined;
  /** Name or URN of an intent. */
  readonly intent?: string | undefined;
  /** The whole name, as a selector has it. */
  readonly user?: string | undefined;
  /** The whole name of a session host. */
  readonly host?: string | undefined;
  readonly reason: string;
  /** The last day on which it holds, in UTC: `2026-12-31`. */
  readonly expires: string;
}

/** What a rule may be about. */
interface Candidate {
  readonly id: string;
  readonly urn: string;
  readonly name: string;
  readonly session: Session;
}

/** The rules that are about a finding; the first of them counts. */
export const rulesFor = (rules: readonly IgnoreRule[], { id, urn, name, session }: Candidate): readonly IgnoreRule[] =>
  rules.filter(
    (rule) =>
      (rule.id === undefined || rule.id === id) &&
      (rule.intent === undefined || rule.intent === name || rule.intent === urn) &&
      (rule.user === undefined || namesOf(session).some((one) => sameName(one, rule.user!))) &&
      (rule.host === undefined || sameName(rule.host, session.sessionHost)),
  );

/** @param now milliseconds since the epoch. */
export const hasExpired = ({ expires }: IgnoreRule, now: number): boolean => new Date(now).toISOString().slice(0, 10) > expires;

/** `the rule for user bob@contoso.com, intent contractor-off`: how sentences name a rule. */
export const ruleName = ({ id, intent, user, host }: IgnoreRule): string =>
  `the rule for ${Object.entries({ id, intent, user, host }).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`])).join(", ")}`;
