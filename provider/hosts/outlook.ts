import { subscribe } from "node:diagnostics_channel";
import type { SessionHost } from "../host";
import { sameName } from "../identity";
import type { Found } from "./found";
import { keyOf, type HostPlace } from "./host-place";

/** What the state of a host's intent will say when it has run. */
interface EmptiedThen {
  readonly found?: Found;
  /** Absent: when it has run. */
  readonly emptiedAt?: string;
}

/**
 * What this operation has foretold of a host. The engine asks about each resource after those that it depends on, in a preview as in
 * a run, and so all that comes before a host is known when it is asked about that.
 */
export interface Outlook {
  /** How it will be by then. Absent: as it is. */
  readonly allowNewSession?: boolean;
  /** Whether the update fails at it, so that nothing begins that depends on it. */
  readonly fails?: boolean;
  /** What whoever returns it will be given. Absent: nothing that is known. */
  readonly emptied?: EmptiedThen;
}

const outlooks = new Map<string, Outlook>();

// createTestStack runs many operations in one process and says when each begins.
subscribe("pulumi-desktop-sessions:operation", () => {
  outlooks.clear();
});

/** Adds to what is foretold of a host. */
export function foretell(place: HostPlace, outlook: Outlook): void {
  outlooks.set(keyOf(place), { ...outlooks.get(keyOf(place)), ...outlook });
}

export const outlookOf = (place: HostPlace): Outlook => outlooks.get(keyOf(place)) ?? {};

/** The hosts of a pool as they will be when it is the turn of one of them, which is as it is. */
export const inItsTurn = ({ scope, sessionHost }: HostPlace, hosts: readonly SessionHost[]): readonly SessionHost[] =>
  hosts.map((host) => (sameName(host.name, sessionHost) ? host : { ...host, allowNewSession: outlookOf({ scope, sessionHost: host.name }).allowNewSession ?? host.allowNewSession }));
