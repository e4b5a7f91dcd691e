import type { DriftReport, Finding, IntentReport, StackReport } from "../report";
import type { SessionIdentity } from "../../session";
import { amount, counts } from "./figures";
import { ago, dayAndTime } from "./time";

/** How the state was read; empty where the stack is called the same. */
export const sourceOf = ({ stack, source }: StackReport): string => (source === stack ? "" : source);

/** `bob@contoso.com`, or that there is no name: a system may name nobody. */
export const userOf = ({ user }: SessionIdentity): string => (user === "" ? "(nobody named)" : user);

/** `rdvh1 (LAB-07)`: on Remote Desktop Services a session is in a virtual machine of the host. */
export const hostOf = ({ sessionHost, virtualMachine }: SessionIdentity): string =>
  virtualMachine === undefined ? sessionHost : `${sessionHost} (${virtualMachine})`;

/** `session 3 of bob@contoso.com on sh-0`. */
export const sessionOf = (session: SessionIdentity): string =>
  `session ${session.sessionId} of ${userOf(session)} on ${hostOf(session)}`;

/** `Disconnected → Active`. */
export const changeOf = ({ from, to }: Finding): string => `${from} → ${to}`;

/** `2 hours ago`; empty where nobody knows. */
export const sinceOf = ({ since }: Finding, { generatedAt }: DriftReport): string =>
  since === undefined ? "" : (ago(since, generatedAt) ?? since);

/** `3 days ago (2026-11-18 06:30 UTC)`; `unknown` where the state of the intent can't be read. */
export function settledOf({ settledAt, scope, error }: IntentReport, { generatedAt }: DriftReport): string {
  if (settledAt === undefined) return error !== undefined && scope === undefined ? "unknown" : "never";
  const elapsed = ago(settledAt, generatedAt);
  return elapsed === undefined ? settledAt : `${elapsed} (${dayAndTime(settledAt)})`;
}

/** How many sessions were looked at, and how many of them break the intent. */
export function isOf({ matched, findings, error }: IntentReport): string {
  if (error !== undefined) return `Unknown: it could not be looked at (${error.name}).`;
  const ignored = findings.filter((finding) => !counts(finding)).length;
  const matching = matched === undefined ? "" : ` ${amount(matched, "session")} match${matched === 1 ? "es" : ""}.`;
  if (findings.length === 0) return `It holds.${matching}`;
  const breaking = findings.length === 1 ? "1 session breaks it" : `${findings.length} sessions break it`;
  return `${breaking}${ignored === 0 ? "" : `, ${ignoredAmong(findings.length, ignored)}`}.${matching}`;
}

const ignoredAmong = (all: number, ignored: number): string => (ignored < all ? `${ignored} of them ignored` : all === 1 ? "and is ignored" : "and all of them are ignored");

/** `ignored until 2026-12-31: kiosk`; empty where it counts. */
export const ignoredOf = ({ ignored }: Finding): string =>
  ignored === undefined ? "" : `ignored until ${ignored.expires}: ${ignored.reason}`;

/** That a stack without intents is in sync, said and not left to be guessed. */
export const emptyStack = ({ stack }: StackReport): string => `There are no intents in ${stack}: in sync.`;
