import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { Clock } from "../clock";
import type { Claims, TokenIssuer } from "../oauth/token-issuer";
import { pipeline } from "../pipeline";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { checkApiVersion, requireApiVersion } from "./api-version";
import { ArmError } from "./arm-error";
import { BearerAuthentication } from "./bearer-authentication";
import { checkNames, checkResourceGroupName, checkSubscriptionId } from "./name-constraints";
import { findOperation } from "./operations";
import { ProviderError } from "./provider-error";
import { parseQuery, type Query } from "./query";
import { parseResourcePath, type ResourcePath } from "./resource-path";
import { type Remaining, RequestLimits } from "./request-limits";
import { requestIds, responseHeaders } from "./response-headers";
import { translateError } from "./translate-error";

/** What the ARM plane needs from the emulator around it. */
export interface ArmPlane {
  world: World;
  clock: Clock;
  tokens: TokenIssuer;
  /** The emulator's own, in lower case: `https://127.0.0.1:8443`. */
  origins: () => ReadonlySet<string>;
}

/** What is known of a request from one step to the next. */
interface Locals extends Record<string, unknown> {
  query: Query;
  version: string;
  claims: Claims;
  /** For the journal. */
  principal: string;
  /** For the journal: `undefined` until it is known what is asked. */
  operation: string | undefined;
  path: ResourcePath | undefined;
  /** `undefined` until the caller and the subscription are known. */
  remaining: Remaining | undefined;
}
type ArmResponse = Response<unknown, Locals>;

/** The location that ARM names for a request that is in no resource group. */
const LOCATION = "westus2";

/** Azure Resource Manager: it answers every request that it is given, since "not found" is its answer, too. */
export function armRouter({ world, clock, tokens, origins }: ArmPlane): RequestHandler {
  const firstTenant = () => [...world.tenants][0]?.id ?? "common";
  const authentication = new BearerAuthentication(tokens, clock, origins, firstTenant);
  const limits = new RequestLimits(clock);

  /** The front door wants a version, then a caller, before it reads any further. */
  function admit(request: Request, { locals }: ArmResponse, next: NextFunction): void {
    const question = request.url.indexOf("?");
    locals.query = parseQuery(question === -1 ? "" : request.url.slice(question));
    locals.version = requireApiVersion(locals.query);
    const accept = (claims: Claims): void => {
      locals.claims = claims;
      locals.principal = claims.appid;
      next();
    };
    // A token that was seen before takes no turn of the event loop.
    const claims = authentication.authenticate(request.headers.authorization);
    if (claims instanceof Promise) claims.then(accept, next);
    else accept(claims);
  }

  function answer(request: Request, response: ArmResponse): void {
    const { query, version, claims } = response.locals;
    const path = (response.locals.path = parseResourcePath(request.path));
    checkSubscriptionId(path.subscriptionId);
    const subscription = world.subscription(path.subscriptionId);
    authentication.checkTenant(claims, subscription.tenantId);
    const remaining = (response.locals.remaining = limits.count(subscription, claims.oid, request.method));
    if (path.resourceGroupName !== undefined) checkResourceGroupName(path.resourceGroupName);
    const resourceGroup = path.resourceGroupName === undefined ? undefined : subscription.resourceGroup(path.resourceGroupName);
    const operation = findOperation(path, request.method, version);
    checkApiVersion(version, path, resourceGroup?.location ?? LOCATION);
    checkNames(path);
    const origin = `https://${request.headers.host}`;
    response.locals.operation = operation.id;
    const reply = operation.perform({ world, path, query, subscription, resourceGroup, principal: claims, body: request.body, origin, url: request.url });
    send(response, reply.status, reply.body, responseHeaders(requestIds(request.headers), clock, remaining));
  }

  // Four parameters make it Express's error middleware.
  function refuse(error: unknown, request: Request, response: ArmResponse, _next: NextFunction): void {
    const ids = requestIds(request.headers);
    const headers = responseHeaders(ids, clock, response.locals.remaining);
    const failure = translateError(error, { method: request.method, path: response.locals.path });
    if (failure instanceof ProviderError) {
      send(response, failure.status, { error: { code: String(failure.status), message: `ActivityId: ${ids.activity} Error: ${failure.message}` } }, headers);
    } else {
      send(response, failure.status, { error: { code: failure.code, message: failure.message } }, { ...headers, ...failure.headers });
    }
  }

  return pipeline<ArmResponse>([admit, readBody, answer], refuse);
}

/** Bytes. */
const BODY_LIMIT = 4 * 1024 * 1024;
const withinLimit = announcedWithin(BODY_LIMIT);
const json: RequestHandler = express.json({ limit: BODY_LIMIT, strict: false, verify: requireUtf8 });

/** Bodies are JSON; most requests have none. */
function readBody(request: Request, response: Response, next: NextFunction): void {
  const length = request.headers["content-length"];
  const empty = (length === undefined || length === "0") && request.headers["transfer-encoding"] === undefined;
  if (empty) { next(); return; }
  if (!request.is("json")) {
    const type = request.headers["content-type"] ?? "";
    // The text is a choice.
    throw new ArmError(415, "UnsupportedMediaType", `The content media type '${type}' is not supported. Only 'application/json' is supported.`);
  }
  withinLimit(request, response, (error: unknown) => {
    if (error === undefined) void json(request, response, next);
    else next(error);
  });
}

/** Not Express's `json`: the real service sends no ETag, and an empty answer has a length of 0. */
function send(response: Response, status: number, body: object | string | undefined, headers: Record<string, string | number>): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  if (body !== undefined) headers["Content-Type"] = "application/json; charset=utf-8";
  const bytes = Buffer.byteLength(text);
  if (status !== 204) headers["Content-Length"] = bytes;
  // As many bytes as characters: all are ASCII, which goes out faster as Latin-1.
  response.writeHead(status, headers).end(text, bytes === text.length ? "latin1" : "utf8");
}
