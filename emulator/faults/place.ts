import { FaultRefused } from "./fault-refused";
import type { FaultPlane, FaultRule } from "./fault-rule";

/** What a rule may name of where a request goes; each is in the one before it. */
const names = ["subscriptionId", "hostPool", "sessionHost"] as const;

/** Somewhere that requests of a plane go: a session host, or what holds session hosts. */
export interface Place extends Readonly<Partial<Record<(typeof names)[number], string>>> {
  readonly plane: FaultPlane;
}

/** Of how many an error says the names. */
const MOST_NAMES = 20;

/**
 * Whether sessions are there is not asked, since they come and go.
 *
 * @param places all that there are, looked at only where a rule names one
 * @param planes those that could meet the rule
 * @throws FaultRefused for a rule that names a place where there is none
 */
export function requirePlace(rule: FaultRule, places: () => Iterable<Place>, planes: ReadonlySet<FaultPlane>): void {
  const stated = names.filter((name) => rule[name] !== undefined);
  if (stated.length === 0) return;
  let left = Array.from(places()).filter(({ plane }) => planes.has(plane));
  for (const [index, name] of stated.entries()) {
    const wanted = rule[name]!.toLowerCase();
    const kept = left.filter((place) => place[name]?.toLowerCase() === wanted);
    if (kept.length === 0) {
      const within = stated.slice(0, index).map((outer) => ` in the ${outer} ${rule[outer]}`).join("");
      throw new FaultRefused([`nothing could meet it: there is no ${name} ${JSON.stringify(rule[name])}${within}; there ${listed(left.flatMap((place) => place[name] ?? []))}`]);
    }
    left = kept;
  }
}

function listed(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  if (distinct.length === 0) return "is none";
  const more = distinct.length - MOST_NAMES;
  return `are ${distinct.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
