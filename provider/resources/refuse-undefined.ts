import * as pulumi from "@pulumi/pulumi";
import { InvalidArguments } from "../errors/invalid-arguments";

/**
 * Refuses a selector or scope in which something is named and has no value, now or when it is known. Pulumi leaves out what
 * is undefined, so `{ user: config.get("usr"), sessionHost }` would mean everybody on the host.
 *
 * @param failed what is refused then: completes "Could not …"
 * @throws InvalidArguments
 */
export function refuseUndefined<Given>(given: Given, path: string, failed: string): Given {
  if (given === undefined) {
    throw new InvalidArguments(failed, [{ property: path, reason: "is undefined, which would select more; expected a value, or not to be named" }]);
  }
  if (pulumi.Output.isInstance(given)) return given.apply((value) => refuseUndefined(value, path, failed)) as Given;
  if (given instanceof Promise) return given.then((value: unknown) => refuseUndefined(value, path, failed)) as Given;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, refuseUndefined<unknown>(value, `${path}.${key}`, failed)]),
  ) as Given;
}
