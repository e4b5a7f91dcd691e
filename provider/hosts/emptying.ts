import { refuseTooMuch } from "../intents/guards";
import { exceptedNames, protectedNames, type GivenName } from "../intents/given-names";
import type { Intent } from "../intents/intent";
import type { Judgement } from "../intents/judge";
import { noticesByKey } from "../intents/notice";
import { planOf, verbDue } from "../intents/plan";
import { sessionDisconnected } from "../intents/session-disconnected";
import { sessionLoggedOff, type SessionLoggedOffArgs } from "../intents/session-logged-off";
import { scopeKey } from "../scope";
import type { HostEmptyArgs, HostIntentName } from "./host-args";

/** The intent about the sessions of a host that is to be empty. */
export const emptyingOf = ({ finish }: Pick<HostEmptyArgs, "finish">): Intent => (finish === "disconnected" ? sessionDisconnected : sessionLoggedOff);

/** Its arguments. */
export function emptyingArgs({ scope, sessionHost, except, force, notice, escalate, maxSessions, protect, within, timeoutSeconds }: HostEmptyArgs): SessionLoggedOffArgs {
  return {
    scope,
    sessions: { sessionHost, ...(except && { except }) },
    ...(force !== undefined && { force }),
    ...(notice && { notice }),
    ...(escalate && { escalate }),
    ...(maxSessions !== undefined && { maxSessions }),
    ...(protect && { protect }),
    ...(within && { within }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}

/**
 * Asks the guards of its sessions, before anything is touched.
 *
 * @param now milliseconds since the epoch
 * @throws TooManySessions, SessionsProtected
 */
export function refuseToEmpty(host: HostEmptyArgs, { violations, memory }: Judgement, now: number): void {
  const args = emptyingArgs(host);
  refuseTooMuch(verbDue(emptyingOf(host), planOf(args, violations, noticesByKey(memory.notices), now)), args, violations);
}

/** Which notice is given on which host: a run that gives it finds what runs have left that did so before it and were killed. */
export const noticeOfHost = (name: HostIntentName, { scope, sessionHost, notice }: HostEmptyArgs): readonly unknown[] =>
  [name, scopeKey(scope), sessionHost.toLowerCase(), notice?.title, notice?.body];

/** The names that it gives of users and hosts; its own host need not have anybody on it. */
export const namesForHost = ({ except, protect }: HostEmptyArgs): readonly GivenName[] => [...exceptedNames("except", except), ...protectedNames(protect)];
