import type { DriftReport, Trouble } from "../report";

/** An error, once, with all that it hit: a pool that cannot be reached hits each of its intents. */
export interface Hit extends Trouble {
  readonly places: readonly string[];
}

/** The errors of a report, in the order in which they appear in it. */
export function troublesOf(report: DriftReport): readonly Hit[] {
  const hits = new Map<string, Trouble & { readonly places: string[] }>();
  const add = (place: string, error: Trouble | undefined): void => {
    if (error === undefined) return;
    const key = `${error.name}\n${error.message}`;
    const hit = hits.get(key) ?? { name: error.name, message: error.message, places: [] };
    hit.places.push(place);
    hits.set(key, hit);
  };
  for (const error of report.errors ?? []) add("the whole report", error);
  for (const stack of report.stacks) {
    add(stack.stack, stack.error);
    for (const intent of stack.intents) add(`${stack.stack}: ${intent.name}`, intent.error);
  }
  for (const scope of report.scopes) add(scope.scopeName, scope.error);
  return [...hits.values()];
}

const mostPlaces = 5;

/** `on desktops/prod: empty-host, rg-avd/pool-2 and 40 more`. */
export function placesOf({ places }: Hit): string {
  const named = places.slice(0, mostPlaces).join(", ");
  return places.length > mostPlaces ? `on ${named} and ${places.length - mostPlaces} more` : `on ${named}`;
}
