import type { HostIntentName } from "../hosts/host-args";
import type { IntentName } from "../intents";
import type { Scope } from "../scope";
import type { SessionIdentity } from "../session";

/** `error`: something could not be looked at, whatever else was found. Never better than the worst of its parts. */
export type Outcome = "in sync" | "drift" | "error";

/** What differs between the intents of some stacks and the sessions that there are. The JSON format is this, as it is. */
export interface DriftReport {
  /** Goes up when a reader of the JSON would have to change. */
  readonly schemaVersion: 1;
  /** When it was made: ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly outcome: Outcome;
  readonly stacks: readonly StackReport[];
  /** What was looked at, once for all stacks. */
  readonly scopes: readonly ScopeReport[];
  /** What is wrong with the run itself: rules that have expired, a pattern that matches no intent. Absent where nothing is. */
  readonly errors?: readonly Trouble[];
  /** What is worth knowing of the run and no error, in sentences: rules that no finding is about. Absent where there is nothing. */
  readonly notes?: readonly string[];
  /** Findings of the earlier report that are there no more. Absent without an earlier report. */
  readonly gone?: readonly GoneFinding[];
  /**
   * Findings of the earlier report, or of those before it, of which this run can't tell: the intent, its stack or its scope
   * could not be looked at, or was left out. They are kept for the next report. Absent where there are none.
   */
  readonly unseen?: readonly GoneFinding[];
}

/** The intents of one state. */
export interface StackReport {
  /** `desktops/prod` (project and stack), or where it was read from when that is not known. */
  readonly stack: string;
  /** How it was read: a file, `standard input`, `pulumi stack export`. */
  readonly source: string;
  /**
   * What stands for it where findings are shown at files: its state's file, or its project's `Pulumi.yaml`. Relative to the
   * repository that the report was made in, or else absolute; with slashes. Absent where the state came without a file.
   */
  readonly file?: string;
  readonly outcome: Outcome;
  /** Why its state could not be read; then there are no intents. */
  readonly error?: Trouble;
  /** How many of its intents were left out, since they were not meant. Absent where none was. */
  readonly leftOut?: number;
  readonly intents: readonly IntentReport[];
}

/** What `nextUpdate` says where all is as it is wanted. */
export const noChange = "It would change nothing.";

/** One intent: what was wanted, and what is. */
export interface IntentReport {
  readonly urn: string;
  /** The resource's own name. */
  readonly name: string;
  readonly intent: IntentName | HostIntentName;
  /** Absent where the state does not say it in clear, or says no scope. */
  readonly scope?: Scope;
  /** As sentences name the scope: `rg-avd/pool-1`, with its subscription where two have one name; `an unknown scope` where there is none. */
  readonly scopeName: string;
  readonly outcome: Outcome;
  /** What was wanted, as a sentence: `Nobody who matches user bob@contoso.com is connected.` */
  readonly wanted: string;
  /** What the next update with a refresh would do, as a sentence: `It would disconnect 1 session.` */
  readonly nextUpdate: string;
  /** How many sessions match. Absent where they could not be looked at. */
  readonly matched?: number;
  /** When it was last found settled: ISO 8601, UTC. Absent: never, or its state can't be read. */
  readonly settledAt?: string;
  readonly findings: readonly Finding[];
  /** Why it could not be looked at. */
  readonly error?: Trouble;
}

/** A session that breaks an intent, or a host that does. */
export interface Finding {
  /** The same from run to run, for the same session and intent: 16 hexadecimal digits. */
  readonly id: string;
  /** `host`: it is about the host itself, of which `session` has the name; id and user are empty. Absent: about a session. */
  readonly about?: "host";
  readonly session: SessionIdentity;
  /** The word for what was wanted: `Disconnected`. */
  readonly from: string;
  /** The word for what is: `Active`. */
  readonly to: string;
  /** It has been so since then (ISO 8601, UTC): the session, which should not be there, began then, or was old enough. */
  readonly since?: string;
  /** A report first saw it then (ISO 8601, UTC), and so did all since; in between it may have been otherwise. */
  readonly firstSeen?: string;
  /** Against the earlier report. Absent without one, and where that did not look at the intent. */
  readonly history?: "new" | "still there";
  /** It does not count, because a rule says so. */
  readonly ignored?: Ignored;
  /** It does not count yet: the next update leaves it alone, as was promised or planned. */
  readonly waiting?: Waiting;
}

export interface Waiting {
  /** Until when it is left alone: ISO 8601, UTC. */
  readonly until: string;
  /** What it waits for: `told`, `disconnected first`, `its window is closed`, `its window closes too soon`. */
  readonly why: string;
}

export interface Ignored {
  readonly reason: string;
  /** The last day on which the rule holds: `2026-12-31`. */
  readonly expires: string;
}

/** A finding of an earlier report. */
export interface GoneFinding {
  readonly stack: string;
  readonly urn: string;
  readonly finding: Finding;
}

/** A host pool or deployment as it was seen: counts, not people. */
export interface ScopeReport {
  readonly scope: Scope;
  /** As sentences name it: `rg-avd/pool-1`; with its subscription where another pool of the report is called the same. */
  readonly scopeName: string;
  readonly system: "Azure Virtual Desktop" | "Remote Desktop Services";
  /** In the order of their names. Hosts without a session are not seen. */
  readonly hosts: readonly HostReport[];
  readonly error?: Trouble;
}

export interface HostReport {
  readonly sessionHost: string;
  /** How many sessions are in each state. */
  readonly states: Readonly<Record<string, number>>;
}

/** An error as a report carries it. */
export interface Trouble {
  /** The class: `AccessDenied`, `StateUnreadable`. */
  readonly name: string;
  /** What failed, on what, why, and what to do. */
  readonly message: string;
}
