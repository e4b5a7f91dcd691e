import type { Intent } from "../intents/intent";
import { sessionDisconnected } from "../intents/session-disconnected";
import { sessionLoggedOff, type SessionLoggedOffArgs } from "../intents/session-logged-off";
import type { HostEmptyArgs } from "./host-args";

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
