import type { Request } from "express";
import type { World } from "../world/world";
import { ControlError } from "./control-error";

/** What part of the world a request is about; absent: all of it. */
export interface Narrowed {
  hostPool: string | undefined;
  /** Id of a subscription that is there, in the case of the seed. */
  subscription: string | undefined;
}

/** What {@link narrowed} reads. */
export const narrowing = ["subscription", "hostPool"] as const satisfies readonly (keyof Narrowed)[];

/** `?hostPool=` and `?subscription=`. @throws ControlError, SubscriptionNotFound */
export function narrowed(request: Pick<Request, "query">, world: World): Narrowed {
  return { hostPool: textParameter(request, "hostPool"), subscription: subscriptionIn(request, world) };
}

/** The id of the subscription that `?subscription=` names, in the case of the seed. @throws ControlError, SubscriptionNotFound */
export function subscriptionIn(request: Pick<Request, "query">, world: World): string | undefined {
  const subscription = textParameter(request, "subscription");
  return subscription === undefined ? undefined : world.subscription(subscription).id;
}

/** @throws ControlError where it is given twice, or is empty */
export function textParameter({ query }: Pick<Request, "query">, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw new ControlError(400, `${name} is ${JSON.stringify(value)}. Give it once, and not empty: ?${name}=…`);
}

/** Absent: false. @throws ControlError for what is neither true nor false */
export function booleanParameter(request: Pick<Request, "query">, name: string): boolean {
  const value = textParameter(request, name) ?? "false";
  if (value !== "true" && value !== "false") throw new ControlError(400, `${name} is ${JSON.stringify(value)}, and must be true or false.`);
  return value === "true";
}
