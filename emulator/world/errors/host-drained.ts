import { WorldError } from "./world-error";

/** Thrown when a user signs in on a host in drain mode. Reconnecting to a session that is there is not refused. */
export class HostDrained extends WorldError {
  constructor(userPrincipalName: string, sessionHostName: string) {
    super(`Could not sign ${userPrincipalName} in on ${sessionHostName}: the host is in drain mode. Set allowNewSession to true, or let the user reconnect to a session that is there.`);
  }
}
