import type { ResourceGroup } from "../world/resource-group";
import type { ArmCall, Reply } from "./call";

/** So written in ARM's refusals (https://github.com/Azure/azure-cli/issues/29802), though a role's definition has a capital G: roles compare without case. */
const READ = "Microsoft.Resources/subscriptions/resourcegroups/read";

export const get = ({ resourceGroup }: ArmCall): Reply => ({ status: 200, body: format(resourceGroup!) });

/** One that is not there is a 404 by itself. */
export const checkExistence = (): Reply => ({ status: 204 });

/** Those that the caller may read. */
export function list({ subscription, access }: ArmCall): Reply {
  const groups = [...subscription.resourceGroups].filter(({ path }) => access.permits(READ, path));
  return { status: 200, body: { value: groups.map(format) } };
}

/** As https://learn.microsoft.com/rest/api/resources/resource-groups/get shows it. */
const format = ({ path, name, location }: ResourceGroup) => ({ id: path, name, type: "Microsoft.Resources/resourceGroups", location, properties: { provisioningState: "Succeeded" } });
