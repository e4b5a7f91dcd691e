import type { Trouble } from "./report";

/** An error in the words of a report. */
export function troubleOf(thrown: unknown): Trouble {
  const { name, message } = asError(thrown);
  return { name, message };
}

export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
