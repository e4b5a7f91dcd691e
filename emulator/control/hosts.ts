import express, { type Router } from "express";
import { hostStatuses, type HostStatus, type SessionHost } from "../world/session-host";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import * as format from "./format";
import { narrowed, narrowing } from "./narrowed";
import { resource } from "./resource";
import { send } from "./send";

/** What a person or a test does to a machine from outside. */
const actions: Readonly<Record<string, (world: World, host: SessionHost, body: unknown) => void>> = {
  "shut-down": (world, host) => world.shutDown(host),
  start: (world, host) => world.startHost(host),
  drain: (world, host) => world.drain(host),
  undrain: (world, host) => world.undrain(host),
  status: (world, host, body) => world.setHostStatus(host, statusIn(body)),
};

/** `hosts` of the control plane: session hosts by their name, and how they are. */
export function hostsRouter(world: World): Router {
  const router = express.Router();
  resource(router, "/", { GET: { takes: narrowing, act: (request, response) => void send(response, { hosts: [...format.hosts(world, narrowed(request, world))] }) } });
  resource<{ name: string; action: string }>(router, "/:name/:action", {
    POST: {
      takes: narrowing,
      act: (request, response) => {
        const { name, action } = request.params;
        const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
        if (!act) throw new ControlError(404, `There is no action ${action}. There are ${Object.keys(actions).join(", ")}.`);
        const { hostPool, subscription } = narrowed(request, world);
        const host = world.sessionHost(name, hostPool, subscription);
        act(world, host, request.body);
        send(response, format.host(host));
      },
    },
  });
  return router;
}

/** @throws ControlError */
function statusIn(body: unknown): HostStatus {
  const { status, ...others } = (body ?? {}) as Record<string, unknown>;
  const known = hostStatuses.find((each) => each === status);
  if (known && Object.keys(others).length === 0) return known;
  throw new ControlError(400, `Could not set the status: the body is ${JSON.stringify(body ?? null)}. Send {"status": …} with one of ${hostStatuses.join(", ")}.`);
}
