import { subscribe } from "node:diagnostics_channel";
import { keyOf, type HostPlace } from "./host-place";

/** What this operation knows of a host of a maintenance: it is empty for its work, is back after it, or could not be emptied. */
type Standing = "emptied" | "returned" | "failed";

const standings = new Map<string, Standing>();

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  standings.clear();
});

export function stands(place: HostPlace, standing: Standing): void {
  standings.set(keyOf(place), standing);
}

/** Which of some hosts of a pool stand so, other than this one. */
export const thoseThat = (standing: Standing, { scope, sessionHost }: HostPlace, hosts: readonly string[]): readonly string[] =>
  hosts.filter((host) => keyOf({ scope, sessionHost: host }) !== keyOf({ scope, sessionHost }) && standings.get(keyOf({ scope, sessionHost: host })) === standing);
