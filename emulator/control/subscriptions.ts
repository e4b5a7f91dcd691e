import express, { type Router } from "express";
import type { NewSubscription } from "../added-subscriptions";
import type { Subscription } from "../world/subscription";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { resource } from "./resource";
import { send } from "./send";

/** Subscriptions as they are steered from outside. */
export interface SubscriptionsPlane {
  world: World;
  addSubscription: (stated?: NewSubscription) => string;
  removeSubscription: (subscriptionId: string) => void;
}

/** `subscriptions` of the control plane: a world apart for each who asks for one. */
export function subscriptionsRouter({ world, addSubscription, removeSubscription }: SubscriptionsPlane): Router {
  const router = express.Router();
  resource(router, "/", {
    GET: { act: (_request, response) => void send(response, { subscriptions: Array.from(world.subscriptions, inShort) }) },
    POST: {
      act: (request, response) => {
        const id = addSubscription(stated(request.body));
        send(response.status(201), inShort(world.subscription(id)));
      },
    },
  });
  resource<{ subscriptionId: string }>(router, "/:subscriptionId", {
    DELETE: {
      act: (request, response) => {
        removeSubscription(request.params.subscriptionId);
        send(response, {});
      },
    },
  });
  return router;
}

function inShort({ id, tenantId, resourceGroups }: Subscription) {
  const groups = Array.from(resourceGroups, ({ name, pools }) => [name, Array.from(pools, (pool) => pool.name)] as const);
  return { subscriptionId: id, tenantId, hostPools: Object.fromEntries(groups) };
}

/** Its values are checked as those of a seed. @throws ControlError */
function stated(body: unknown = {}): NewSubscription {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    const { subscriptionId } = body as NewSubscription;
    if (subscriptionId === undefined || typeof subscriptionId === "string") return body;
  }
  throw new ControlError(400, `Could not add a subscription: the body is ${JSON.stringify(body)}, and must be an object. Send nothing for a copy of the first one, or {"subscriptionId": …, "resourceGroups": …} with what a seed says of a subscription.`);
}
