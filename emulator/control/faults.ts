import express, { type Router } from "express";
import type { FaultRule } from "../faults/fault-rule";
import type { Faults } from "../faults/faults";
import type { World } from "../world/world";
import { ControlError } from "./control-error";
import { subscriptionIn } from "./narrowed";
import { resource } from "./resource";
import { send } from "./send";

/**
 * `faults` of the control plane: what goes wrong, and how often it did. `?subscription=` makes a rule one of that subscription,
 * and narrows to the rules that are.
 */
export function faultsRouter(faults: Faults, world: World): Router {
  const router = express.Router();
  const takes = ["subscription"];
  resource(router, "/", {
    GET: { takes, act: (request, response) => void send(response, { faults: faults.list(subscriptionIn(request, world)) }) },
    POST: {
      takes,
      act: (request, response) => {
        const id = faults.add(ruleOf(request.body, subscriptionIn(request, world)));
        send(response.status(201), faults.list().find((each) => each.id === id)!);
      },
    },
    DELETE: {
      takes,
      act: (request, response) => {
        const subscription = subscriptionIn(request, world);
        faults.clear(subscription);
        send(response, { faults: faults.list(subscription) });
      },
    },
  });
  resource<{ id: string }>(router, "/:id", {
    DELETE: {
      act: (request, response) => {
        faults.remove(request.params.id);
        send(response, { faults: faults.list() });
      },
    },
  });
  return router;
}

/** Whatever it is: it is read as a rule, and refused if it is none. @throws ControlError for one of another subscription */
function ruleOf(body: unknown, subscriptionId: string | undefined): FaultRule {
  if (subscriptionId === undefined || typeof body !== "object" || body === null || Array.isArray(body)) return body as FaultRule;
  const stated: unknown = (body as FaultRule).subscriptionId ?? subscriptionId;
  if (typeof stated === "string" && stated.toLowerCase() === subscriptionId.toLowerCase()) return { ...body, subscriptionId };
  throw new ControlError(400, `Could not add the fault: its subscriptionId is ${JSON.stringify(stated)}, and ?subscription= is ${subscriptionId}. Give one of them.`);
}
