import type { DriftReport, Finding, IntentReport, StackReport } from "../report";
import { amount, asides } from "./figures";
import { ago, dayAndTime } from "./time";

/** How the state was read; empty where the stack is called the same. */
export const sourceOf = ({ stack, source }: StackReport): string => (source === stack ? "" : source);

/** `bob@contoso.com`, or that there is no name: a system may name nobody, and a finding may be about a host. */
export const userOf = ({ about, session: { user } }: Finding): string => (about === "host" ? "(the host itself)" : user === "" ? "(nobody named)" : user);

/** `rdvh1 (LAB-07)`: on Remote Desktop Services a session is in a virtual machine of the host. */
export const hostOf = ({ session: { sessionHost, virtualMachine } }: Finding): string =>
  virtualMachine === undefined ? sessionHost : `${sessionHost} (${virtualMachine})`;

/** `session 3 of bob@contoso.com on sh-0`, or `host sh-0`. */
export const subjectOf = (finding: Finding): string =>
  finding.about === "host" ? `host ${hostOf(finding)}` : `session ${finding.session.sessionId} of ${userOf(finding)} on ${hostOf(finding)}`;

/** How it is, and how it is to be, as a sentence has it: `Active, not Disconnected`. */
export const contrastOf = ({ from, to }: Finding): string => `${to}, not ${from}`;

/** The same under {@link wantedAndIs}: `Disconnected → Active`. */
export const changeOf = ({ from, to }: Finding): string => `${from} → ${to}`;

/** The head of a column of changes: an intent wants the one, and the other is. Nobody knows what was before. */
export const wantedAndIs = "Wanted → is";

/** `2 hours ago`, or `first seen 2 hours ago` where nobody knows what was in between; empty where nobody saw it before. */
export function sinceOf({ since, firstSeen }: Finding, { generatedAt }: DriftReport): string {
  const elapsed = (time: string): string => ago(time, generatedAt) ?? time;
  if (since !== undefined) return elapsed(since);
  return firstSeen === undefined ? "" : `first seen ${elapsed(firstSeen)}`;
}

/** `3 days ago (2026-11-18 06:30 UTC)`; `unknown` where the state of the intent can't be read. */
export function settledOf({ settledAt, scope, error }: IntentReport, { generatedAt }: DriftReport): string {
  if (settledAt === undefined) return error !== undefined && scope === undefined ? "unknown" : "never";
  const elapsed = ago(settledAt, generatedAt);
  return elapsed === undefined ? settledAt : `${elapsed} (${dayAndTime(settledAt)})`;
}

/** How many sessions were looked at, how many of them break the intent, and whether its host does. */
export function isOf({ matched, findings, error }: IntentReport): string {
  if (error !== undefined) return `Unknown: it could not be looked at (${error.name}).`;
  const matching = matched === undefined ? "" : ` ${amount(matched, "session")} match${matched === 1 ? "es" : ""}.`;
  if (findings.length === 0) return `It holds.${matching}`;
  const hosts = findings.filter(({ about }) => about === "host");
  const sessions = findings.length - hosts.length;
  const breaking = [...hosts.map(({ to }) => `the host ${to}`), ...(sessions > 0 ? [sessions === 1 ? "1 session breaks it" : `${sessions} sessions break it`] : [])];
  return `${capitalized([breaking.join(" and "), ...asidesAmong(findings)].join(", "))}.${matching}`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `and is ignored`; `2 of them ignored, 1 left alone for now`. */
function asidesAmong(findings: readonly Finding[]): readonly string[] {
  const all = findings.length;
  const { ignored, waiting } = asides(findings);
  const words = [["ignored", ignored] as const, ["left alone for now", waiting] as const].filter(([, count]) => count > 0);
  return words.map(([word, count], index) => (count === all ? (all === 1 ? `and is ${word}` : `and all of them are ${word}`) : `${count}${index === 0 ? " of them" : ""} ${word}`));
}

/** `ignored until 2026-12-31: kiosk`, `left alone until 2026-11-19 08:15 UTC: told`; empty where it counts. */
export function asideOf({ ignored, waiting }: Finding): string {
  if (ignored !== undefined) return `ignored until ${ignored.expires}: ${ignored.reason}`;
  return waiting === undefined ? "" : `left alone until ${dayAndTime(waiting.until)}: ${waiting.why}`;
}

/** That a stack without intents is in sync, said and not left to be guessed; or that it has some and nobody looked. */
export const emptyStack = ({ stack, leftOut }: StackReport): string =>
  leftOut === undefined ? `There are no intents in ${stack}: in sync.` : `No intent of ${stack} was looked at: ${amount(leftOut, "intent")} left out.`;
