import type fc from "fast-check";
import type { Scope } from "pulumi-desktop-sessions";
import type { Emulator, FaultRule, Seed } from "../../../emulator";
import type { JournalEntry } from "../../../emulator/journal/journal-entry";
import type { WorldEvent } from "../../../emulator/world/events/world-event";
import type { Happening } from "./happening";

/** A session as its system tells of it. */
export interface Resident {
  readonly host: string;
  readonly id: number;
  readonly user: string;
  readonly otherName?: string;
  /** ISO 8601; or in which machine, where there is no time. */
  readonly born: { readonly createTime: string } | { readonly virtualMachine: string };
  readonly state: string;
}

/** What became of a session; `to` is how it is then. */
export interface SessionNews {
  readonly type: "signedIn" | "told" | "disconnected" | "loggedOff" | "reconnected";
  readonly host: string;
  readonly id: number;
  readonly to: string;
}

/** One kind of system, as stories are told of it. */
export interface ModelEstate {
  readonly system: string;
  readonly seed?: Seed;
  readonly scope: Scope;
  readonly hosts: readonly [string, string];
  /** What programs may call a user. */
  namesOf(person: string): readonly string[];
  /** What programs may protect; each pattern ends in a star. */
  readonly protections: readonly { readonly users?: readonly string[]; readonly sessionHosts?: readonly string[] }[];
  /** Whether it tells when a session was created, forces log-offs, and drains hosts. */
  readonly hasMore: boolean;
  readonly fault: fc.Arbitrary<FaultRule>;
  /** Before which calls something may happen. */
  readonly looks: readonly string[];
  in(emulator: Emulator): ModelWorld;
}

/** It, in a running emulator. */
export interface ModelWorld {
  readonly residents: readonly Resident[];
  /** `undefined`: about no session. */
  newsIn(event: WorldEvent): SessionNews | undefined;
  /** Has it happen, where it can. @param to the session that it happens to, where it is to happen to that one */
  happen(happening: Happening, to?: Pick<Resident, "host" | "id">): void;
  /** Whether a machine does not run. */
  readonly isStopped: boolean;
  /** Which session a request is about. */
  targetOf(request: JournalEntry): Pick<Resident, "host" | "id"> | undefined;
  isWrite(request: JournalEntry): boolean;
  isList(request: JournalEntry): boolean;
}
