import type { IntentReport, Trouble } from "./report";

/** What a look at the systems adds to what the state says of an intent. */
export type LookedAt = Pick<IntentReport, "outcome" | "nextUpdate" | "matched" | "findings" | "error">;

/** It could not be looked at. */
export const unseen = (error: Trouble): LookedAt => ({ outcome: "error", nextUpdate: "Nobody can tell what it would do.", findings: [], error });
