import { wildcard } from "../wildcard";
import { FaultRefused } from "./fault-refused";
import type { FaultPlane, FaultRule } from "./fault-rule";

/** What a request may be about, one in the other. */
export type Subject = "subscriptionId" | "hostPool" | "sessionHost" | "session";

/** An operation of a plane, as rules call it. */
export interface KnownOperation {
  readonly name: string;
  readonly plane: FaultPlane;
  /** What its requests name. */
  readonly about: readonly Subject[];
  /** Whether it is a method of WMI. */
  readonly method?: boolean;
}

/** What must be true of an operation for a rule's property to make sense. */
const demands: readonly (readonly [property: keyof FaultRule, of: (operation: KnownOperation) => boolean])[] = [
  ["subscriptionId", ({ about }) => about.includes("subscriptionId")],
  ["hostPool", ({ about }) => about.includes("hostPool")],
  ["sessionHost", ({ about }) => about.includes("sessionHost")],
  ["session", ({ about }) => about.includes("session")],
  ["throttle", ({ plane }) => plane === "arm"],
  ["expireToken", ({ plane }) => plane === "arm"],
  ["returnValue", ({ method }) => method === true],
];

/** The operations that can meet a rule. @throws FaultRefused when there are none */
export function operationsFor(rule: FaultRule, known: readonly KnownOperation[]): readonly KnownOperation[] {
  const { operation = "*", plane } = rule;
  const pattern = wildcard(operation);
  let left = known.filter(({ name }) => pattern.test(name));
  if (left.length === 0) throw new FaultRefused([`no operation is called ${JSON.stringify(operation)}; there are ${namesOf(known)}`]);
  const narrow = (why: string, keep: (each: KnownOperation) => boolean): void => {
    const kept = left.filter(keep);
    if (kept.length === 0) throw new FaultRefused([`nothing could meet it: ${why} does not go with ${namesOf(left)}; it goes with ${namesOf(known.filter(keep))}`]);
    left = kept;
  };
  if (plane !== undefined) narrow(`the plane ${plane}`, (each) => each.plane === plane);
  for (const [property, keep] of demands) if (rule[property] !== undefined) narrow(property, keep);
  return left;
}

const namesOf = (operations: readonly KnownOperation[]): string => [...new Set(operations.map(({ name }) => name))].join(", ");
