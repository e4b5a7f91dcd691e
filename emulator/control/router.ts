import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { seedOf } from "../seed/seed-of";
import { AmbiguousSessionHost } from "../world/errors/ambiguous-session-host";
import { HostDrained } from "../world/errors/host-drained";
import { DesktopNotRunning } from "../world/rds/errors/desktop-not-running";
import { DesktopOccupied } from "../world/rds/errors/desktop-occupied";
import { SessionHostUnreachable } from "../world/errors/session-host-unreachable";
import { WorldError } from "../world/errors/world-error";
import { type Environment, environmentFormats } from "../environment";
import type { JournalEntry } from "../journal-entry";
import type { UserSession } from "../world/user-session";
import { announcedWithin, requireUtf8 } from "../unreadable-body";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { desktopsRouter } from "./desktops";
import * as format from "./format";
import { newSession } from "./new-session";
import { send } from "./send";

/** Bytes. */
const BODY_LIMIT = 100 * 1024;

/** What the control plane steers. */
export interface ControlPlane {
  world: World;
  certificateAuthority: string;
  requests: () => JournalEntry[];
  reset: () => void;
  env: () => Environment;
  /** The emulator's own, in lower case, of both listeners. */
  origins: () => ReadonlySet<string>;
}

/** What a person or a test does to a session from outside. */
const actions: Readonly<Record<string, (world: World, session: UserSession, options: { force: boolean }) => void>> = {
  reconnect: (world, session) => world.reconnect(session),
  disconnect: (world, session) => world.disconnect(session),
  "sign-out": (world, session, options) => world.logOff(session, options),
};

/** `/_emulator/`: the emulator's own API, in plain JSON, without a token. */
export function controlRouter({ world, certificateAuthority, requests, reset, env, origins }: ControlPlane): Router {
  const router = express.Router();
  // JSON under any content type: curl's own is that of a form. The type guards nothing, the origin does.
  router.use(sameOrigin(origins), announcedWithin(BODY_LIMIT), express.json({ limit: BODY_LIMIT, type: () => true, verify: requireUtf8 }));

  router.get("/health", (_request, response) => void send(response, { status: "ok" }));
  // A seed that starts the same world again, secrets and all: /_emulator/env gives them to whoever asks, too.
  router.get("/world", (_request, response) => void send(response, seedOf(world)));
  router.get("/messages", (_request, response) => void send(response, { messages: world.allMessages }));
  router.get("/requests", (_request, response) => void send(response, { requests: requests() }));
  router.get("/ca.pem", (_request, response) => void response.type("application/x-pem-file").send(certificateAuthority));

  router.get("/env", (request, response) => {
    const wanted = request.query["format"];
    if (wanted === undefined || wanted === "json") return void send(response, env());
    const write = Object.entries(environmentFormats).find(([name]) => name === wanted)?.[1];
    if (!write) throw new ControlError(400, `There is no format ${JSON.stringify(wanted)}. Ask for json, ${Object.keys(environmentFormats).join(", ")}.`);
    response.type("text/plain").send(write(env()));
  });

  router.post("/reset", (_request, response) => {
    reset();
    send(response, seedOf(world));
  });

  router.get("/sessions", (_request, response) => void send(response, { sessions: [...format.sessions(world)] }));

  router.post("/sessions", (request, response) => {
    const { sessionHost, hostPool, ...stated } = newSession(request.body);
    const session = world.signIn(world.sessionHost(sessionHost, hostPool), stated);
    send(response.status(201), format.session(session));
  });

  router.post("/sessions/:sessionHost/:userSessionId/:action", (request, response) => {
    const { sessionHost, userSessionId, action } = request.params;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act) throw new ControlError(404, `There is no action ${action}. There are ${Object.keys(actions).join(", ")}.`);
    const hostPool = request.query["hostPool"];
    if (!/^(0|[1-9]\d{0,8})$/.test(userSessionId)) throw new ControlError(400, `${JSON.stringify(userSessionId)} is not a session id. Give the number of a session on ${sessionHost}; /_emulator/sessions lists them.`);
    const session = world.session(sessionHost, Number(userSessionId), typeof hostPool === "string" ? hostPool : undefined);
    act(world, session, { force: request.query["force"] === "true" });
    send(response, format.session(session));
  });

  router.use("/desktops", desktopsRouter(world.rds));

  router.use((request: Request) => {
    throw new ControlError(404, `There is nothing at ${request.method} ${request.originalUrl}. See health, world, reset, sessions, desktops, messages, requests, env and ca.pem.`);
  });

  // Four parameters make it Express's error middleware.
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const message = error instanceof Error ? error.message : String(error);
    const unread = (error as { type?: string } | undefined)?.type === "entity.parse.failed";
    send(response.status(statusOf(error)), { error: { code: error instanceof Error ? error.name : "Error", message: unread ? `The body is not JSON: ${message}. Send an object, or nothing.` : message } });
  });
  return router;
}

function statusOf(error: unknown): number {
  if (error instanceof ControlError) return error.status;
  if (error instanceof HostDrained || error instanceof SessionHostUnreachable || error instanceof AmbiguousSessionHost || error instanceof DesktopNotRunning || error instanceof DesktopOccupied) return 409;
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
