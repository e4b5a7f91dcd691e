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
import type { Environment, EnvironmentOptions } from "../environment";
import type { FederatedTokenOptions } from "../identity/federated-tokens";
import { requestsRouter, type RequestsPlane } from "./requests";
import type { Clock } from "../clock";
import { FaultNotFound } from "../faults/fault-not-found";
import { FaultRefused } from "../faults/fault-refused";
import type { Faults } from "../faults/faults";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { clockRouter } from "./clock";
import { ControlError } from "./control-error";
import { desktopsRouter } from "./desktops";
import { environmentResource } from "./environment";
import { federatedTokenOptions } from "./identities";
import { eventsRouter } from "./events";
import { faultsRouter } from "./faults";
import { hostsRouter } from "./hosts";
import { messagesRouter } from "./messages";
import { textParameter } from "./narrowed";
import { refuseDeep } from "./refuse-deep";
import { roleAssignmentsRouter } from "./role-assignments";
import { resource } from "./resource";
import { send } from "./send";
import { sessionsRouter } from "./sessions";
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

/** `/_emulator/`: the emulator's own API, in plain JSON, without a token. */
export function controlRouter(plane: ControlPlane): Router {
  const { world, clock, faults, limits, certificateAuthority, certificateBundle, reset, restore, env, federatedToken, origins } = plane;
  const router = express.Router();
  router.use(sameOrigin(origins));
  // Before all others, since a world may be large, and YAML.
  router.use("/world", worldRouter(world, restore));
  // JSON under any content type: curl's own is that of a form. The type guards nothing, the origin does.
  router.use(announcedWithin(BODY_LIMIT), express.json({ limit: BODY_LIMIT, type: () => true, verify: requireUtf8 }), refuseDeep);

  resource(router, "/health", { GET: { act: (_request, response) => void send(response, { status: "ok", version: version() }) } });
  const pem = (file: () => string) => ({ GET: { act: (_request: unknown, response: Response) => void response.type("application/x-pem-file").send(file()) } });
  resource(router, "/ca.pem", pem(() => certificateAuthority));
  resource(router, "/ca-bundle.pem", pem(certificateBundle));
  environmentResource(router, world, env);

  resource(router, "/federated-tokens", {
    POST: { act: (request, response) => void send(response.status(201), { token: federatedToken(federatedTokenOptions(request.body)) }) },
  });
  resource(router, "/reset", {
    POST: {
      takes: ["subscription"],
      act: (request, response) => {
        // One that was taken away comes back, so it need not be there.
        reset(textParameter(request, "subscription"));
        sendWorld(request, response, world);
      },
    },
  });

  router.use("/sessions", sessionsRouter(world));
  router.use("/messages", messagesRouter(world));
  router.use("/hosts", hostsRouter(world));
  router.use("/transitions", transitionsRouter(world));
  router.use("/events", eventsRouter(world));
  router.use("/desktops", desktopsRouter(world.rds));
  router.use("/subscriptions", subscriptionsRouter(plane));
  router.use("/requests", requestsRouter(plane));
  router.use("/faults", faultsRouter(faults, world));
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
    send(response.status(statusOf(error)), { error: { code: error instanceof Error ? error.name : "Error", message: unread ? `The body is not JSON: ${message}. Send an object, or nothing.` : inWords(error, message) } });
  });
  return router;
}

/** The world's own words, but for an error that says what to do in code: here one says it in a query. */
function inWords(error: unknown, message: string): string {
  return error instanceof AmbiguousSessionHost ? `${error.what} Say which by ${error.by === "subscriptionId" ? "?subscription=" : "?hostPool="}, of those.` : message;
}

/** That of this package. Read when it is asked for: most never do. */
const version = (): string => (require("pulumi-desktop-sessions/package.json") as { version: string }).version;

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
