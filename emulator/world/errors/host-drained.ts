import { WorldError } from "./world-error";

export class HostDrained extends WorldError {
  constructor(userPrincipalName: string, sessionHostName: string) {
    super(`Could not sign ${userPrincipalName} in on ${sessionHostName}: the host is in drain mode. Set allowNewSession to true, or let the user reconnect to a session that is there.`);
  }
}
