import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { Clock } from "../clock";
import type { Faults, Met } from "../faults/faults";
import { happen } from "../faults/happen";
import type { Claims, TokenIssuer } from "../oauth/token-issuer";
import { pipeline } from "../pipeline";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import { Json } from "../json";
import type { Subscription } from "../world/subscription";
import type { World } from "../world/world";
import type { Route } from "../route";
import type { Journal } from "../journal/journal";
import { LONGEST_ANSWER, type Notes } from "../journal/recorded";
import { checkApiVersion, requireApiVersion } from "./api-version";
import { ArmError } from "./arm-error";
import { BearerAuthentication } from "./bearer-authentication";
import { accessOf, authorize } from "./authorization";
import { checkNames, checkResourceGroupName, checkSubscriptionId } from "./name-constraints";
import { nearestOperation } from "./nearest-operation";
import type { Operation } from "./operation";
import { findOperation, noOperation, operations } from "./operations";
import type { ArmCall, Reply } from "./call";
import { askedFor, faultAnswer } from "./fault-answer";
import { ProviderError } from "./provider-error";
import { parseQuery, type Query } from "./query";
import { KnownPaths, type ResourcePath } from "./resource-path";
import type { Remaining, RequestLimits } from "./request-limits";
import { requestIds, responseHeaders } from "./response-headers";
import { throttled } from "./throttled";
import { translateError } from "./translate-error";

/** What the ARM plane needs from the emulator around it. */
export interface ArmPlane {
  world: World;
  clock: Clock;
  journal: Journal;
  tokens: TokenIssuer;
  faults: Faults;
  /** The emulator's own, in lower case: `https://127.0.0.1:8443`. */
  origins: () => ReadonlySet<string>;
  limits: RequestLimits;
}

/** What is known of a request from one step to the next. */
interface Locals extends Notes {
  query: Query;
  version: string;
  claims: Claims;
  path: ResourcePath | undefined;
  /** `undefined` until the caller and the subscription are known. */
  remaining: Remaining | undefined;
}
type ArmResponse = Response<unknown, Locals>;

/** The location that ARM names for a request that is in no resource group. */
const LOCATION = "westus2";

/**
 * Azure Resource Manager: it answers every request that it is given, since "not found" is its answer, too.
 *
 * @param others what other planes answer to, which a request may have meant
 */
export function armRouter({ world, clock, journal, tokens, faults, origins, limits }: ArmPlane, others: readonly Route[]): RequestHandler {
  const routes = [...operations, ...others];
  const firstTenant = () => [...world.tenants][0]?.id ?? "common";
  const paths = new KnownPaths();
  const authentication = new BearerAuthentication(tokens, clock, origins, firstTenant);

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

  function answer(request: Request, response: ArmResponse): void | Promise<void> {
    const { query, version, claims } = response.locals;
    const path = (response.locals.path = paths.of(request.path));
    const operation = findOperation(path, request.method);
    response.locals.operation = operation?.id;
    const subscription = subscriptionOf(path, claims);
    admitRequest(response, subscription, request.method);
    if (!operation) throw noOperation(path, request.method, version);

    const access = accessOf(world, claims);
    const origin = `https://${request.headers.host}`;
    // What is asked of the tenant as a whole is not told of a subscription.
    const call: ArmCall = { world, path, query, principal: claims, access, body: request.body, origin, url: request.url, subscription: subscription!, resourceGroup: undefined };
    let perform: () => Reply;
    if ("performInTenant" in operation) {
      checkApiVersion(version, path, LOCATION);
      perform = () => operation.performInTenant(call);
    } else {
      authorize(access, operation, path, claims);
      if (path.resourceGroupName !== undefined) call.resourceGroup = subscription!.resourceGroup(path.resourceGroupName);
      checkApiVersion(version, path, call.resourceGroup?.location ?? LOCATION);
      checkNames(path);
      perform = () => operation.perform(call);
    }
    const met = faults.any ? faults.meet(askedFor(operation, path)) : undefined;
    if (met) return suffer(met, operation, call, perform, request, response);
    const reply = journal.witness(response.locals, perform);
    send(response, reply.status, reply.body, responseHeaders(requestIds(request.headers), clock, response.locals.remaining));
  }

  function suffer(met: Met, operation: Operation, { principal, subscription, path }: ArmCall, perform: () => Reply, request: Request, response: ArmResponse): Promise<void> {
    const { remaining } = response.locals;
    const reply = (status: number, body: object | string | undefined, headers?: object): void =>
      send(response, status, body, { ...responseHeaders(requestIds(request.headers), clock, remaining), ...headers });
    return happen(met, response, {
      asked: askedFor(operation, path),
      principal: principal.appid,
      perform: () => {
        authentication.checkTimes(principal, met.now());
        return journal.witness(response.locals, perform);
      },
      answer: ({ status, body }) => reply(status, body),
      instead: (rule) => {
        const expired = (): ArmError => authentication.expired(principal, Math.floor(met.now() / 1000));
        // What is asked of a tenant has no subscription, whatever the type of a call says.
        const scope = { subscriptionId: (subscription as Subscription | undefined)?.id, tenantId: principal.tid, actor: principal.oid };
        const { status, body, headers } = faultAnswer(rule, { remaining: remaining!, scope, expired });
        reply(status, body, headers);
      },
    });
  }

  /** The subscription that the path names: it must be there, and in the caller's tenant. */
  function subscriptionOf({ subscriptionId, resourceGroupName }: ResourcePath, claims: Claims): Subscription | undefined {
    if (subscriptionId === undefined) return undefined;
    checkSubscriptionId(subscriptionId);
    const subscription = world.subscription(subscriptionId);
    authentication.checkTenant(claims, subscription.tenantId);
    if (resourceGroupName !== undefined) checkResourceGroupName(resourceGroupName);
    return subscription;
  }

  /** Counts the request. @throws ArmError 429 */
  function admitRequest({ locals }: ArmResponse, subscription: Subscription | undefined, method: string): void {
    const { tid, oid } = locals.claims;
    // A tenant that is gone counts for nobody, but its caller's request is one of some kind.
    const scope = subscription ?? world.findTenant(tid) ?? { id: tid, clients: new Map() };
    locals.remaining = limits.count(scope, oid, method);
    if (locals.remaining.retryAfter > 0) throw throttled(locals.remaining, { subscriptionId: subscription?.id, tenantId: tid, actor: oid });
  }

  // Four parameters make it Express's error middleware.
  function refuse(error: unknown, request: Request, response: ArmResponse, _next: NextFunction): void {
    const ids = requestIds(request.headers);
    const headers = responseHeaders(ids, clock, response.locals.remaining);
    const { method, path } = request;
    const failure = translateError(error, { method, path: response.locals.path });
    if (response.locals.operation === undefined) response.locals.nearest = () => nearestOperation(method, path, routes);
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

/** Not Express's `json`: the real service sends no ETag, and an empty answer has a length of 0. A text is one that a fault answers. */
function send(response: Response, status: number, body: object | string | undefined, headers: Record<string, string | number>): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : body instanceof Json ? body.text : JSON.stringify(body);
  if (body !== undefined) headers["Content-Type"] ??= "application/json; charset=utf-8";
  if (text.length <= LONGEST_ANSWER) (response.locals as Notes).answer = body;
  const bytes = body instanceof Json ? body.bytes : Buffer.byteLength(text);
  if (status !== 204) headers["Content-Length"] ??= bytes;
  // Node leaves the body of an answer to HEAD out by itself.
  // As many bytes as characters: all are ASCII, which goes out faster as Latin-1.
  response.writeHead(status, headers).end(text, bytes === text.length ? "latin1" : "utf8");
}
