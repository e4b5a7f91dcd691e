import { isDeepStrictEqual } from "node:util";
import type { Foresight } from "./intents/foresee";
import type { Intent } from "./intents/intent";
import type { Session } from "./session";

/**
 * The input that tells the story. The engine shows an update as the difference of old and new inputs, so a refresh writes
 * what it observed into the inputs, per session that breaks the intent, and the next check answers with what will be:
 *
 *     ~ observed: { ~ "sh-0.contoso.com/3 bob@contoso.com": "Active" => "Disconnected" }
 *
 * A check does not see what the intent remembers, such as a deadline; so the refresh leaves it what it foresees. No program sets
 * any of it, and no diff decides by it.
 */
export interface Observed {
  readonly observed?: Readonly<Record<string, string>>;
  readonly foreseen?: Foreseen;
}

/** What the next update does with whom it does not put right at once. */
export interface Foreseen {
  readonly fates: Readonly<Record<string, string>>;
  /** When something else is to be done about them: ISO 8601. */
  readonly until?: string;
}

/** A session, as a line of the story names it. */
const lineOf = ({ sessionHost, sessionId, user }: Session): string => `${sessionHost}/${sessionId} ${user}`;

/** What a refresh found and foresees, for the inputs that it returns. */
export function observedIn({ found, done }: Pick<Intent, "found" | "done">, violations: readonly Session[], { fates, until }: Pick<Foresight, "fates" | "until">): Observed {
  if (violations.length === 0) return {};
  const spared = Object.fromEntries([...fates].filter(([, fate]) => fate !== done).map(([session, fate]) => [lineOf(session), fate]));
  return { observed: Object.fromEntries(violations.map((session) => [lineOf(session), found(session)])), ...foreseenAs(spared, until) };
}

/** Nothing, where all is put right at once. @param until milliseconds since the epoch */
export const foreseenAs = (fates: Foreseen["fates"], until: number | undefined): Observed =>
  Object.keys(fates).length === 0 ? {} : { foreseen: { fates, ...(until !== undefined && { until: new Date(until).toISOString() }) } };

/** So many sessions are told of before an intent is there: a pool of ten thousand is not copied into its inputs. */
const FORETOLD = 50;

/** Stands in what is foretold, and in no state of a session. */
const TO_BE = ", to be ";

/** What a preview says of an intent that is not there yet: how its sessions are, and what would happen to them. */
export function foretold(fates: ReadonlyMap<Session, string>): Observed {
  if (fates.size === 0) return {};
  const lines = [...fates].slice(0, FORETOLD).map(([session, fate]) => [lineOf(session), `${session.state}${TO_BE}${fate}`]);
  return { observed: Object.fromEntries(fates.size > FORETOLD ? [...lines, ["and more", String(fates.size - FORETOLD)]] : lines) as Record<string, string> };
}

/**
 * What will be instead of what a refresh found: what it foresaw for who is left alone or told for now, and what is wanted for all
 * others. What it foresaw under other arguments, or until a moment that has passed, is not said. Once it has been told there is
 * nothing more to tell.
 *
 * @param asForeseen whether the arguments are those of the refresh
 * @param now milliseconds since the epoch
 */
export function instead(wanted: (key: string) => string, { observed = {}, foreseen }: Observed, asForeseen: boolean, now: number): Observed {
  const told = (fates: Foreseen["fates"] = {}): NonNullable<Observed["observed"]> => Object.fromEntries(Object.keys(observed).map((key) => [key, fates[key] ?? wanted(key)]));
  const isOld = Object.values(observed).some((story) => story.includes(TO_BE)) || isDeepStrictEqual(told(foreseen?.fates), observed);
  if (isOld) return {};
  const holds = foreseen !== undefined && asForeseen && (foreseen.until === undefined || now < Date.parse(foreseen.until));
  return holds ? { observed: told(foreseen.fates), foreseen } : { observed: told() };
}
