import { GUID, hostPoolName, type NameConstraint, resourceGroupName, sessionHostName } from "../world/name-constraints";
import { ArmError } from "./arm-error";
import { ProviderError } from "./provider-error";
import type { ResourcePath } from "./resource-path";

interface Constraint extends NameConstraint {
  parameter: string;
}

/**
 * The lengths and patterns of the service's specification, by the type of the outermost resource. Those of groups and
 * workspaces may be longer here: their names are made from a pool's.
 */
const constraints: Readonly<Record<string, readonly Constraint[]>> = {
  hostpools: [
    { parameter: "hostPoolName", ...hostPoolName },
    { parameter: "sessionHostName", ...sessionHostName },
    { parameter: "userSessionId", min: 1, max: 24, pattern: /^/ },
  ],
  applicationgroups: [{ parameter: "applicationGroupName", ...hostPoolName, max: 80 }],
  workspaces: [{ parameter: "workspaceName", ...hostPoolName, max: 80 }],
};

/** @throws ArmError 400; code and text are a choice: common in ARM, but not recorded */
export function checkSubscriptionId(subscriptionId: string): void {
  if (!GUID.test(subscriptionId)) throw new ArmError(400, "InvalidSubscriptionId", `The provided subscription identifier '${subscriptionId}' is malformed or invalid.`);
}

/** @throws ArmError 400; code and texts are a choice: common in ARM, but not recorded */
export function checkResourceGroupName(name: string): void {
  if (name.length > resourceGroupName.max) throw new ArmError(400, "InvalidResourceGroup", `The provided resource group name '${name}' has a length of '${name.length}' which exceeds the maximum length of '${resourceGroupName.max}'.`);
  if (resourceGroupName.pattern.test(name)) return;
  const invalid = [...new Set(name.replace(/[-\w.()]/g, ""))].join("") || ".";
  throw new ArmError(400, "InvalidResourceGroup", `The provided resource group name '${name}' has these invalid characters: '${invalid}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_' and cannot end with a period.`);
}

/**
 * The names that the provider looks at. What it says of a bad one was found nowhere: the shape is that of its other
 * errors, the text is a choice.
 *
 * @throws ProviderError 400
 */
export function checkNames({ names, type }: ResourcePath): void {
  if (names[0] === "") return;
  const slash = type.indexOf("/");
  const ofType = constraints[(slash === -1 ? type : type.slice(0, slash)).toLowerCase()] ?? [];
  for (const [index, { parameter, min, max, pattern }] of ofType.entries()) {
    const name = names[index];
    if (name === undefined || name === "") continue;
    if (name.length < min || name.length > max) throw new ProviderError(400, `The value '${name}' of ${parameter} has ${name.length} characters; it must have ${min} to ${max}`);
    if (!pattern.test(name)) throw new ProviderError(400, `The value '${name}' of ${parameter} does not match the pattern ${pattern.source}`);
  }
}
