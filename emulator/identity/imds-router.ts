import { type NextFunction, type Request, type Response, Router } from "express";
import { EntraError } from "../oauth/entra-error";
import { TOKEN } from "../oauth/hand-out";
import { entraDescription } from "../oauth/format";
import { identityName, parameter } from "./identity-query";
import type { IdentityPlane } from "./identity-plane";
import { identitiesNamed, managedIdentities } from "./managed-identity";
import { handOutManagedToken } from "./managed-token";

const PATH = "/metadata/identity/oauth2/token";

/** The versions of Azure's specification of the service begin with the one that every client sends. */
const FIRST_VERSION = "2018-02-01";

/** The JSON of a refusal. */
class ImdsError extends Error {
  override readonly name = "ImdsError";
  readonly status: number;
  readonly error: string;

  constructor(description: string, error = "invalid_request", status = 400) {
    super(description);
    this.status = status;
    this.error = error;
  }
}

/**
 * The token endpoint of Azure's Instance Metadata Service (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token).
 * On a real machine it is http://169.254.169.254; `AZURE_POD_IDENTITY_AUTHORITY_HOST` points clients elsewhere.
 */
export function imdsRouter(plane: IdentityPlane): Router {
  const router = Router();

  router.all(PATH, async (request: Request, response: Response) => {
    response.locals["operation"] = TOKEN;
    if (request.method !== "GET") throw new ImdsError("Not allowed", "method_not_allowed", 405);
    // Clients that only want to know whether anybody is there leave it out, and expect to be refused.
    if (request.headers["metadata"] !== "true") throw new ImdsError("Required metadata header not specified");
    const version = required(request, "api-version");
    // What the service says to another version than these is a choice.
    if (!/^\d{4}-\d\d-\d\d$/.test(version) || version < FIRST_VERSION) throw new ImdsError(`The api-version '${version}' is not supported. Use ${FIRST_VERSION}.`);
    const resource = required(request, "resource");
    const [identity, ...others] = identitiesNamed(identityName(request), [...managedIdentities(plane.world, "Microsoft.Compute/virtualMachines/emulator")]);
    if (!identity) throw new ImdsError("Identity not found");
    if (others.length > 0) throw new ImdsError("Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request");
    await handOutManagedToken(plane, identity, resource, response, ({ token, notBefore, expiresOn, lifetime }) => {
      response.json({
        access_token: token,
        client_id: identity.client.clientId,
        expires_in: String(lifetime),
        expires_on: String(expiresOn),
        ext_expires_in: String(lifetime),
        not_before: String(notBefore),
        resource,
        token_type: "Bearer",
      });
    });
  });

  // Four parameters make it Express's error middleware.
  router.use(PATH, (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ImdsError) response.status(error.status).json({ error: error.error, error_description: error.message });
    else if (error instanceof EntraError) response.status(error.status).json({ error: error.error, error_description: entraDescription(error, plane.tokens.clock.now()) });
    else next(error);
  });
  return router;
}

function required(request: Request, name: string): string {
  const value = parameter(request, name);
  if (value === undefined) throw new ImdsError(`Required query variable '${name}' is missing`);
  return value;
}
