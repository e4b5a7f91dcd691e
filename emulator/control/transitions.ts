import express, { type Request, type Router } from "express";
import type { Transitional, Transitions } from "../world/life/transitions";
import type { World } from "../world/world";
import { narrowed, narrowing, textParameter } from "./narrowed";
import { poolNamed } from "./pool-named";
import { resource } from "./resource";
import { send } from "./send";

const SCOPES = [...narrowing, "sessionHost", "collection"];

/**
 * `transitions` of the control plane: what takes its time in the whole world; with `?subscription=`, `?hostPool=`, `?sessionHost=`
 * or `?collection=`, in that part of it.
 */
export function transitionsRouter(world: World): Router {
  const router = express.Router();
  resource(router, "/", {
    GET: { takes: SCOPES, act: (request, response) => void send(response, scopeOf(request, world).transitions) },
    PUT: {
      takes: SCOPES,
      act: (request, response) => {
        const scope = scopeOf(request, world);
        world.setTransitions(request.body as Transitions, scope);
        send(response, scope.transitions);
      },
    },
  });
  return router;
}

/** The innermost that is named. @throws ControlError, WorldError */
function scopeOf(request: Pick<Request, "query">, world: World): Transitional {
  const collection = textParameter(request, "collection");
  if (collection !== undefined) return world.rds.collection(collection);
  const sessionHost = textParameter(request, "sessionHost");
  const { hostPool, subscription } = narrowed(request, world);
  if (sessionHost !== undefined) return world.sessionHost(sessionHost, hostPool, subscription);
  if (hostPool === undefined) return subscription === undefined ? world : world.subscription(subscription);
  return poolNamed(world, hostPool, subscription);
}
