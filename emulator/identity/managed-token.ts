import { checkResource } from "../oauth/audience";
import type { Issued } from "../oauth/token-issuer";
import type { IdentityPlane } from "./identity-plane";
import type { ManagedIdentity } from "./managed-identity";

/** A day, in seconds: so long a managed identity's tokens live, and are kept by the real endpoint. */
const LIFETIME = 86_399;

/** A token of a managed identity. @throws EntraError for a resource that its tenant does not have */
export function managedToken({ tokens, origins }: IdentityPlane, { tenant, client, resourceId }: ManagedIdentity, resource: string): Promise<Issued> {
  checkResource(resource, { origins: origins(), tenant: tenant.id, cloud: tokens.cloud });
  return tokens.issue(tenant.id, client, resource, { proof: "assertion", lifetime: LIFETIME, resourceId });
}
