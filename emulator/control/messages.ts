import express, { type Router } from "express";
import type { World } from "../world/world";
import { subscriptionIn } from "./narrowed";
import { resource } from "./resource";
import { send } from "./send";

/** `messages` of the control plane: what sessions of either system were sent; forgotten. */
export function messagesRouter(world: World): Router {
  const router = express.Router();
  const shown = (subscription: string | undefined) => ({ messages: subscription === undefined ? world.allMessages : world.messages.filter(({ subscriptionId }) => subscriptionId === subscription) });
  const takes = ["subscription"];
  resource(router, "/", {
    GET: { takes, act: (request, response) => void send(response, shown(subscriptionIn(request, world))) },
    DELETE: {
      takes,
      act: (request, response) => {
        const subscription = subscriptionIn(request, world);
        const forgotten = shown(subscription).messages.length;
        world.forgetMessages(subscription);
        send(response, { forgotten });
      },
    },
  });
  return router;
}
