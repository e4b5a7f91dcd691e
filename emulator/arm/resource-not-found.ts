import { ArmError } from "./arm-error";
import { NAMESPACE, type ResourcePath } from "./resource-path";

/** ARM keeps these resources itself, and looks for a missing one before it asks the provider. */
export const resourceNotFound = (type: string, name: string, { resourceGroupName }: ResourcePath): ArmError =>
  new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${NAMESPACE}/${type}/${name}' under resource group '${resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
