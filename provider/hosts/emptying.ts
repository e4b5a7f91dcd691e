import type { GraceArgs, Intent } from "../intents/intent";
import { sessionDisconnected } from "../intents/session-disconnected";
import { sessionLoggedOff } from "../intents/session-logged-off";
import type { HostEmptyArgs } from "./host-args";

/** The intent about the sessions of a host that is to be empty. */
export const emptyingOf = ({ finish }: Pick<HostEmptyArgs, "finish">): Intent => (finish === "disconnected" ? sessionDisconnected : sessionLoggedOff);

/** Its arguments. */
export function emptyingArgs({ scope, sessionHost, except, force, notice, escalate, maxSessions, protect, within, timeoutSeconds }: HostEmptyArgs): GraceArgs {
  const given = { scope, sessions: { sessionHost, except }, force, notice, escalate, maxSessions, protect, within, timeoutSeconds };
  return withoutUndefined({ ...given, sessions: withoutUndefined(given.sessions) }) as unknown as GraceArgs;
}

const withoutUndefined = (object: object): object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
