import { ArmError } from "./arm-error";

/** The one provider of this plane, as ids on the wire write it. */
export const NAMESPACE = "Microsoft.DesktopVirtualization";

/**
 * A path of Azure Resource Manager, taken apart: `/subscriptions/{id}[/resourceGroups/{name}][/providers/{namespace}/{type}/{name}…]`,
 * or one without a subscription, as far as there are some.
 */
export interface ResourcePath {
  /** `undefined`: of the tenant as a whole. */
  readonly subscriptionId: string | undefined;
  readonly resourceGroupName: string | undefined;
  /** As the caller wrote it; `undefined` for what is Azure Resource Manager's own. */
  readonly namespace: string | undefined;
  /** What is addressed, in lower case, with `*` for each name: that of the list of all host pools ends in `/hostpools`. */
  readonly pattern: string;
  /** The types below the provider as the caller wrote them: `hostPools/sessionHosts`. */
  readonly type: string;
  /** The names below the provider as the caller wrote them, from the outside in; an empty text where none was given. */
  readonly names: readonly [pool: string, host: string, session: string];
  /**
   * What a caller needs a role for: the resource; for a collection or an action, what it belongs to. That the list of a resource
   * group's resources of one type is asked of its provider in the group is what ARM's own refusals say
   * (https://github.com/Azure/CloudShell/issues/561).
   */
  readonly scope: string;
  /** As the caller wrote them, decoded. */
  readonly segments: readonly string[];
}

/** Where paths begin: with one of these, a subscription, or a provider of the whole tenant. */
const ROOTS: ReadonlySet<string> = new Set(["subscriptions", "tenants", "providers"]);

/**
 * Takes a path apart. ARM compares all of it without case, and gives names back in the case in which it was asked.
 *
 * @throws ArmError for what is not a path of a resource or a collection
 */
function parseResourcePath(pathname: string): ResourcePath {
  const segments = decode(pathname).split("/").slice(1);
  if (segments.at(-1) === "") segments.pop();
  const root = segments[0]?.toLowerCase() ?? "";
  if (!ROOTS.has(root)) throw new ArmError(404, "MissingSubscription", "The request did not have a subscription or a valid tenant level resource provider.");

  const names: [string, string, string] = ["", "", ""];
  let pattern = "";
  let types = "";
  let depth = 0;
  let namespace: string | undefined;
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index]!;
    if (segment === "") throw unroutable();
    // Types and names take turns; what follows "providers" is no name, but a part of the type.
    if (index % 2 === 0) {
      pattern += `/${segment.toLowerCase()}`;
      if (namespace !== undefined) types += types === "" ? segment : `/${segment}`;
    } else if (namespace === undefined && segments[index - 1]!.toLowerCase() === "providers") {
      namespace = segment;
      pattern += `/${segment.toLowerCase()}`;
    } else {
      pattern += "/*";
      if (namespace !== undefined && depth < 3) names[depth++] = segment;
    }
  }
  const subscriptionId = root === "subscriptions" ? segments[1] : undefined;
  const resourceGroupName = segments[2]?.toLowerCase() === "resourcegroups" ? segments[3] : undefined;
  return { subscriptionId, resourceGroupName, namespace, pattern, type: types, names, scope: scopeOf(segments, subscriptionId, resourceGroupName), segments };
}

function scopeOf(segments: readonly string[], subscriptionId: string | undefined, resourceGroupName: string | undefined): string {
  if (subscriptionId === undefined) return "/";
  if (resourceGroupName === undefined) return `/subscriptions/${subscriptionId}`;
  return `/${segments.slice(0, segments.length - (segments.length % 2)).join("/")}`;
}

/** How many paths of which length are known without taking them apart again: clients ask about the same again and again. */
const KEPT = 1_000;
const LONGEST = 500;

/** Paths that were taken apart, which is a tenth of what most requests cost (see decisions/what-a-request-costs.md). */
export class KnownPaths {
  readonly #paths = new Map<string, ResourcePath>();

  /** @throws ArmError as {@link parseResourcePath} */
  of(pathname: string): ResourcePath {
    const known = this.#paths.get(pathname);
    if (known) return known;
    const path = parseResourcePath(pathname);
    if (this.#paths.size >= KEPT) this.#paths.clear();
    if (pathname.length <= LONGEST) this.#paths.set(pathname, path);
    return path;
  }
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

/** Code and text are a choice: common in ARM, but not recorded. */
export const unroutable = (): ArmError =>
  new ArmError(404, "InvalidResourceType", "The resource type could not be found in the namespace or the request URI is not that of a resource.");
