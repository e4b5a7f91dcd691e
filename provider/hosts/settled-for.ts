import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Found } from "./found";

/** For what a host was emptied last, which stays done while another attempt is under way: a program may go back to it. */
export interface SettledFor {
  /** A digest of the triggers: they may be secret. */
  readonly triggers: string;
  /** When: ISO 8601. */
  readonly at: string;
  /** How the host was before it was drained for them. */
  readonly found?: Found;
}

/**
 * What is remembered of it.
 *
 * @param at when it was found settled now; `undefined`: it was not, and what was `before` stays.
 */
export function settledFor(triggers: readonly unknown[] | undefined, at: string | undefined, found: Found | undefined, before: SettledFor | undefined): SettledFor | undefined {
  if (triggers === undefined || at === undefined) return triggers && before;
  return { triggers: digestOf(triggers), at, ...(found && { found }) };
}

/** Whether it was for these triggers. */
export const isFor = (settled: SettledFor | undefined, triggers: readonly unknown[] | undefined): boolean => triggers !== undefined && settled?.triggers === digestOf(triggers);

/** Whether a host is held that was drained only after it was emptied for them. */
export const heldSince = (settled: SettledFor | undefined, found: Found | undefined): boolean => found !== undefined && !isDeepStrictEqual(found, settled?.found);

const digestOf = (triggers: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(triggers, inOrder)).digest("hex").slice(0, 16);

/** Who hands an object over may do it in another order of its keys. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))) : value;
