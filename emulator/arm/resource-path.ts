import { ArmError } from "./arm-error";

/** The one provider of this plane, as ids on the wire write it. */
export const NAMESPACE = "Microsoft.DesktopVirtualization";

/** A path below a provider: `/subscriptions/{id}[/resourceGroups/{name}]/providers/{namespace}/{type}/{name}…`. */
export interface ResourcePath {
  subscriptionId: string;
  resourceGroupName: string | undefined;
  namespace: string;
  /** What is addressed, in lower case, with `*` for each name: that of the list of a pool's hosts has three parts. */
  pattern: string;
  /** The types as the caller wrote them: `hostPools/sessionHosts`. */
  type: string;
  /** The names as the caller wrote them, from the outside in; an empty text where none was given. */
  names: readonly [pool: string, host: string, session: string];
}

/**
 * Takes a path apart. ARM compares all of it without case, and gives names back in the case in which it was asked.
 *
 * @throws ArmError for what is not a path of a resource or a collection
 */
export function parseResourcePath(pathname: string): ResourcePath {
  const segments = decode(pathname).split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  const rest = segments.map((segment) => segment.toLowerCase());
  const grouped = rest[2] === "resourcegroups";
  const providers = grouped ? 4 : 2;
  const wellFormed = rest[0] === "subscriptions" && rest[providers] === "providers" && rest.length > providers + 2;
  if (!wellFormed || segments.includes("")) throw unroutable(rest[0] === "subscriptions");

  const below = segments.slice(providers + 2);
  const types = below.filter((_, index) => index % 2 === 0);
  const [pool = "", host = "", session = ""] = below.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId: segments[1]!,
    resourceGroupName: grouped ? segments[3]! : undefined,
    namespace: segments[providers + 1]!,
    pattern: below.map((segment, index) => (index % 2 === 0 ? segment.toLowerCase() : "*")).join("/"),
    type: types.join("/"),
    names: [pool, host, session],
  };
}

/** Code and text of the refusal are a choice. */
function decode(pathname: string): string {
  if (!pathname.includes("%")) return pathname;
  // An encoded slash belongs to a name, which can't have one; left encoded, the check of names refuses it.
  const kept = pathname.replace(/%2f/gi, "%252F");
  try {
    return decodeURIComponent(kept);
  } catch {
    throw new ArmError(400, "BadRequest", `The request path '${pathname}' is not properly encoded.`);
  }
}

/** Codes and texts are a choice: common in ARM, but not recorded. */
const unroutable = (inSubscription: boolean): ArmError =>
  inSubscription
    ? new ArmError(404, "InvalidResourceType", "The resource type could not be found in the namespace or the request URI is not that of a resource.")
    : new ArmError(404, "MissingSubscription", "The request did not have a subscription or a valid tenant level resource provider.");
