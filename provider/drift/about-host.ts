import { byPlace } from "../by-place";
import { HostNotFound } from "../errors/host-not-found";
import type { SessionHost } from "../host";
import { notDrainedBefore } from "../hosts/abandoned";
import { availableBeside } from "../hosts/host-place";
import { emptyingArgs, emptyingOf } from "../hosts/emptying";
import { missingBeside } from "../hosts/may-be-drained";
import { observeHost, type HostState } from "../hosts/observe-host";
import { closedUntil } from "../intents/guards";
import { listed } from "../intents/sentences";
import type { Session } from "../session";
import { brokenSince } from "./broken-since";
import { findingOf, type Background, type Subject } from "./finding";
import { unseen, type LookedAt } from "./looked-at";
import { nextUpdateOf, type ToDrain } from "./next-update";
import { outcomeOf } from "./outcome";
import { noChange } from "./report";
import type { StoredHostIntent } from "./stored-intent";
import { troubleOf } from "./trouble";
import { tooSoon, waitingIn } from "./waiting";

/** What hosts and sessions mean for an intent about a host. @param now milliseconds since the epoch */
export function aboutHost({ urn, name, intent, over }: StoredHostIntent, state: HostState, hosts: readonly SessionHost[], sessions: readonly Session[], background: Background, now: number): LookedAt {
  const { scope, sessionHost, settledAt } = state;
  const seen = observeHost(intent, state, hosts, sessions, now);
  // A refresh takes it out of the state, and the update after that would fail on it.
  if (!seen) return unseen(troubleOf(new HostNotFound(`look at ${sessionHost}`, sessionHost, background.scopeNameOf(scope), hosts.map((host) => host.name))));
  const { host, judgement } = seen;
  const args = emptyingArgs(state);
  const kind = emptyingOf(state);
  const waiting = waitingIn(args, judgement, now);
  const of = { urn, name, settledAt, waiting };
  const onHost: Subject = { ...of, intent: kind, brokenSince: (session) => brokenSince(state.finish === "disconnected" ? "SessionDisconnected" : "SessionLoggedOff", args.sessions, session) };
  const leftUntil = closedUntil(args, now) === undefined ? notDrainedBefore(state, state, judgement, now) : undefined;
  // Whatever somebody last changed about it: since then it has been as it is.
  const itself: Subject = {
    ...of,
    intent: { wanted: "drained", found: () => "takes newcomers" },
    brokenSince: () => host.lastModifiedAt,
    ...(leftUntil !== undefined && { waiting: () => tooSoon(leftUntil) }),
  };
  const findings = [
    ...(host.allowNewSession ? [{ ...findingOf(nobodyOn(host), itself, background), about: "host" as const }] : []),
    ...judgement.violations.toSorted(byPlace).map((session) => findingOf(session, onHost, background)),
  ];
  return {
    outcome: outcomeOf(findings),
    nextUpdate: nextUpdateOf(kind, args, judgement, now, host.allowNewSession && leftUntil === undefined ? toDrain(host, hosts, state, over, background) : undefined),
    ...(intent === "HostEmpty" && { matched: judgement.matched }),
    findings,
  };
}

/** It was done once, and is not looked at again. */
export const done: LookedAt = { outcome: "in sync", nextUpdate: noChange, findings: [] };

/** A host, where findings have a session. */
const nobodyOn = ({ name }: SessionHost): Session => ({ sessionHost: name, sessionId: "", user: "", state: "" });

/** In the order in which the update asks. */
function toDrain(host: SessionHost, hosts: readonly SessionHost[], state: HostState, over: readonly string[], { scopeNameOf }: Background): ToDrain {
  const { minimumAvailable = 0 } = state;
  const missing = missingBeside(state, hosts, state.found !== undefined, over);
  if (missing.length > 0) return { sessionHost: host.name, refused: `its maintenance names ${listed(missing)}, and there is no such session host in ${scopeNameOf(state.scope)}` };
  const others = availableBeside(hosts, host);
  if (others.length >= minimumAvailable) return { sessionHost: host.name };
  return { sessionHost: host.name, refused: `without ${host.name} ${others.length === 0 ? "no host" : `only ${others.join(", ")}`} would take newcomers, and minimumAvailable is ${minimumAvailable}` };
}
