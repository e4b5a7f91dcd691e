import { WorldError } from "./world-error";

/** Thrown when a user signs in to a host pool of which no host takes him. */
export class NoHostForNewcomer extends WorldError {
  constructor(userPrincipalName: string, hostPoolName: string) {
    super(`Could not sign ${userPrincipalName} in to ${hostPoolName}: each of its hosts is drained, does not run, or has as many sessions as maxSessionLimit allows. Undrain or start one, or log somebody off.`);
  }
}
