import { lastingKey } from "../identity";
import { matches, type Selector } from "../selector";
import type { Session } from "../session";
import { absentAmong, type GivenName } from "./given-names";
import { byReason } from "./sentences";
import { unheardIn, type Told } from "./told";

/** What there is to remark on before anything is done. The engine asks for the diff, or checks, before each run, too, and so it is said there. */
interface Beforehand {
  /** The names that the program gives. */
  readonly names: readonly GivenName[];
  /** What runs that never ended have left of their messages. */
  readonly left: readonly Told[];
}

/** One line for each. @param now milliseconds since the epoch */
export function remarksOn({ names, left }: Beforehand, selector: Selector, sessions: readonly Session[], now: number): readonly string[] {
  // Two intents may say the same to different people, and see what each other's runs have left.
  const meant = new Set(left.length === 0 ? [] : sessions.filter((session) => matches(selector, session, now)).map(lastingKey));
  const unheard = unheardIn(left).filter(({ session }) => meant.has(lastingKey(session)));
  return [...byReason("Not known whether told, and not told again", unheard), ...absentAmong(names, sessions)];
}
