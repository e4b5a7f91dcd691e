import type { KnownOperation, Subject } from "../faults/known-operation";
import { ArmError } from "./arm-error";
import type { ArmCall, Reply } from "./call";
import * as hostPools from "./host-pools";
import { NAMESPACE, type ResourcePath } from "./resource-path";
import * as sessionHosts from "./session-hosts";
import * as userSessions from "./user-sessions";

/** One operation of the service. */
export interface Operation {
  /** As Azure's specification calls it (`operationId`): in the journal, and in the rules of faults. */
  readonly id: string;
  /** What a caller's role must allow (https://learn.microsoft.com/azure/role-based-access-control/permissions/compute#microsoftdesktopvirtualization). */
  readonly action: string;
  readonly perform: (call: ArmCall) => Reply;
}

const POOLS = `${NAMESPACE}/hostpools`;
const HOSTS = `${POOLS}/sessionhosts`;
const SESSIONS = `${HOSTS}/usersessions`;
const operation = (id: string, action: string, perform: Operation["perform"]): Operation => ({ id, action, perform });

/** Every operation of this plane: what is addressed, then the verb. */
const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  "hostpools": { GET: operation("HostPools_ListByResourceGroup", `${POOLS}/read`, hostPools.list) },
  "hostpools/*": { GET: operation("HostPools_Get", `${POOLS}/read`, hostPools.get) },
  "hostpools/*/usersessions": { GET: operation("UserSessions_ListByHostPool", `${SESSIONS}/read`, userSessions.listByHostPool) },
  "hostpools/*/sessionhosts": { GET: operation("SessionHosts_List", `${HOSTS}/read`, sessionHosts.list) },
  "hostpools/*/sessionhosts/*": {
    GET: operation("SessionHosts_Get", `${HOSTS}/read`, sessionHosts.get),
    PATCH: operation("SessionHosts_Update", `${HOSTS}/write`, sessionHosts.update),
  },
  "hostpools/*/sessionhosts/*/usersessions": { GET: operation("UserSessions_List", `${SESSIONS}/read`, userSessions.listByHost) },
  "hostpools/*/sessionhosts/*/usersessions/*": {
    GET: operation("UserSessions_Get", `${SESSIONS}/read`, userSessions.get),
    DELETE: operation("UserSessions_Delete", `${SESSIONS}/delete`, userSessions.logOff),
  },
  "hostpools/*/sessionhosts/*/usersessions/*/disconnect": { POST: operation("UserSessions_Disconnect", `${SESSIONS}/disconnect/action`, userSessions.disconnect) },
  "hostpools/*/sessionhosts/*/usersessions/*/sendmessage": { POST: operation("UserSessions_SendMessage", `${SESSIONS}/sendMessage/action`, userSessions.sendMessage) },
};

/** As the rules of faults know them. */
export const armOperations: readonly KnownOperation[] = Object.entries(operations).flatMap(([pattern, verbs]) => {
  const about = (["hostPool", "sessionHost", "session"] satisfies Subject[]).filter((_, index) => pattern.split("*").length - 1 > index);
  return Object.values(verbs).map(({ id }) => ({ name: id, plane: "arm", about }));
});

/** What may be asked of a whole subscription; everything else wants a resource group. */
const ACROSS_GROUPS = "hostpools";

/**
 * The codes and texts are a choice: common in ARM, but not recorded from this provider.
 *
 * @throws ArmError 404 for a namespace or type that is not there, 405 for a verb that it does not have
 */
export function findOperation(path: ResourcePath, method: string, version: string): Operation {
  if (path.namespace.toLowerCase() !== NAMESPACE.toLowerCase()) {
    throw new ArmError(404, "InvalidResourceNamespace", `The resource namespace '${path.namespace}' is invalid.`);
  }
  const verbs = Object.hasOwn(operations, path.pattern) ? operations[path.pattern] : undefined;
  if (!verbs || (path.resourceGroupName === undefined && path.pattern !== ACROSS_GROUPS)) {
    throw new ArmError(404, "InvalidResourceType", `The resource type '${path.type}' could not be found in the namespace '${NAMESPACE}' for api version '${version}'.`);
  }
  const operation = Object.hasOwn(verbs, method) ? verbs[method] : undefined;
  if (!operation) {
    throw new ArmError(405, "MethodNotAllowed", `The requested resource does not support http method '${method}'.`, { Allow: Object.keys(verbs).join(", ") });
  }
  return operation;
}
