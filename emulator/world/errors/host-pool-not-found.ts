import { WorldError } from "./world-error";

/** Thrown when a resource group has no host pool of that name (compared without case). */
export class HostPoolNotFound extends WorldError {
  readonly hostPoolName: string;

  constructor(hostPoolName: string, resourceGroupName: string) {
    super(`There is no host pool ${hostPoolName} in resource group ${resourceGroupName}. Add it to the seed under "hostPools".`);
    this.hostPoolName = hostPoolName;
  }
}
