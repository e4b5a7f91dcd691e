import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { Clock } from "../clock";
import type { Tenant } from "../world/tenant";
import { announcedWithin, isCallersError, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { audienceOf } from "./audience";
import { authenticateClient, basicCredentials, type TokenForm } from "./client-authentication";
import { EntraError, missingParameter, tenantNotFound, unreadableRequest, unsupportedGrant } from "./entra-error";
import { entraError, openidConfiguration } from "./format";
import { TOKEN_LIFETIME, type TokenIssuer } from "./token-issuer";

/** What the token endpoint needs from the emulator around it. */
export interface OAuthPlane {
  world: World;
  clock: Clock;
  tokens: TokenIssuer;
  /** The emulator's own, in lower case: `https://127.0.0.1:8443`. */
  origins: () => ReadonlySet<string>;
}

/** Bytes: a choice. */
const BODY_LIMIT = 100 * 1024;

/** Microsoft Entra ID, as far as an application that signs in as itself needs it. */
export function oauthRouter({ world, clock, tokens, origins }: OAuthPlane): Router {
  const router = express.Router();
  const withinLimit = announcedWithin(BODY_LIMIT);
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT, verify: requireUtf8 });

  router.get("/:tenant/v2.0/.well-known/openid-configuration", (request, response) => {
    const tenant = tenantOf(world, request.params.tenant, "invalid_tenant");
    response.json(openidConfiguration(originOf(request), tenant.id));
  });

  router.get("/:tenant/discovery/v2.0/keys", async (request, response) => {
    tenantOf(world, request.params.tenant, "invalid_tenant");
    response.json({ keys: [(await tokens.key()).jwk] });
  });

  router.post("/:tenant/oauth2/v2.0/token", withinLimit, form, async (request, response) => {
    const tenant = tenantOf(world, request.params.tenant);
    const asked: TokenForm = { ...singleFields(request.body), ...basicCredentials(request.headers.authorization) };
    const grant = asked["grant_type"];
    if (!grant) throw missingParameter("grant_type");
    if (grant !== "client_credentials") throw unsupportedGrant(grant);
    const base = `${originOf(request)}/${request.params.tenant}`;
    const client = authenticateClient(tenant, asked, [`${base}/oauth2/v2.0/token`, `${base}/v2.0`], Math.floor(clock.now() / 1000));
    response.locals["principal"] = client.clientId;
    const token = await tokens.issue(tenant.id, client, audienceOf(asked["scope"], origins(), tenant.id));
    response.set({ "Cache-Control": "no-store, no-cache", Pragma: "no-cache", Expires: "-1" });
    response.json({ token_type: "Bearer", expires_in: TOKEN_LIFETIME, ext_expires_in: TOKEN_LIFETIME, access_token: token });
  });

  // Four parameters make it Express's error middleware. It is mounted on the three routes only: the errors of other paths
  // are other planes'.
  router.use(["/:tenant/oauth2", "/:tenant/v2.0", "/:tenant/discovery"], (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const failure = error instanceof EntraError ? error : isCallersError(error) ? unreadableRequest(error.message, error.status) : undefined;
    if (!failure) { next(error); return; }
    response.status(failure.status).json(entraError(failure, clock.now()));
  });
  return router;
}

function tenantOf(world: World, id: string, error?: string): Tenant {
  const tenant = world.findTenant(id);
  if (!tenant) throw tenantNotFound(id, error);
  return tenant;
}

/** The fields of a form; of one that is repeated, the first. */
function singleFields(body: unknown): TokenForm {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>);
  return Object.fromEntries(fields.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}

/** As the caller addressed it; the host was checked before. */
const originOf = (request: Request): string => `https://${request.headers.host}`;
