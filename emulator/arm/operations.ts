import { ArmError } from "./arm-error";
import type { ArmCall, Reply } from "./call";
import * as hostPools from "./host-pools";
import { NAMESPACE, type ResourcePath } from "./resource-path";
import * as sessionHosts from "./session-hosts";
import * as userSessions from "./user-sessions";

export type Operation = (call: ArmCall) => Reply;

/** Every operation of this plane: what is addressed, then the verb. */
const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  "hostpools": { GET: hostPools.list },
  "hostpools/*": { GET: hostPools.get },
  "hostpools/*/usersessions": { GET: userSessions.listByHostPool },
  "hostpools/*/sessionhosts": { GET: sessionHosts.list },
  "hostpools/*/sessionhosts/*": { GET: sessionHosts.get, PATCH: sessionHosts.update },
  "hostpools/*/sessionhosts/*/usersessions": { GET: userSessions.listByHost },
  "hostpools/*/sessionhosts/*/usersessions/*": { GET: userSessions.get, DELETE: userSessions.logOff },
  "hostpools/*/sessionhosts/*/usersessions/*/disconnect": { POST: userSessions.disconnect },
  "hostpools/*/sessionhosts/*/usersessions/*/sendmessage": { POST: userSessions.sendMessage },
};

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
