import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { HostEmptyArgs as Args } from "../hosts/host-args";
import type { Notice } from "../intents/notice";
import type { Session } from "../session";
import type { DeepInputs } from "./deep-input";
import { HostResource } from "./host-resource";

/** Arguments of {@link HostEmpty}. */
export type HostEmptyArgs = DeepInputs<Args>;

/**
 * A session host takes no newcomers, and nobody has a session on it: it is drained first, then who is there is told, given
 * time, and logged off. A run that fails returns the host to newcomers, as does one whose window closes. One that has to leave something for later, because people
 * have time or the window is closed, is a success with `settled: false`, and what depends on it begins; see `mustSettle`. Deleting
 * it restores what was found. Azure Virtual Desktop only.
 *
 * @example
 * const empty = new HostEmpty("empty-0", {
 *   scope: pool,
 *   sessionHost: "sh-0.contoso.com",
 *   notice: { title: "Maintenance", body: "Please save your work.", minutes: 15 },
 *   minimumAvailable: 2,
 * });
 */
export class HostEmpty extends HostResource {
  /** How many sessions were meant when it was last found to have changed. */
  declare readonly matched: Output<number>;
  /** The sessions that are still there; none when settled. */
  declare readonly violations: Output<readonly Session[]>;
  /** Whom it was told before, and until when each is left alone. Absent: nobody. */
  declare readonly notices: Output<readonly Notice[] | undefined>;

  constructor(name: string, args: HostEmptyArgs, options?: CustomResourceOptions) {
    super("HostEmpty", name, { matched: undefined, violations: undefined, notices: undefined, ...args }, options);
  }
}
