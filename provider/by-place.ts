import type { SessionIdentity } from "./session";

const names = new Intl.Collator("en", { numeric: true });

/** By host and id, as a person looks for sessions; in which order a system lists them is its own affair. */
export const byPlace = (a: SessionIdentity, b: SessionIdentity): number => names.compare(a.sessionHost, b.sessionHost) || Number(a.sessionId) - Number(b.sessionId);
