import { randomUUID } from "node:crypto";
import { type NextFunction, type Request, type Response, Router } from "express";
import { EntraError } from "../oauth/entra-error";
import { TOKEN } from "../oauth/hand-out";
import { entraDescription } from "../oauth/format";
import { identityName, parameter } from "./identity-query";
import type { IdentityPlane } from "./identity-plane";
import { identitiesNamed, managedIdentities } from "./managed-identity";
import { handOutManagedToken } from "./managed-token";

/** Where the endpoint is: `IDENTITY_ENDPOINT` without its origin. */
export const APP_SERVICE_PATH = "/msi/token";

const VERSION = "2019-08-01";

class AppServiceError extends Error {
  override readonly name = "AppServiceError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The token endpoint of App Service and Functions (https://learn.microsoft.com/azure/app-service/overview-managed-identity).
 * Where no text is public, it is a choice.
 *
 * @param secret what `IDENTITY_HEADER` tells a program, and it sends back
 */
export function appServiceRouter(plane: IdentityPlane, secret: string): Router {
  const router = Router();

  router.get(APP_SERVICE_PATH, async (request: Request, response: Response) => {
    response.locals["operation"] = TOKEN;
    if (request.headers["x-identity-header"] !== secret) throw new AppServiceError(401, "The header X-IDENTITY-HEADER is missing, or is not the value of IDENTITY_HEADER.");
    const version = parameter(request, "api-version");
    if (version !== VERSION) throw new AppServiceError(400, `The api-version ${JSON.stringify(version ?? "")} is not supported. Use ${VERSION}.`);
    const resource = parameter(request, "resource");
    if (resource === undefined) throw new AppServiceError(400, "The query parameter 'resource' is missing.");
    const name = identityName(request);
    const [identity, ...others] = identitiesNamed(name, [...managedIdentities(plane.world, "Microsoft.Web/sites/emulator")]);
    // The text is that of a name that nobody has; that of an app without any identity is not public.
    if (!identity) throw new AppServiceError(400, "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
    if (others.length > 0) throw new AppServiceError(400, "There are several user assigned identities. Say which by client_id, principal_id or mi_res_id.");
    await handOutManagedToken(plane, identity, resource, response, ({ token, expiresOn }) => {
      response.json({ access_token: token, client_id: identity.client.clientId, expires_on: String(expiresOn), resource, token_type: "Bearer" });
    });
  });

  // Four parameters make it Express's error middleware.
  router.use(APP_SERVICE_PATH, (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const refused = error instanceof EntraError ? new AppServiceError(error.status, entraDescription(error, plane.tokens.clock.now())) : error;
    if (!(refused instanceof AppServiceError)) { next(error); return; }
    response.status(refused.status).json({ statusCode: refused.status, message: refused.message, correlationId: randomUUID() });
  });
  return router;
}
