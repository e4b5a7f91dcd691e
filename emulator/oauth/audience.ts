import { invalidScope, missingParameter, resourceNotFound } from "./entra-error";
import { resourceScopes } from "./resource-scopes";

/** The names under which Azure Resource Manager's public cloud is known as a resource. */
export const armAudiences = ["https://management.core.windows.net", "https://management.azure.com"] as const;

/** Another resource that every tenant has: its tokens are good for nothing at ARM, which clients that mix them up should see. */
const GRAPH = "https://graph.microsoft.com";

/**
 * What a token is for, out of the scope `<resource>/.default` that asks for it.
 *
 * @param origins the emulator's own, each of which is a name of its ARM endpoint
 */
export function audienceOf(scope: string | undefined, origins: ReadonlySet<string>, tenant: string): string {
  if (!scope) throw missingParameter("scope");
  const [only, ...more] = resourceScopes(scope);
  if (!only?.endsWith("/.default") || more.length > 0) throw invalidScope(scope);
  // "https://management.azure.com//.default" is the usual way to keep the slash in the audience.
  const audience = only.slice(0, -"/.default".length);
  const resource = audience.replace(/\/$/, "");
  if (![...armAudiences, ...origins, GRAPH].includes(resource.toLowerCase())) throw resourceNotFound(audience, tenant);
  return audience;
}
