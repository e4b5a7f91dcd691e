import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { AmbiguousSessionHost } from "../world/errors/ambiguous-session-host";
import { HostDrained } from "../world/errors/host-drained";
import { DesktopNotRunning } from "../world/rds/errors/desktop-not-running";
import { DesktopOccupied } from "../world/rds/errors/desktop-occupied";
import { DesktopSessionEnding } from "../world/rds/errors/desktop-session-ending";
import { SessionEnding } from "../world/errors/session-ending";
import { NoHostForNewcomer } from "../world/errors/no-host-for-newcomer";
import { SessionHostFull } from "../world/errors/session-host-full";
import { SessionHostClosed } from "../world/errors/session-host-closed";
import { SettingRefused } from "../world/errors/setting-refused";
import { SessionHostUnreachable } from "../world/errors/session-host-unreachable";
import { TenantNotFound } from "../world/errors/tenant-not-found";
import { SubscriptionTaken } from "../world/errors/subscription-taken";
import { SeedRefused } from "../seed/seed-refused";
import { SeedUnreadable } from "../seed/seed-unreadable";
import { WorldError } from "../world/errors/world-error";
import { type Environment, environmentFormats, type EnvironmentOptions } from "../environment";
import type { FederatedTokenOptions } from "../identity/federated-tokens";
import { requestsRouter, type RequestsPlane } from "./requests";
import type { Returns } from "../world/life/returns";
import type { UserSession } from "../world/user-session";
import type { Clock } from "../clock";
import { FaultNotFound } from "../faults/fault-not-found";
import { FaultRefused } from "../faults/fault-refused";
import type { Faults } from "../faults/faults";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { clockRouter } from "./clock";
import { ControlError } from "./control-error";
import { desktopsRouter } from "./desktops";
import { environmentFor } from "./environment-for";
import { federatedTokenOptions, signInWanted } from "./identities";
import * as format from "./format";
import { eventsRouter } from "./events";
import { faultsRouter } from "./faults";
import { hostsRouter } from "./hosts";
import { narrowed, textParameter } from "./narrowed";
import { newSession } from "./new-session";
import { poolNamed } from "./pool-named";
import { refuseDeep } from "./refuse-deep";
import { roleAssignmentsRouter } from "./role-assignments";
import { send } from "./send";
import { subscriptionsRouter, type SubscriptionsPlane } from "./subscriptions";
import { transitionsRouter } from "./transitions";
import { type Restore, sendWorld, worldRouter } from "./world";
import { type Throttled, throttleRouter } from "./throttle";

/** Bytes. */
const BODY_LIMIT = 100 * 1024;

/** What the control plane steers. */
export interface ControlPlane extends RequestsPlane, SubscriptionsPlane {
  world: World;
  clock: Clock;
  faults: Faults;
  certificateAuthority: string;
  /** PEM: that authority, and all that Node trusts. */
  certificateBundle: () => string;
  /** @param subscriptionId that alone. Default: everything */
  reset: (subscriptionId?: string) => void;
  restore: Restore;
  env: (options?: EnvironmentOptions) => Environment;
  federatedToken: (options?: FederatedTokenOptions) => string;
  /** The emulator's own, in lower case, of both listeners. */
  origins: () => ReadonlySet<string>;
  limits: Throttled;
}

/** What a person or a test does to a session from outside. */
const actions: Readonly<Record<string, (world: World, session: UserSession, options: { force: boolean }) => void>> = {
  reconnect: (world, session) => world.reconnect(session),
  disconnect: (world, session) => world.disconnect(session),
  "sign-out": (world, session, options) => world.logOff(session, options),
};

/** `/_emulator/`: the emulator's own API, in plain JSON, without a token. */
export function controlRouter(plane: ControlPlane): Router {
  const { world, clock, faults, limits, certificateAuthority, certificateBundle, reset, restore, env, federatedToken, origins } = plane;
  const router = express.Router();
  router.use(sameOrigin(origins));
  // Before all others, since a world may be large, and YAML.
  router.use("/world", worldRouter(world, restore));
  // JSON under any content type: curl's own is that of a form. The type guards nothing, the origin does.
  router.use(announcedWithin(BODY_LIMIT), express.json({ limit: BODY_LIMIT, type: () => true, verify: requireUtf8 }), refuseDeep);

  router.get("/health", (_request, response) => void send(response, { status: "ok" }));
  router.get("/messages", (request, response) => {
    const { subscription } = narrowed(request, world);
    const messages = subscription === undefined ? world.allMessages : world.messages.filter(({ subscriptionId }) => subscriptionId === subscription);
    send(response, { messages });
  });
  router.get("/ca.pem", (_request, response) => void response.type("application/x-pem-file").send(certificateAuthority));
  router.get("/ca-bundle.pem", (_request, response) => void response.type("application/x-pem-file").send(certificateBundle()));

  router.get("/env", (request, response) => {
    const wanted = request.query["format"];
    const signIn = signInWanted(request.query["signIn"]);
    if (wanted === undefined || wanted === "json") return void send(response, environmentFor(request, env({ signIn }), world));
    const write = Object.entries(environmentFormats).find(([name]) => name === wanted)?.[1];
    if (!write) throw new ControlError(400, `There is no format ${JSON.stringify(wanted)}. Ask for json, ${Object.keys(environmentFormats).join(", ")}.`);
    response.type("text/plain").send(write(environmentFor(request, env({ signIn }), world)));
  });

  router.post("/federated-tokens", (request, response) => {
    send(response.status(201), { token: federatedToken(federatedTokenOptions(request.body)) });
  });

  router.post("/reset", (request, response) => {
    // One that was taken away comes back, so it need not be there.
    reset(textParameter(request, "subscription"));
    sendWorld(request, response, world);
  });

  router.get("/sessions", (request, response) => void send(response, { sessions: [...format.sessions(world, narrowed(request, world))] }));

  router.post("/sessions", (request, response) => {
    const { sessionHost, hostPool, ...stated } = newSession(request.body);
    const { subscription } = narrowed(request, world);
    const to = sessionHost === undefined ? poolNamed(world, hostPool, subscription) : world.sessionHost(sessionHost, hostPool, subscription);
    const before = world.findSessionOf(stated.userPrincipalName, to);
    const session = world.signIn(to, stated);
    send(response.status(session === before ? 200 : 201), format.session(session));
  });

  const sessionOf = (request: Request<{ sessionHost: string; userSessionId: string }>): UserSession => {
    const { sessionHost, userSessionId } = request.params;
    if (!/^(0|[1-9]\d{0,8})$/.test(userSessionId)) throw new ControlError(400, `${JSON.stringify(userSessionId)} is not a session id. Give the number of a session on ${sessionHost}; /_emulator/sessions lists them.`);
    const { hostPool, subscription } = narrowed(request, world);
    return world.session(sessionHost, Number(userSessionId), hostPool, subscription);
  };

  router.put("/sessions/:sessionHost/:userSessionId/returns", (request, response) => {
    const session = sessionOf(request);
    world.setReturns(session, request.body as Returns);
    send(response, world.returnsOf(session)!);
  });
  router.delete("/sessions/:sessionHost/:userSessionId/returns", (request, response) => {
    world.setReturns(sessionOf(request), undefined);
    send(response, {});
  });

  router.post("/sessions/:sessionHost/:userSessionId/:action", (request, response) => {
    const { action } = request.params;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) throw new ControlError(404, `There is no action ${action}. There are ${Object.keys(actions).join(", ")}.`);
    const session = sessionOf(request);
    act(world, session, { force: request.query["force"] === "true" });
    send(response, format.session(session));
  });

  router.use("/hosts", hostsRouter(world));
  router.use("/transitions", transitionsRouter(world));
  router.use("/events", eventsRouter(world));
  router.use("/desktops", desktopsRouter(world.rds));
  router.use("/subscriptions", subscriptionsRouter(plane));
  router.use("/requests", requestsRouter(plane));
  router.use("/faults", faultsRouter(faults));
  router.use("/clock", clockRouter(clock));
  router.use("/throttle", throttleRouter(limits));
  router.use("/role-assignments", roleAssignmentsRouter(world));

  router.use((request: Request) => {
    throw new ControlError(404, `There is nothing at ${request.method} ${request.originalUrl}. See health, world, subscriptions, reset, sessions, hosts, desktops, transitions, messages, requests, faults, clock, throttle, role-assignments, events, env, federated-tokens, ca.pem and ca-bundle.pem.`);
  });

  // Four parameters make it Express's error middleware.
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const message = error instanceof Error ? error.message : String(error);
    const unread = (error as { type?: string } | undefined)?.type === "entity.parse.failed";
    send(response.status(statusOf(error)), { error: { code: error instanceof Error ? error.name : "Error", message: unread ? `The body is not JSON: ${message}. Send an object, or nothing.` : message } });
  });
  return router;
}

/** What the world, as it is, does not allow. */
const conflicts = [HostDrained, SessionHostFull, NoHostForNewcomer, SessionHostClosed, SessionHostUnreachable, SessionEnding, SubscriptionTaken, AmbiguousSessionHost, TenantNotFound, DesktopNotRunning, DesktopOccupied, DesktopSessionEnding];

function statusOf(error: unknown): number {
  if (error instanceof ControlError) return error.status;
  if (error instanceof FaultRefused) return 400;
  if (error instanceof FaultNotFound) return 404;
  if (error instanceof SettingRefused || error instanceof SeedRefused || error instanceof SeedUnreadable) return 400;
  if (conflicts.some((conflict) => error instanceof conflict)) return 409;
  if (error instanceof WorldError) return 404;
  // The body parser's errors bring their own.
  return (error as { status?: number } | undefined)?.status ?? 500;
}

/** A page of another site must not steer the emulator of the person who visits it: browsers name the site in `Origin`. */
function sameOrigin(origins: () => ReadonlySet<string>) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    if (request.method !== "GET" && origin !== undefined && !origins().has(origin.toLowerCase())) {
      throw new ControlError(403, `A page of ${origin} may not steer this emulator.`);
    }
    next();
  };
}
