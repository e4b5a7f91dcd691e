import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { armOperations } from "./arm/operations";
import { armRouter } from "./arm/router";
import type { RequestLimits } from "./arm/request-limits";
import type { Clock } from "./clock";
import { controlRouter, type ControlPlane } from "./control/router";
import { hostGuard } from "./host-guard";
import type { Journal } from "./journal/journal";
import type { KnownOperation } from "./faults/known-operation";
import { oauthRouter, tokenOperation } from "./oauth/router";
import type { TokenIssuer } from "./oauth/token-issuer";
import { wsmanOperations } from "./wsman/operations/operations";
import { wsmanRouter, type WsmanPlane } from "./wsman/router";

/** Everything that the planes share. It has no socket: the listeners tell it their addresses when they have them. */
export interface AppParts extends ControlPlane, WsmanPlane {
  clock: Clock;
  journal: Journal;
  tokens: TokenIssuer;
  limits: RequestLimits;
  /** Each `name:port` of both listeners, in lower case. */
  hosts: () => ReadonlySet<string>;
  /** PEM: that of the https listener. */
  certificate: string;
  /** Whether WS-Management takes passwords over http. */
  allowUnencrypted: boolean;
}

/** Every operation that can meet a fault. */
export const knownOperations = (): readonly KnownOperation[] => [...armOperations, tokenOperation, ...wsmanOperations];

/** What the https listener serves: every plane. */
export function secureApp(parts: AppParts): Express {
  const app = bareApp(parts);
  // The control plane is not journalled: looking at the journal would fill it.
  app.use("/_emulator", controlRouter(parts));
  app.use(parts.journal.record);
  // ARM is last, since it answers whatever it is given.
  app.use(wsmanRouter(parts, { certificate: parts.certificate, allowUnencrypted: false }), oauthRouter(parts), armRouter(parts));
  return app;
}

/** What the http listener serves: WS-Management and the control plane. Tokens and Azure's secrets travel over https only. */
export function plainApp(parts: AppParts): Express {
  const app = bareApp(parts);
  app.use("/_emulator", controlRouter(parts));
  app.use(parts.journal.record);
  app.use(wsmanRouter(parts, { certificate: undefined, allowUnencrypted: parts.allowUnencrypted }));
  app.use((_request: Request, response: Response, _next: NextFunction) => {
    response.status(404).json({ error: { code: "NotFound", message: "Over http there are only /_emulator/ and /wsman. Azure Resource Manager and the token endpoint are on the https URL." } });
  });
  return app;
}

function bareApp({ hosts }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag");
  app.use(hostGuard(hosts));
  return app;
}
