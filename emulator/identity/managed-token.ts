import type { Response } from "express";
import { checkResource } from "../oauth/audience";
import { handOut } from "../oauth/hand-out";
import type { Issued } from "../oauth/token-issuer";
import type { IdentityPlane } from "./identity-plane";
import type { ManagedIdentity } from "./managed-identity";

/** A day, in seconds: so long a managed identity's tokens live, and are kept by the real endpoint. */
const LIFETIME = 86_399;

/** Answers with a token of a managed identity. @throws EntraError for a resource that its tenant does not have */
export function handOutManagedToken({ tokens, faults, origins }: IdentityPlane, { tenant, client, resourceId }: ManagedIdentity, resource: string, response: Response, answer: (issued: Issued) => void): Promise<void> {
  response.locals["principal"] = client.clientId;
  checkResource(resource, { origins: origins(), tenant: tenant.id, cloud: tokens.cloud });
  return handOut(faults, response, {
    principal: client.clientId,
    issue: (at) => tokens.issue(tenant.id, client, resource, { proof: "assertion", lifetime: LIFETIME, resourceId }, at),
    answer,
  });
}
