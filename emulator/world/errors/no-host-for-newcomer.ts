import { WorldError } from "./world-error";

/** Thrown when a user signs in to a host pool of which no host takes him. */
export class NoHostForNewcomer extends WorldError {
  constructor(userPrincipalName: string, hostPoolName: string) {
    super(`Could not sign ${userPrincipalName} in to ${hostPoolName}: each of its hosts is drained, does not run, has as many sessions as maxSessionLimit allows, or, in a personal pool, is not assigned to him. Undrain or start one, log somebody off, or assign him one.`);
  }
}
