import { sameName } from "../identity";
import type { MaintenanceArgs } from "./host-args";

/** The hosts of a maintenance whose batches come before that of one of them. */
export function hostsBefore({ sessionHosts, atOnce = 1 }: MaintenanceArgs, sessionHost: string): readonly string[] {
  const index = sessionHosts.findIndex((host) => sameName(host, sessionHost));
  return sessionHosts.slice(0, Math.max(0, index - (index % atOnce)));
}

/**
 * Cuts a list into parts of at most so many, in their order.
 *
 * @param atOnce a number, or a percentage of all such as `"25%"`, of which a part of one counts as none, but one there is always.
 * @throws RangeError for what is neither
 */
export function batchesOf<Item>(items: readonly Item[], atOnce: number | string): readonly (readonly Item[])[] {
  const size = sizeOf(items.length, atOnce);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function sizeOf(all: number, atOnce: number | string): number {
  const percentage = typeof atOnce === "string" ? /^(100|[1-9]\d?)%$/.exec(atOnce)?.[1] : undefined;
  const size = percentage === undefined ? atOnce : Math.max(1, Math.floor((all * Number(percentage)) / 100));
  if (typeof size === "number" && Number.isInteger(size) && size >= 1) return size;
  throw new RangeError(`atOnce is ${JSON.stringify(atOnce)}; expected a whole number of hosts from 1, or a percentage of them such as "25%"`);
}
