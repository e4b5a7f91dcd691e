import type { KnownOperation, Subject } from "../faults/known-operation";
import { ArmError } from "./arm-error";
import * as applicationGroups from "./application-groups";
import * as hostPools from "./host-pools";
import type { Operation, SubscriptionOperation, TenantOperation } from "./operation";
import * as providers from "./providers";
import * as resourceGroups from "./resource-groups";
import { NAMESPACE, type ResourcePath, unroutable } from "./resource-path";
import * as sessionHosts from "./session-hosts";
import * as subscriptions from "./subscriptions";
import * as userSessions from "./user-sessions";
import * as workspaces from "./workspaces";

const SUBSCRIPTION = "/subscriptions/{subscriptionId}";
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;
const ACROSS = `${SUBSCRIPTION}/providers/${NAMESPACE}`;
const WITHIN = `${GROUP}/providers/${NAMESPACE}`;
const POOL = `${WITHIN}/hostPools/{hostPoolName}`;
const HOST = `${POOL}/sessionHosts/{sessionHostName}`;
const SESSION = `${HOST}/userSessions/{userSessionId}`;

/** The path of an operation, and the action that a caller's role must allow. */
const on = (path: string, action: string) => ({ path, action });
const arm = (path: string, action: string) => on(path, `Microsoft.Resources/${action}`);
const provider = (path: string, action: string) => on(path, `${NAMESPACE}/${action}`);

const operation = (id: string, method: string, at: ReturnType<typeof on>, perform: SubscriptionOperation["perform"]): SubscriptionOperation => ({ id, method, ...at, perform, partial: false });
const partial = (id: string, at: ReturnType<typeof on>, perform: SubscriptionOperation["perform"]): SubscriptionOperation => ({ id, method: "GET", ...at, perform, partial: true });
const inTenant = (id: string, at: ReturnType<typeof on>, performInTenant: TenantOperation["performInTenant"]): TenantOperation => ({ id, method: "GET", ...at, performInTenant });

/**
 * Every operation of this plane. Ids and paths are those of azure-rest-api-specs; the actions are those of
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/compute#microsoftdesktopvirtualization and
 * …/permissions/management-and-governance#microsoftresources. To list the sessions of a pool is an action of its own,
 * which `Desktop Virtualization User Session Operator` does not have.
 */
export const operations: readonly Operation[] = [
  operation("UserSessions_Get", "GET", provider(SESSION, "hostpools/sessionhosts/usersessions/read"), userSessions.get),
  operation("UserSessions_Delete", "DELETE", provider(SESSION, "hostpools/sessionhosts/usersessions/delete"), userSessions.logOff),
  operation("UserSessions_Disconnect", "POST", provider(`${SESSION}/disconnect`, "hostpools/sessionhosts/usersessions/disconnect/action"), userSessions.disconnect),
  operation("UserSessions_SendMessage", "POST", provider(`${SESSION}/sendMessage`, "hostpools/sessionhosts/usersessions/sendMessage/action"), userSessions.sendMessage),
  operation("UserSessions_List", "GET", provider(`${HOST}/userSessions`, "hostpools/sessionhosts/usersessions/read"), userSessions.listByHost),
  operation("UserSessions_ListByHostPool", "GET", provider(`${POOL}/userSessions`, "hostpools/usersessions/read"), userSessions.listByHostPool),
  operation("SessionHosts_Get", "GET", provider(HOST, "hostpools/sessionhosts/read"), sessionHosts.get),
  operation("SessionHosts_Update", "PATCH", provider(HOST, "hostpools/sessionhosts/write"), sessionHosts.update),
  operation("SessionHosts_Delete", "DELETE", provider(HOST, "hostpools/sessionhosts/delete"), sessionHosts.remove),
  operation("SessionHosts_List", "GET", provider(`${POOL}/sessionHosts`, "hostpools/sessionhosts/read"), sessionHosts.list),
  operation("HostPools_Get", "GET", provider(POOL, "hostpools/read"), hostPools.get),
  operation("HostPools_ListByResourceGroup", "GET", provider(`${WITHIN}/hostPools`, "hostpools/read"), hostPools.list),
  partial("HostPools_List", provider(`${ACROSS}/hostPools`, "hostpools/read"), hostPools.list),
  operation("ApplicationGroups_Get", "GET", provider(`${WITHIN}/applicationGroups/{applicationGroupName}`, "applicationgroups/read"), applicationGroups.get),
  operation("ApplicationGroups_ListByResourceGroup", "GET", provider(`${WITHIN}/applicationGroups`, "applicationgroups/read"), applicationGroups.list),
  partial("ApplicationGroups_ListBySubscription", provider(`${ACROSS}/applicationGroups`, "applicationgroups/read"), applicationGroups.list),
  operation("Workspaces_Get", "GET", provider(`${WITHIN}/workspaces/{workspaceName}`, "workspaces/read"), workspaces.get),
  operation("Workspaces_ListByResourceGroup", "GET", provider(`${WITHIN}/workspaces`, "workspaces/read"), workspaces.list),
  partial("Workspaces_ListBySubscription", provider(`${ACROSS}/workspaces`, "workspaces/read"), workspaces.list),
  inTenant("Operations_List", provider(`/providers/${NAMESPACE}/operations`, "operations/read"), providers.listOperations),

  operation("ResourceGroups_Get", "GET", arm(GROUP, "subscriptions/resourcegroups/read"), resourceGroups.get),
  operation("ResourceGroups_CheckExistence", "HEAD", arm(GROUP, "subscriptions/resourcegroups/read"), resourceGroups.checkExistence),
  partial("ResourceGroups_List", arm(`${SUBSCRIPTION}/resourceGroups`, "subscriptions/resourcegroups/read"), resourceGroups.list),
  partial("Subscriptions_Get", arm(SUBSCRIPTION, "subscriptions/read"), subscriptions.get),
  inTenant("Subscriptions_List", arm("/subscriptions", "subscriptions/read"), subscriptions.list),
  inTenant("Tenants_List", arm("/tenants", "tenants/read"), subscriptions.listTenants),
  operation("Providers_Get", "GET", arm(ACROSS, "subscriptions/providers/read"), providers.get),
  operation("Providers_Get", "GET", arm(`${SUBSCRIPTION}/providers/Microsoft.Resources`, "subscriptions/providers/read"), providers.getResources),
  operation("Providers_List", "GET", arm(`${SUBSCRIPTION}/providers`, "subscriptions/providers/read"), providers.list),
  inTenant("Providers_GetAtTenantScope", arm(`/providers/${NAMESPACE}`, "providers/read"), providers.getInTenant),
  inTenant("Providers_GetAtTenantScope", arm("/providers/Microsoft.Resources", "providers/read"), providers.getResourcesInTenant),
  inTenant("Providers_ListAtTenantScope", arm("/providers", "providers/read"), providers.listInTenant),
];

const subjects = { "{subscriptionId}": "subscriptionId", "{hostPoolName}": "hostPool", "{sessionHostName}": "sessionHost", "{userSessionId}": "session" } as const satisfies Record<string, Subject>;

/** As the rules of faults know them. */
export const armOperations: readonly KnownOperation[] = operations.map(({ id, path }) => ({
  name: id,
  plane: "arm",
  about: Object.entries(subjects).flatMap(([parameter, subject]) => (path.includes(parameter) ? subject : [])),
}));

/** By the pattern of their path, then by method. */
const table = new Map<string, Map<string, Operation>>();
for (const each of operations) {
  const pattern = each.path.toLowerCase().replace(/\{[^}]*\}/g, "*");
  table.set(pattern, (table.get(pattern) ?? new Map<string, Operation>()).set(each.method, each));
}

/** The operation that a request asks for; `undefined`: there is none. */
export const findOperation = ({ pattern }: ResourcePath, method: string): Operation | undefined => table.get(pattern)?.get(method);

/**
 * Why there is no operation. The codes and texts are a choice: common in ARM, but not recorded from this provider.
 *
 * @returns ArmError 404 for a namespace or type that is not there, 405 for a verb that it does not have
 */
export function noOperation({ namespace, pattern, type }: ResourcePath, method: string, version: string): ArmError {
  const verbs = table.get(pattern);
  if (verbs) return new ArmError(405, "MethodNotAllowed", `The requested resource does not support http method '${method}'.`, { Allow: [...verbs.keys()].join(", ") });
  if (namespace === undefined) return unroutable();
  if (namespace.toLowerCase() !== NAMESPACE.toLowerCase()) return new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  return new ArmError(404, "InvalidResourceType", `The resource type '${type}' could not be found in the namespace '${NAMESPACE}' for api version '${version}'.`);
}
