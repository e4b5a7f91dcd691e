import express, { type NextFunction, type Request, type Response, type Router } from "express";
import type { Clock } from "../clock";
import type { IdentityPlane } from "../identity/identity-plane";
import { WORKLOAD_ISSUER_PATH, type WorkloadIssuer } from "../identity/workload-issuer";
import type { Tenant } from "../world/tenant";
import { announcedWithin, isCallersError, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { authenticateClient, basicCredentials, type TokenForm } from "./client-authentication";
import { EntraError, missingParameter, tenantNotFound, unknownInstance, unreadableRequest, unsupportedGrant } from "./entra-error";
import type { OwnIssuer } from "./federated-assertion";
import { entraError, instanceDiscovery, openidConfiguration } from "./format";
import { handOut, TOKEN } from "./hand-out";
import { endpointVersions } from "./versions";

/** What the token endpoint needs from the emulator around it. */
export interface OAuthPlane extends IdentityPlane {
  clock: Clock;
  workloads: WorkloadIssuer;
}

/** Bytes: a choice. */
const BODY_LIMIT = 100 * 1024;

/** Microsoft Entra ID, as far as an application that signs in as itself needs it. */
export function oauthRouter(plane: OAuthPlane): Router {
  const { world, clock, tokens, workloads, faults, origins } = plane;
  const router = express.Router();
  const withinLimit = announcedWithin(BODY_LIMIT);
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT, verify: requireUtf8 });
  const ownIssuer: OwnIssuer = {
    is: (issuer) => issuer.endsWith(WORKLOAD_ISSUER_PATH) && origins().has(issuer.slice(0, -WORKLOAD_ISSUER_PATH.length)),
    key: () => workloads.key(),
  };

  router.get("/common/discovery/instance", (request, response) => {
    const endpoint = request.query["authorization_endpoint"];
    const asked = typeof endpoint === "string" ? URL.parse(endpoint) : null;
    const [, tenant, version] = /^\/([^/]+)\/oauth2\/(v2\.0\/)?authorize$/.exec(asked?.pathname ?? "") ?? [];
    if (!asked || tenant === undefined || !origins().has(asked.origin)) throw unknownInstance();
    response.json(instanceDiscovery(asked.host, tenant, version === undefined ? "" : "v2.0/"));
  });

  for (const version of ["v2.0/", ""] as const) {
    router.get(`/:tenant/${version}.well-known/openid-configuration`, (request, response) => {
      const { id } = tenantOf(world, request.params.tenant, "invalid_tenant");
      const base = `${originOf(request)}/${id}`;
      response.json(openidConfiguration({ base, version, issuer: version === "" ? tokens.issuerOf(id) : `${base}/v2.0` }));
    });

    router.get(`/:tenant/discovery/${version}keys`, async (request, response) => {
      tenantOf(world, request.params.tenant, "invalid_tenant");
      response.json({ keys: [(await tokens.key()).jwk] });
    });
  }

  for (const { path, audience: audienceOf, body } of endpointVersions) {
    router.post(`/:tenant/${path}`, (_request, response, next) => {
      // A body that can't be read asks for a token, too.
      response.locals["operation"] = TOKEN;
      next();
    }, withinLimit, form, async (request, response) => {
      const tenant = tenantOf(world, request.params.tenant);
      const asked: TokenForm = { ...singleFields(request.body), ...basicCredentials(request.headers.authorization) };
      const grant = asked["grant_type"];
      if (!grant) throw missingParameter("grant_type");
      if (grant !== "client_credentials") throw unsupportedGrant(grant);
      const base = `${originOf(request)}/${request.params.tenant}`;
      // An assertion may name either endpoint, or the tenant, whichever it is sent to.
      const audiences = [...endpointVersions.map((each) => `${base}/${each.path}`), `${base}/v2.0`];
      const { client, proof } = authenticateClient(tenant, asked, { audiences, workloads: ownIssuer, now: Math.floor(clock.now() / 1000) });
      response.locals["principal"] = client.clientId;
      const audience = audienceOf(asked, { origins: origins(), tenant: tenant.id, cloud: tokens.cloud });
      await handOut(faults, response, {
        principal: client.clientId,
        issue: (at) => tokens.issue(tenant.id, client, audience, { proof }, at),
        answer: (issued) => {
          response.set({ "Cache-Control": "no-store, no-cache", Pragma: "no-cache", Expires: "-1" });
          response.json(body(issued, audience));
        },
      });
    });
  }

  // Four parameters make it Express's error middleware. It is mounted on these routes only: the errors of other paths are
  // other planes'.
  router.use(["/:tenant/oauth2", "/:tenant/v2.0", "/:tenant/.well-known", "/:tenant/discovery"], (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const failure = error instanceof EntraError ? error : isCallersError(error) ? unreadableRequest(error.message, error.status) : undefined;
    if (!failure) { next(error); return; }
    response.locals["error"] = { code: failure.error, message: `AADSTS${failure.code}: ${failure.message}` };
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
