import { HostNotFound } from "../errors/host-not-found";
import type { SessionHost } from "../host";
import { findHost } from "../hosts/host-place";
import { judgeHost, type HostState } from "../hosts/observe-host";
import { countOf } from "../intents/sentences";
import type { Session } from "../session";
import { findingOf, type Background } from "./finding";
import { unseen, type LookedAt } from "./looked-at";
import { outcomeOf } from "./outcome";
import type { StoredHostIntent } from "./stored-intent";
import { troubleOf } from "./trouble";

/**
 * What there is of a host that was emptied for work which has not come to its end: nobody may have a session there meanwhile, or
 * somebody has let people onto it, and the work would meet them.
 *
 * @param now milliseconds since the epoch
 */
export function aboutWork({ urn, name }: StoredHostIntent, state: HostState, hosts: readonly SessionHost[], sessions: readonly Session[], background: Background, now: number): LookedAt {
  const { scope, sessionHost, settledAt, found } = state;
  const host = findHost(hosts, sessionHost);
  if (!host) return unseen(troubleOf(new HostNotFound(`look at ${sessionHost}`, sessionHost, background.scopeNameOf(scope), hosts.map((one) => one.name))));
  const { matched, violations } = judgeHost("HostEmpty", state, {}, sessions, now);
  const [word, since] = host.allowNewSession ? ["takes newcomers", host.lastModifiedAt] : ["stays drained", settledAt];
  const wanted = host.allowNewSession ? "drained" : "returned";
  const subject = { urn, name, intent: { wanted, found: () => word }, brokenSince: () => since, waiting: () => undefined };
  // One that was found drained is to stay so.
  const isLeft = host.allowNewSession || found?.allowNewSession === true;
  const findings = isLeft ? [{ ...findingOf({ sessionHost: host.name, sessionId: "", user: "", state: "" }, subject, background), about: "host" as const }] : [];
  const end = isLeft && !host.allowNewSession ? `, and return ${host.name}` : "";
  const people = violations.length === 0 ? "" : `, with ${countOf(violations.length)} on it: other triggers have it emptied first`;
  return { outcome: outcomeOf(findings), nextUpdate: `It would go on with the work on ${host.name}${end}${people}.`, matched, findings };
}
