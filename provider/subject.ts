import { unknownIn } from "./check";
import { scopeName, type Scope } from "./scope";
import type { Selector } from "./selector";

/** What a line is about: an intent, where it is, and whom or which host it means. */
export interface About {
  readonly scope: Scope;
  readonly sessions?: Selector;
  readonly sessionHost?: string;
}

/** What is longer than this says less than the line that it begins. */
const SHORT = 70;

/**
 * The beginning of each line of a run or a preview, by which two intents of one program can be told apart; the engine says of
 * no line which resource it comes from. `SessionLoggedOff in rg-avd/pool-1 (user bob@contoso.com)`, `HostEmpty sh-0.contoso.com in
 * rg-avd/pool-1`. What a preview does not know yet is left out.
 */
function subjectOf(intent: string, { scope, sessions, sessionHost }: About): string {
  const host = isKnown(sessionHost) ? ` ${sessionHost}` : "";
  const place = isKnown(scope) ? ` in ${scopeName(scope)}` : "";
  const whom = isKnown(sessions) ? selectorInWords(sessions) : "";
  return `${intent}${host}${place}${whom === "" ? "" : ` (${whom})`}`;
}

/** A line with its beginning. */
export const about = (intent: string, args: About, line: string): string => `${subjectOf(intent, args)}: ${line}`;

const isKnown = <Value>(value: Value | undefined): value is Value => value !== undefined && unknownIn(value).length === 0;

/** Whom a selector means, with how many it excepts where their names would be too long; empty where that is too long, too. */
function selectorInWords({ user, sessionHost, sessionId, state, olderThan, disconnectedFor, everyone, except }: Selector): string {
  const given = { user, host: sessionHost, session: sessionId, "": state, "older than": olderThan, "disconnected for": disconnectedFor };
  const chosen = [
    ...Object.entries(given).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`.trim()])),
    ...(everyone ? ["everyone"] : []),
  ].join(", ");
  const excepted = [...(except?.users ?? []), ...(except?.sessionHosts ?? [])];
  const forms = excepted.length === 0 ? [chosen] : [`${chosen}, except ${excepted.join(", ")}`, `${chosen}, except ${excepted.length} names`];
  return forms.find((form) => form.length <= SHORT) ?? "";
}
