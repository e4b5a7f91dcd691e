import { WorldError } from "./world-error";

/** Thrown when a subscription has no resource group of that name (compared without case). */
export class ResourceGroupNotFound extends WorldError {
  readonly resourceGroupName: string;

  constructor(resourceGroupName: string, subscriptionId: string) {
    super(`There is no resource group ${resourceGroupName} in subscription ${subscriptionId}. Add it to the seed under "resourceGroups".`);
    this.resourceGroupName = resourceGroupName;
  }
}
