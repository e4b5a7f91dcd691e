import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { nearestOperation } from "./arm/nearest-operation";
import { armOperations } from "./arm/operations";
import { armRouter } from "./arm/router";
import type { RequestLimits } from "./arm/request-limits";
import type { Clock } from "./clock";
import { controlRouter, type ControlPlane } from "./control/router";
import { dateAnswers } from "./dated-response";
import { hostGuard } from "./host-guard";
import { appServiceRouter } from "./identity/app-service-router";
import { imdsRouter } from "./identity/imds-router";
import { metadataRouter } from "./identity/metadata-router";
import type { WorkloadIssuer } from "./identity/workload-issuer";
import { workloadRouter } from "./identity/workload-router";
import type { Journal } from "./journal/journal";
import type { KnownOperation } from "./faults/known-operation";
import type { Route } from "./route";
import { routesOf } from "./routes-of";
import { lastResort } from "./last-resort";
import { oauthRouter } from "./oauth/router";
import { tokenOperation } from "./oauth/hand-out";
import type { TokenIssuer } from "./oauth/token-issuer";
import { wsmanOperations } from "./wsman/operations/operations";
import { wsmanRouter, type WsmanPlane } from "./wsman/router";

/** Everything that the planes share. It has no socket: the listeners tell it their addresses when they have them. */
export interface AppParts extends ControlPlane, WsmanPlane {
  clock: Clock;
  journal: Journal;
  tokens: TokenIssuer;
  limits: RequestLimits;
  workloads: WorkloadIssuer;
  /** What clients of App Service's managed identity send. */
  identityHeader: string;
  /** Each `name:port` of both listeners, in lower case. */
  hosts: () => ReadonlySet<string>;
  /** PEM: that of the https listener. */
  certificate: string;
  /** Whether WS-Management takes passwords over http. */
  allowUnencrypted: boolean;
}

/** Every operation that can meet a fault. */
export const knownOperations = (): readonly KnownOperation[] => [...armOperations, tokenOperation, ...wsmanOperations];

/** What the journal calls operations: as faults do, over WS-Management also by the method alone, and what meets no fault. */
export const journalledOperations = (): readonly string[] => [...new Set([...knownOperations().flatMap(({ name }) => [name, ...name.split(".").slice(1)]), "Identify"])];

const WSMAN: Route = { id: null, method: "POST", path: "/wsman" };

/** What the https listener serves: every plane. */
export function secureApp(parts: AppParts): Express {
  const app = bareApp(parts);
  const identity = [imdsRouter(parts), appServiceRouter(parts, parts.identityHeader), metadataRouter(parts.tokens.cloud)];
  // The workloads' issuer looks like a tenant.
  const tenants = [workloadRouter(parts.workloads), oauthRouter(parts)];
  const arm = armRouter(parts, [...[...identity, ...tenants].flatMap(routesOf), WSMAN]);
  // What no other plane's path begins with, and most requests do: the other planes' routers are not asked first.
  app.use(below("/subscriptions/", parts.journal.record, arm));
  // The control plane is not journalled: looking at the journal would fill it.
  app.use("/_emulator", controlRouter(parts));
  app.use(parts.journal.record);
  app.use(wsmanRouter(parts, { certificate: parts.certificate, allowUnencrypted: false }));
  // ARM is last, since it answers whatever it is given.
  app.use(...identity, ...tenants, arm);
  return app.use(lastResort);
}

/**
 * What the http listener serves: WS-Management, the control plane, and the managed identity of the machine, which the real one
 * speaks http for. Azure's secrets travel over https only.
 */
export function plainApp(parts: AppParts): Express {
  const app = bareApp(parts);
  app.use("/_emulator", controlRouter(parts));
  app.use(parts.journal.record);
  app.use(wsmanRouter(parts, { certificate: undefined, allowUnencrypted: parts.allowUnencrypted }));
  const identity = [imdsRouter(parts), appServiceRouter(parts, parts.identityHeader)];
  app.use(...identity);
  const routes = [...identity.flatMap(routesOf), WSMAN];
  app.use(({ method, path }: Request, response: Response, _next: NextFunction) => {
    response.locals["nearest"] = () => nearestOperation(method, path, routes);
    const error = { code: "NotFound", message: "Over http there are only /_emulator/, /wsman and the managed identity (/metadata/identity/oauth2/token, /msi/token). Azure Resource Manager and the token endpoint are on the https URL." };
    response.locals["error"] = error;
    response.status(404).json({ error });
  });
  return app.use(lastResort);
}

function bareApp({ hosts, clock, journal }: AppParts): Express {
  const app = express();
  dateAnswers(app, clock, journal.answered);
  app.disable("x-powered-by").disable("etag");
  app.use(hostGuard(hosts));
  return app;
}

/** Two handlers for the paths that begin so, without case; other requests go by. */
function below(start: string, first: RequestHandler, second: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (request.url.slice(0, start.length).toLowerCase() === start) void first(request, response, () => void second(request, response, next));
    else next();
  };
}
