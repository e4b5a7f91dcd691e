import { WorldError } from "./world-error";

/** Thrown when a newcomer signs in on a host that has as many sessions as its pool allows. */
export class SessionHostFull extends WorldError {
  constructor(userPrincipalName: string, sessionHostName: string, maxSessionLimit: number) {
    super(`Could not sign ${userPrincipalName} in on ${sessionHostName}: it has as many sessions as the maxSessionLimit of its pool allows, ${maxSessionLimit}. Log somebody off, or give the pool another limit in the seed.`);
  }
}
