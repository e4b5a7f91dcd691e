import express, { type Router } from "express";
import { checkThrottle, type Throttle } from "../arm/throttle";
import { ControlError } from "./control-error";
import { resource } from "./resource";
import { send } from "./send";

/** Whether requests to Azure Resource Manager are refused beyond its limits. */
export interface Throttled {
  throttle: Throttle;
}

/** `throttle` of the control plane: `{"throttle": "arm"}`. */
export function throttleRouter(limits: Throttled): Router {
  const router = express.Router();
  const shown = () => ({ throttle: limits.throttle });
  resource(router, "/", {
    GET: { act: (_request, response) => void send(response, shown()) },
    POST: {
      act: (request, response) => {
        limits.throttle = checked((request.body as { throttle?: unknown } | undefined)?.throttle);
        send(response, shown());
      },
    },
  });
  return router;
}

/** @throws ControlError */
function checked(throttle: unknown): Throttle {
  try {
    return checkThrottle(throttle);
  } catch (error) {
    throw new ControlError(400, `Could not change the throttle: ${(error as Error).message} Send {"throttle": "arm"}, {"throttle": "off"} or {"throttle": {"reads": {"burst": 2, "perSecond": 1}}}.`);
  }
}
