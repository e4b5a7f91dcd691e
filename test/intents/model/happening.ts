import fc from "fast-check";
import { people } from "./people";

/** What people, machines and operators do. */
export interface Happening {
  readonly what: "signIn" | "signOut" | "disconnect" | "reconnect" | "replace" | "recase" | "shutDown" | "start" | "drain" | "undrain";
  /** Which host, machine or session of those that are there, counted round. */
  readonly which: number;
  readonly who: string;
}

export const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("signIn" as const, "signOut" as const, "disconnect" as const, "reconnect" as const, "reconnect" as const, "replace" as const, "recase" as const) },
    { weight: 2, arbitrary: fc.constantFrom("shutDown" as const, "start" as const, "drain" as const, "undrain" as const) },
  ),
  which: fc.nat(7),
  who: fc.constantFrom(...people),
});

/** Counted round. */
export const nthOf = <Item>(items: readonly Item[], which: number): Item | undefined => items[which % Math.max(1, items.length)];

/** The same name, spelt in another way. */
export const respelt = (name: string): string => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase());
