import { failuresOf, withoutNulls } from "./check";
import { connect, type ReadConfig } from "./connect";
import { InvalidArguments } from "./errors/invalid-arguments";
import type { Scope } from "./scope";
import { matches, type Selector } from "./selector";
import type { Session } from "./session";

/**
 * The sessions of a scope as they are right now.
 *
 * @param selector only those that match.
 * @param caller completes "Could not …" where an argument is none: "call getSessions".
 * @throws InvalidArguments for a scope or selector that is not one, and what the list throws.
 */
export async function listSessions(scope: Scope, selector: Selector, config: ReadConfig, caller: string): Promise<readonly Session[]> {
  const { schemaOf } = require("./arguments") as typeof import("./arguments"); // not every program looks
  const asked = withoutNulls({ scope, selector }) as { scope: Scope; selector: Selector };
  const failures = failuresOf(schemaOf("getSessions", asked), asked);
  if (failures.length > 0) throw new InvalidArguments(caller, failures);
  const sessions = await connect(asked.scope, config).sessions("now");
  return sessions.filter((session) => matches(asked.selector, session, Date.now()));
}
