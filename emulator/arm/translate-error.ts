import { HostPoolNotFound } from "../world/errors/host-pool-not-found";
import { ResourceGroupNotFound } from "../world/errors/resource-group-not-found";
import { SessionHostInUse } from "../world/errors/session-host-in-use";
import { SessionHostNotFound } from "../world/errors/session-host-not-found";
import { SessionHostUnreachable } from "../world/errors/session-host-unreachable";
import { SessionNotFound } from "../world/errors/session-not-found";
import { isCallersError } from "../unreadable-body";
import { SubscriptionNotFound } from "../world/errors/subscription-not-found";
import { ArmError } from "./arm-error";
import { ProviderError } from "./provider-error";
import { resourceNotFound } from "./resource-not-found";
import { NAMESPACE, type ResourcePath } from "./resource-path";

/** What was asked, as far as it was understood before the error. */
interface Asked {
  method: string;
  path: ResourcePath | undefined;
}

/** What ARM says instead of an error of the world, of Express, or of its own. Of anything else: a 500. */
export function translateError(error: unknown, asked: Asked): ArmError | ProviderError {
  if (error instanceof ArmError || error instanceof ProviderError) return error;
  if (error instanceof SubscriptionNotFound) return new ArmError(404, "SubscriptionNotFound", `The subscription '${error.subscriptionId}' could not be found.`);
  if (error instanceof ResourceGroupNotFound) return new ArmError(404, "ResourceGroupNotFound", `Resource group '${error.resourceGroupName}' could not be found.`);
  if (error instanceof HostPoolNotFound) return poolNotFound(error.hostPoolName, asked);
  // Recorded of a host that is asked for itself; that a list of its sessions, and each action, says the same is a choice.
  if (error instanceof SessionHostNotFound) return new ProviderError(404, "SessionHost does not exist");
  // Get and the actions have words of their own. Disconnect's are unknown: it is taken to be like sendMessage.
  if (error instanceof SessionNotFound) return new ProviderError(404, asked.method === "GET" ? "User session does not exist" : "User session ID not found");
  // That logging off fails while the host is down is known from those who tried. Status and text are a choice: a 5xx would have
  // every SDK try again for something that does not pass by itself.
  if (error instanceof SessionHostUnreachable) return new ProviderError(409, error.message);
  // That a host with sessions stays without force is the specification's; status and text are a choice.
  if (error instanceof SessionHostInUse) return new ProviderError(409, error.message);
  if (isCallersError(error)) return bodyError(error);
  // A choice: the real one never says this.
  return new ArmError(500, "InternalServerError", `The emulator failed: ${error instanceof Error ? error.message : String(error)}. This is a defect of the emulator.`);
}

/**
 * ARM knows the pools itself (they are tracked resources) and looks for a missing one before it asks the provider.
 * That it does so for this provider, too, is inferred from others; so are codes and texts.
 */
function poolNotFound(name: string, { method, path }: Asked): ArmError {
  if (path?.type.toLowerCase() === "hostpools") {
    return resourceNotFound("hostPools", name, path);
  }
  const action = { GET: "read", PATCH: "write", DELETE: "delete" }[method] ?? "action";
  const parent = `/subscriptions/${path?.subscriptionId}/resourceGroups/${path?.resourceGroupName}/providers/${NAMESPACE}/hostPools/${name}`;
  return new ArmError(404, "ParentResourceNotFound", `Failed to perform '${action}' on resource(s) of type '${path?.type}', because the parent resource '${parent}' could not be found.`);
}

/** Codes and texts are a choice: common in ARM, but not recorded. */
function bodyError(error: Error & { status: number; type?: string }): ArmError {
  if (error.type === "entity.too.large") return new ArmError(413, "RequestContentTooLarge", "The request content size exceeds the maximum size of 4 MB.");
  if (error.status === 415) return new ArmError(415, "UnsupportedMediaType", `The content of the request can't be read: ${error.message}.`);
  return new ArmError(400, "InvalidRequestContent", `The request content was invalid and could not be deserialized: '${error.message}'.`);
}
