import type { Request } from "express";
import type { IdentityName } from "./managed-identity";

/** A parameter of the query: of one that is repeated, the first. An empty one is as good as none. */
export function parameter(request: Request, name: string): string | undefined {
  const value = request.query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first !== "" ? first : undefined;
}

/** IMDS calls an object id `object_id` and a resource id `msi_res_id`, App Service `principal_id` and `mi_res_id` besides: both understand all. */
export function identityName(request: Request): IdentityName {
  const clientId = parameter(request, "client_id");
  if (clientId !== undefined) return { clientId };
  const objectId = parameter(request, "object_id") ?? parameter(request, "principal_id");
  if (objectId !== undefined) return { objectId };
  const resourceId = parameter(request, "msi_res_id") ?? parameter(request, "mi_res_id");
  return resourceId === undefined ? undefined : { resourceId };
}
