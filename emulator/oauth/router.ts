import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { Clock } from "../clock";
import type { FaultRule } from "../faults/fault-rule";
import type { Faults } from "../faults/faults";
import { happen } from "../faults/happen";
import type { KnownOperation } from "../faults/known-operation";
import type { Tenant } from "../world/tenant";
import type { World } from "../world/world";
import { audienceOf } from "./audience";
import { authenticateClient, basicCredentials, type TokenForm } from "./client-authentication";
import { EntraError, missingParameter, tenantNotFound, unsupportedGrant } from "./entra-error";
import { entraError, openidConfiguration } from "./format";
import { TOKEN_LIFETIME, type TokenIssuer } from "./token-issuer";

/** What the token endpoint needs from the emulator around it. */
export interface OAuthPlane {
  world: World;
  clock: Clock;
  tokens: TokenIssuer;
  faults: Faults;
  /** The emulator's own, in lower case: `https://127.0.0.1:8443`. */
  origins: () => ReadonlySet<string>;
}

const TOKEN = "Token";
/** As the rules of faults know it. */
export const tokenOperation: KnownOperation = { name: TOKEN, plane: "oauth", about: [] };

/** Microsoft Entra ID, as far as an application that signs in as itself needs it. */
export function oauthRouter({ world, clock, tokens, faults, origins }: OAuthPlane): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: "100kb" });

  router.get("/:tenant/v2.0/.well-known/openid-configuration", (request, response) => {
    const tenant = tenantOf(world, request.params.tenant, "invalid_tenant");
    response.json(openidConfiguration(originOf(request), tenant.id));
  });

  router.get("/:tenant/discovery/v2.0/keys", async (request, response) => {
    tenantOf(world, request.params.tenant, "invalid_tenant");
    response.json({ keys: [(await tokens.key()).jwk] });
  });

  router.post("/:tenant/oauth2/v2.0/token", form, async (request, response) => {
    const tenant = tenantOf(world, request.params.tenant);
    const asked: TokenForm = { ...singleFields(request.body), ...basicCredentials(request.headers.authorization) };
    const grant = asked["grant_type"];
    if (!grant) throw missingParameter("grant_type");
    if (grant !== "client_credentials") throw unsupportedGrant(grant);
    const base = `${originOf(request)}/${request.params.tenant}`;
    const client = authenticateClient(tenant, asked, [`${base}/oauth2/v2.0/token`, `${base}/v2.0`], Math.floor(clock.now() / 1000));
    response.locals["principal"] = client.clientId;
    const audience = audienceOf(asked["scope"], origins(), tenant.id);
    const answer = (token: string): void => {
      response.set({ "Cache-Control": "no-store, no-cache", Pragma: "no-cache", Expires: "-1" });
      response.json({ token_type: "Bearer", expires_in: TOKEN_LIFETIME, ext_expires_in: TOKEN_LIFETIME, access_token: token });
    };
    const met = faults.any ? faults.meet({ operation: TOKEN }) : undefined;
    if (!met) { answer(await tokens.issue(tenant.id, client, audience)); return; }
    await happen(met, response, {
      asked: { operation: TOKEN },
      principal: client.clientId,
      perform: () => tokens.issue(tenant.id, client, audience, met.now()),
      answer,
      instead: (rule) => faultAnswer(rule, response),
    });
  });

  // Four parameters make it Express's error middleware. It is mounted on the three routes only: the errors of other paths
  // are other planes'.
  router.use(["/:tenant/oauth2", "/:tenant/v2.0", "/:tenant/discovery"], (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof EntraError)) { next(error); return; }
    response.locals["error"] = { code: error.error, message: `AADSTS${error.code}: ${error.message}` };
    response.status(error.status).json(entraError(error, clock.now()));
  });
  return router;
}

/** A rule's own answer, as the token endpoint writes it. @throws EntraError for one that is an error */
function faultAnswer({ status, body, headers = {}, error }: FaultRule, response: Response): void {
  response.set(headers);
  // https://learn.microsoft.com/entra/identity-platform/reference-error-codes: AADSTS90033 is an error that passes.
  if (error) throw new EntraError(error.number ?? 90033, error.code, error.message, status ?? 400);
  response.status(status ?? 200);
  if (typeof body === "object") response.json(body);
  else response.type(headers["Content-Type"] ?? "json").end(body);
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
