import * as pulumi from "@pulumi/pulumi";
import { listSessions } from "./list-sessions";
import { checkConfiguration } from "./resources/check-configuration";
import { refuseUndefined } from "./resources/refuse-undefined";
import type { Selector } from "./selector";
import type { Scope } from "./scope";
import type { Session } from "./session";
import type { DeepInput } from "./resources/deep-input";

/**
 * The sessions of a scope as they are right now, read by the program itself with the stack's configuration. To be awaited;
 * what is to be exported or passed on is {@link getSessionsOutput}'s.
 *
 * @param selector only those that match. Default: all.
 * @throws InvalidArguments for a scope or selector that is not one, and what the list throws.
 */
export async function getSessions(scope: Scope, selector: Selector = {}): Promise<readonly Session[]> {
  checkConfiguration();
  for (const [name, value] of Object.entries({ scope, selector })) refuseUndefined(value, name, "call getSessions");
  const config = new pulumi.Config("desktop-sessions");
  return listSessions(scope, selector, (key) => config.get(key), "call getSessions");
}

/** {@link getSessions} for a scope and selector that depend on other resources. In a preview it waits until they are known. */
export const getSessionsOutput = (scope: DeepInput<Scope>, selector: DeepInput<Selector> = {}): pulumi.Output<readonly Session[]> =>
  pulumi.all([scope, selector]).apply(([where, which]) => getSessions(where, which as Selector));
