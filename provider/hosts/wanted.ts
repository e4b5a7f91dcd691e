import { subscribe } from "node:diagnostics_channel";
import type { HostEmptyArgs } from "./host-args";
import { keyOf, type HostPlace } from "./host-place";

interface Wanted {
  readonly id: string;
  /** Its {@link keyOf}. */
  readonly host: string;
  /** For work, at whose end it is returned. */
  readonly isForWork: boolean;
}

/** The intents of which this operation knows that they are to stay, and hold a host. A process serves one operation of the engine. */
let wanted: readonly Wanted[] = [];

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  wanted = [];
});

/** An intent is in the program, and holds a host. */
export function want(id: string, { maintenance, ...place }: HostPlace & Pick<HostEmptyArgs, "maintenance">): void {
  wanted = [...wanted.filter((one) => one.id !== id), { id, host: keyOf(place), isForWork: maintenance?.hasWork === true }];
}

/** The work on a host is done: whoever held it for that holds it no more. */
export function wantNoMore(place: HostPlace): void {
  wanted = wanted.filter((one) => !(one.isForWork && one.host === keyOf(place)));
}

/** Whether another intent than this one holds a host. */
export const isWantedBeside = (id: string, place: HostPlace): boolean => wanted.some((one) => one.id !== id && one.host === keyOf(place));
