import { subscribe } from "node:diagnostics_channel";

/**
 * Tells the diff of a refresh from that of a program. A refresh reads a resource and then asks, only to show a difference, what an
 * update would change that brings back the arguments of the last one. It comes of no program, so nothing follows from its answer:
 * the program of now, if one is run at all, is asked about afterwards. The engine never says which of the two it asks for, but it
 * asks in this order: read, diff of the refresh, diff of the program. (`RefreshStep.Apply` in pkg/resource/deploy/step.go, seen on 3.259.0.)
 *
 * The two may go to two providers of one process: a read goes to the one that the outputs name, a diff to that of the inputs, and
 * an update of this package or of Pulumi sets them apart where nothing else changes.
 */
const reads = new Set<string>();

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  reads.clear();
});

/** A resource was read, and is there. */
export function wasRead(id: string): void {
  if (!asksForNoDiff()) reads.add(id);
}

/** Whether a diff is that of a refresh, which asks once for each read. */
export const isOfRefresh = (id: string): boolean => reads.delete(id);

/** The engine can be told to leave out the diff of a refresh, as it did in former times; its providers have its environment. */
const asksForNoDiff = (): boolean => /^(1|true)$/i.test(process.env["PULUMI_ENABLE_LEGACY_REFRESH_DIFF"] ?? "");
