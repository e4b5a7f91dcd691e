import { nameOf } from "../identity";
import type { Session, SessionIdentity } from "../session";

/** So many are named in a line; of more, how many there are. */
const NAMED = 10;

/** Names, as a sentence lists them. */
export function listed(names: readonly string[]): string {
  const named = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${named} and ${names.length - NAMED} more` : named;
}

/** What is said of some sessions, in a line for each reason: `Not known whether told: session 3 of bob on sh-0 (ARM answered 503).` */
export function byReason(what: string, ones: readonly { readonly session: SessionIdentity; readonly why: string }[]): readonly string[] {
  const reasons = [...new Set(ones.map(({ why }) => why))];
  return reasons.map((why) => `${what}: ${listed(ones.filter((one) => one.why === why).map(({ session }) => nameOf(session)))}${why === "" ? "" : ` (${why.replace(/\.$/, "")})`}.`);
}

/** Who sees no message, in a line for each state that is the reason: `Not shown, because Disconnected: session 5 of carol on sh-0.` */
export const notShownTo = (sessions: readonly Session[]): readonly string[] =>
  [...new Set(sessions.map(({ state }) => state))].map((state) => `Not shown, because ${state}: ${listed(sessions.filter((one) => one.state === state).map(nameOf))}.`);

/** So many are named where somebody has to decide about them. */
const ALL = 300;

/** A line of so many characters can still be read. */
const WIDTH = 120;

/** Names of everybody, for a person who decides about them: in a line, or in as many as it takes. */
export function roster(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(", ");
  const lines: string[] = [];
  for (const name of names.slice(0, ALL)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + name.length + 2 <= WIDTH) lines[lines.length - 1] = `${line}, ${name}`;
    else lines.push(`  ${name}`);
  }
  return `${countOf(names.length)}:\n${lines.join(",\n")}${names.length > ALL ? `,\n  and ${names.length - ALL} more` : ""}`;
}

/** `2026-11-20T22:15:00Z`. @param milliseconds since the epoch */
export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");

/** `15 min`, or seconds where that says more. */
export const lengthOf = (milliseconds: number): string => (milliseconds >= 120_000 ? `${Math.round(milliseconds / 60_000)} min` : `${Math.ceil(milliseconds / 1000)} s`);

/** `1 session`, `3 sessions`. */
export const countOf = (count: number): string => `${count} session${count === 1 ? "" : "s"}`;
