import type { GraceArgs } from "../intents/intent";
import type { MaintenanceWindow } from "../maintenance-window";
import { argumentsIn } from "../outputs";
import type { HostPlace } from "./host-place";

/** Arguments of `HostDrained`. */
export interface HostDrainedArgs extends HostPlace {
  /** So many other hosts of the pool must stay available to newcomers, or it is not drained. Default: 0. */
  readonly minimumAvailable?: number;
  /** When it may be drained. Default: always. */
  readonly within?: MaintenanceWindow;
}

/** Arguments of `HostEmpty`. */
export interface HostEmptyArgs extends HostDrainedArgs, Omit<GraceArgs, "scope" | "sessions"> {
  /** Users whose sessions may stay. Default: nobody's. */
  readonly except?: { readonly users?: readonly string[] };
  /** What is done to who is there. Default: `loggedOff`. */
  readonly finish?: "disconnected" | "loggedOff";
  /** Also log off sessions that do not let go by themselves, such as those whose host has stopped. Default: `false`. */
  readonly force?: boolean;
  /**
   * With them, the host is drained and emptied once for each of their values, and what happens to it afterwards is no drift,
   * whatever else changes in the program.
   * Default: it is to stay drained and empty.
   */
  readonly triggers?: readonly unknown[];
  /**
   * Whether a run fails that has to leave something for later, because people have time or the window is closed: what depends
   * on the host begins otherwise, though it is not empty. While people have time it stays drained. Default: `false`;
   * `HostMaintenance` with `work`: `true`, whatever is said.
   */
  readonly mustSettle?: boolean;
  /**
   * What becomes of a host whose run fails, or whose window closes before it is empty: `return` it to newcomers, or leave it
   * drained for the next run. Default: `return`.
   */
  readonly onFailure?: "return" | "keepDrained";
  /** `HostMaintenance` says here of what the host is a part. It changes nothing by itself. */
  readonly maintenance?: MaintenanceArgs;
}

/** Of which maintenance a host is a part. */
export interface MaintenanceArgs {
  /** All of its hosts: where one of them is not there, nobody is touched. */
  readonly sessionHosts: readonly string[];
  /** Whether the host is returned once the work on it is done. */
  readonly hasWork: boolean;
  /** How many of them are taken at once, in their order. Default: 1; states of before do not say it. */
  readonly atOnce?: number;
}

const drained = ["scope", "sessionHost", "minimumAvailable", "within"] as const satisfies readonly (keyof HostDrainedArgs)[];

/** The names of what each host intent takes. */
export const hostArguments = {
  HostDrained: drained,
  HostEmpty: [...drained, "except", "finish", "force", "notice", "escalate", "maxSessions", "protect", "timeoutSeconds", "triggers", "mustSettle", "onFailure", "maintenance"] as const satisfies readonly (keyof HostEmptyArgs)[],
} as const;

export type HostIntentName = keyof typeof hostArguments;

/** The arguments of a host intent, out of all that lies in the state beside them. Those of `HostDrained` are some of those of `HostEmpty`. */
export const argumentsOf = (name: HostIntentName, properties: object): HostEmptyArgs => argumentsIn({ takes: hostArguments[name] }, properties) as object as HostEmptyArgs;
