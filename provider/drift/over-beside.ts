import { hostsBefore } from "../hosts/batches";
import { isOver, type HostState } from "../hosts/observe-host";
import { sameName } from "../identity";
import { sameScope } from "../scope";
import { isAboutHost, type StoredHostIntent, type StoredIntent } from "./stored-intent";

/** Which hosts of its maintenance the next update knows to be done when it asks about this one: it comes to those before it first. */
export function overBeside({ properties }: StoredHostIntent, stored: readonly StoredIntent[]): readonly string[] {
  if (properties instanceof Error) return [];
  const { scope, sessionHost, maintenance } = properties;
  // Those of its own batch, too, as the list has them.
  const before = maintenance ? hostsBefore({ ...maintenance, atOnce: 1 }, sessionHost) : [];
  return before.filter((name) => stored.some((one) => isAboutHost(one) && isOverFor(one.properties, scope, name)));
}

const isOverFor = (state: StoredHostIntent["properties"], scope: HostState["scope"], name: string): boolean =>
  !(state instanceof Error) && isOver(state) && sameScope(state.scope, scope) && sameName(state.sessionHost, name);
