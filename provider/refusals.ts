import { failuresOf, type Failure } from "./check";
import type { ResourceName } from "./resource-name";

/** What is wrong with what a program says, as the engine takes it. It would print the value of a property that is named, secret or not; so the reason names it. */
export function refusalsOf(name: ResourceName, given: object): readonly Failure[] {
  // A refresh checks nothing, and need not wait for the schemas.
  const { schemaOf } = require("./arguments") as typeof import("./arguments");
  return failuresOf(schemaOf(name, given), given).map(({ property, reason }) => ({ property: "", reason: `${property} ${reason}` }));
}
