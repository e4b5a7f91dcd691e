import type { Intent } from "./intents/intent";
import type { Session } from "./session";

/**
 * The input that tells the story. The engine shows an update as the difference of old and new inputs, so a refresh writes
 * what it observed into the inputs, per session that breaks the intent, and the next check answers with what is wanted:
 *
 *     ~ observed: { ~ "sh-0.contoso.com/3 bob@contoso.com": "Active" => "Disconnected" }
 *
 * No program sets it, and no diff decides by it.
 */
export interface Observed {
  readonly observed?: Readonly<Record<string, string>>;
}

/** A session, as a line of the story names it. */
const lineOf = ({ sessionHost, sessionId, user }: Session): string => `${sessionHost}/${sessionId} ${user}`;

/** What a refresh found, for the inputs that it returns. */
export const observedIn = (intent: Pick<Intent, "found">, violations: readonly Session[]): Observed =>
  violations.length === 0 ? {} : { observed: Object.fromEntries(violations.map((session) => [lineOf(session), intent.found(session)])) };

/** So many sessions are told of before an intent is there: a pool of ten thousand is not copied into its inputs. */
const FORETOLD = 50;

/** What a preview says of an intent that is not there yet: how its sessions are, and what would happen to them. */
export function foretold(fates: ReadonlyMap<Session, string>): Observed {
  if (fates.size === 0) return {};
  const lines = [...fates].slice(0, FORETOLD).map(([session, fate]) => [lineOf(session), `${session.state}, to be ${fate}`]);
  return { observed: Object.fromEntries(fates.size > FORETOLD ? [...lines, ["and more", String(fates.size - FORETOLD)]] : lines) as Record<string, string> };
}

/** What is wanted instead of what a refresh found. Once it has been put right there is nothing to tell. */
export function wantedInstead({ wanted }: Pick<Intent, "wanted">, { observed = {} }: Observed): Observed {
  const keys = Object.keys(observed);
  return keys.some((key) => observed[key] !== wanted)
    ? { observed: Object.fromEntries(keys.map((key) => [key, wanted])) }
    : {};
}
