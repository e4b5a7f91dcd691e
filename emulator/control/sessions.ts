import express, { type Request, type Router } from "express";
import { checkReturns, type Returns } from "../world/life/returns";
import type { UserSession } from "../world/user-session";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import * as format from "./format";
import { booleanParameter, narrowed, narrowing, subscriptionIn } from "./narrowed";
import { newSession } from "./new-session";
import { poolNamed } from "./pool-named";
import { resource } from "./resource";
import { send } from "./send";

/** What a person or a test does to a session from outside. */
const actions: Readonly<Record<string, (world: World, session: UserSession) => void>> = {
  reconnect: (world, session) => world.reconnect(session),
  disconnect: (world, session) => world.disconnect(session),
};
const SIGN_OUT = "sign-out";

interface OfSession {
  sessionHost: string;
  userSessionId: string;
}

/** `sessions` of the control plane: user sessions by their host and id, and what their users do. */
export function sessionsRouter(world: World): Router {
  const router = express.Router();
  resource(router, "/", {
    GET: { takes: narrowing, act: (request, response) => void send(response, { sessions: [...format.sessions(world, narrowed(request, world))] }) },
    POST: {
      takes: ["subscription"],
      act: (request, response) => {
        const { sessionHost, hostPool, ...stated } = newSession(request.body);
        const subscription = subscriptionIn(request, world);
        const to = sessionHost === undefined ? poolNamed(world, hostPool, subscription) : world.sessionHost(sessionHost, hostPool, subscription);
        const before = world.findSessionOf(stated.userPrincipalName, to);
        const session = world.signIn(to, stated);
        send(response.status(session === before ? 200 : 201), format.session(session));
      },
    },
  });

  const sessionOf = (request: Request<OfSession>): UserSession => {
    const { sessionHost, userSessionId } = request.params;
    if (!/^(0|[1-9]\d{0,8})$/.test(userSessionId)) throw new ControlError(400, `${JSON.stringify(userSessionId)} is not a session id. Give the number of a session on ${sessionHost}; /_emulator/sessions lists them.`);
    const { hostPool, subscription } = narrowed(request, world);
    return world.session(sessionHost, Number(userSessionId), hostPool, subscription);
  };
  const SESSION = "/:sessionHost/:userSessionId";

  resource<OfSession>(router, `${SESSION}/returns`, {
    GET: { takes: narrowing, act: (request, response) => void send(response, world.returnsOf(sessionOf(request)) ?? {}) },
    PUT: {
      takes: narrowing,
      act: (request, response) => {
        const session = sessionOf(request);
        world.setReturns(session, checkReturns((request.body ?? null) as Returns | null));
        send(response, world.returnsOf(session)!);
      },
    },
    DELETE: {
      takes: narrowing,
      act: (request, response) => {
        world.setReturns(sessionOf(request), undefined);
        send(response, {});
      },
    },
  });

  resource<OfSession>(router, `${SESSION}/${SIGN_OUT}`, {
    POST: {
      takes: [...narrowing, "force"],
      act: (request, response) => {
        const session = sessionOf(request);
        world.logOff(session, { force: booleanParameter(request, "force") });
        send(response, format.session(session));
      },
    },
  });

  resource<OfSession & { action: string }>(router, `${SESSION}/:action`, {
    POST: {
      takes: narrowing,
      act: (request, response) => {
        const { action } = request.params;
        const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
        if (!act) throw new ControlError(404, `There is no action ${action}. There are ${[...Object.keys(actions), SIGN_OUT].join(", ")}.`);
        const session = sessionOf(request);
        act(world, session);
        send(response, format.session(session));
      },
    },
  });
  return router;
}
