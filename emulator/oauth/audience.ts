import type { Cloud } from "../identity/clouds";
import { invalidScope, missingParameter, resourceNotFound, resourceUnsupported } from "./entra-error";
import type { TokenForm } from "./client-authentication";
import { resourceScopes } from "./resource-scopes";

/** Which resources there are to ask tokens for. */
export interface Resources {
  /** The emulator's own, each of which is a name of its ARM endpoint. */
  origins: ReadonlySet<string>;
  tenant: string;
  cloud: Cloud;
}

/** What a token is for, out of the scope `<resource>/.default` with which the v2.0 endpoint is asked for it. */
export function audienceOfScope({ scope, resource }: TokenForm, resources: Resources): string {
  if (resource) throw resourceUnsupported();
  if (!scope) throw missingParameter("scope");
  const [only, ...more] = resourceScopes(scope);
  if (!only?.endsWith("/.default") || more.length > 0) throw invalidScope(scope);
  // "https://management.azure.com//.default" is the usual way to keep the slash in the audience.
  return checkResource(only.slice(0, -"/.default".length), resources);
}

/** What a token is for, out of the `resource` with which the v1.0 endpoint is asked for it. */
export function audienceOfResource({ resource }: TokenForm, resources: Resources): string {
  if (!resource) throw missingParameter("resource");
  return checkResource(resource, resources);
}

/** @returns the audience, as it was written. @throws EntraError */
export function checkResource(audience: string, { origins, tenant, cloud }: Resources): string {
  const resource = audience.replace(/\/$/, "").toLowerCase();
  if (![...cloud.audiences, ...origins, cloud.graph].includes(resource)) throw resourceNotFound(audience, tenant);
  return audience;
}
