import { subscribe } from "node:diagnostics_channel";
import { sameName } from "../identity";
import { scopeKey } from "../scope";
import type { HostEmptyArgs } from "./host-args";
import type { HostPlace } from "./host-place";

interface Wanted {
  readonly id: string;
  readonly scope: string;
  readonly sessionHost: string;
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
export function want(id: string, { scope, sessionHost, maintenance }: HostPlace & Pick<HostEmptyArgs, "maintenance">): void {
  wanted = [...wanted.filter((one) => one.id !== id), { id, scope: scopeKey(scope), sessionHost, isForWork: maintenance?.hasWork === true }];
}

/** The work on a host is done: whoever held it for that holds it no more. */
export function wantNoMore(place: HostPlace): void {
  wanted = wanted.filter((one) => !(one.isForWork && isAbout(place, one)));
}

/** Whether another intent than this one holds a host. */
export const isWantedBeside = (id: string, place: HostPlace): boolean => wanted.some((one) => one.id !== id && isAbout(place, one));

const isAbout = ({ scope, sessionHost }: HostPlace, one: Wanted): boolean => one.scope === scopeKey(scope) && sameName(one.sessionHost, sessionHost);
