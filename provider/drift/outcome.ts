import type { Outcome } from "./report";

const byWeight: readonly Outcome[] = ["error", "drift", "in sync"];

/** The worst of some outcomes; nothing is in sync. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome => byWeight.find((outcome) => outcomes.includes(outcome)) ?? "in sync";
