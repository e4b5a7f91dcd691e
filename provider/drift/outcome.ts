import type { Finding, Outcome } from "./report";

const byWeight: readonly Outcome[] = ["error", "drift", "in sync"];

/** Nobody has to do anything about what is ignored, or about what waits as it was promised or planned. */
export const outcomeOf = (findings: readonly Finding[]): Outcome => (findings.some(({ ignored, waiting }) => !ignored && !waiting) ? "drift" : "in sync");

/** The worst of some outcomes; nothing is in sync. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome => byWeight.find((outcome) => outcomes.includes(outcome)) ?? "in sync";
