import type { Role } from "./role";

/** One of Azure's own roles, as its definition says. */
interface BuiltInRole extends Role {
  readonly id: string;
}

const COMMON = ["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Authorization/*/read", "Microsoft.Support/*"];
const WITH_DEPLOYMENTS = [...COMMON, "Microsoft.Resources/deployments/*", "Microsoft.Insights/alertRules/*"];
const READ_DEPLOYMENTS = [...COMMON, "Microsoft.Resources/deployments/read", "Microsoft.Insights/alertRules/read"];
const desktop = (...types: string[]): string[] => types.map((type) => `Microsoft.DesktopVirtualization/${type}`);

/**
 * The roles that concern host pools and what is in them, with their real definitions: learn.microsoft.com,
 * azure/role-based-access-control/built-in-roles/{privileged,general,compute}. Data actions are left out: this API has none.
 */
const builtInRoles: Readonly<Record<string, BuiltInRole>> = {
  "Owner": { id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", actions: ["*"] },
  "Contributor": {
    id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
      "Microsoft.Purview/consents/write",
      "Microsoft.Purview/consents/delete",
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
      "Microsoft.Subscription/cancel/action",
      "Microsoft.Subscription/enable/action",
    ],
  },
  "Reader": { id: "acdd72a7-3385-48ef-bd42-f606fba81ae7", actions: ["*/read"] },
  "Desktop Virtualization Contributor": { id: "082f0a83-3be5-4ba1-904c-961cca79b387", actions: [...desktop("*"), ...WITH_DEPLOYMENTS] },
  "Desktop Virtualization Reader": { id: "49a72310-ab8d-41df-bbb0-79b649203868", actions: [...desktop("*/read"), ...READ_DEPLOYMENTS] },
  "Desktop Virtualization Host Pool Contributor": { id: "e307426c-f9b6-4e81-87de-d99efb3c32bc", actions: [...desktop("hostpools/*"), ...WITH_DEPLOYMENTS] },
  "Desktop Virtualization Host Pool Reader": { id: "ceadfde2-b300-400a-ab7b-6143895aa822", actions: [...desktop("hostpools/*/read", "hostpools/read"), ...READ_DEPLOYMENTS] },
  "Desktop Virtualization Session Host Operator": { id: "2ad6aaab-ead9-4eaa-8ac5-da422f562408", actions: [...desktop("hostpools/read", "hostpools/sessionhosts/*"), ...WITH_DEPLOYMENTS] },
  "Desktop Virtualization User Session Operator": {
    id: "ea4bfff8-7fb4-485a-aadd-d4129a0ffaa6",
    actions: [...desktop("hostpools/read", "hostpools/sessionhosts/read", "hostpools/sessionhosts/usersessions/*"), ...WITH_DEPLOYMENTS],
  },
  "Desktop Virtualization Application Group Contributor": {
    id: "86240b0e-9422-4c43-887b-b61143f32ba8",
    actions: [...desktop("applicationgroups/*", "hostpools/read", "hostpools/sessionhosts/read"), ...WITH_DEPLOYMENTS],
  },
  "Desktop Virtualization Application Group Reader": {
    id: "aebf23d0-b568-4e86-b8f9-fe83a2c6ab55",
    actions: [...desktop("applicationgroups/*/read", "applicationgroups/read", "hostpools/read", "hostpools/sessionhosts/read"), ...READ_DEPLOYMENTS],
  },
};

/** Their names, as role assignments give them. */
export const builtInRoleNames: readonly string[] = Object.keys(builtInRoles);

/** One of them, by its name or its id, without case. */
export function findBuiltInRole(nameOrId: string): Role | undefined {
  const wanted = nameOrId.toLowerCase();
  return Object.entries(builtInRoles).find(([name, { id }]) => name.toLowerCase() === wanted || id === wanted)?.[1];
}
