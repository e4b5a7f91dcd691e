import type { Request } from "express";
import type { World } from "../world/world";
import { ControlError } from "./control-error";

/** What part of the world a request is about; absent: all of it. */
export interface Narrowed {
  hostPool: string | undefined;
  /** Id of a subscription that is there, in the case of the seed. */
  subscription: string | undefined;
}

/** `?hostPool=` and `?subscription=`. @throws ControlError, SubscriptionNotFound */
export function narrowed(request: Request, world: World): Narrowed {
  const subscription = textParameter(request, "subscription");
  return { hostPool: textParameter(request, "hostPool"), subscription: subscription === undefined ? undefined : world.subscription(subscription).id };
}

/** @throws ControlError where it is given twice, or is empty */
export function textParameter({ query }: Request, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw new ControlError(400, `${name} is ${JSON.stringify(value)}. Give it once, and not empty: ?${name}=…`);
}
