import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { HostDrainedArgs as Args } from "../hosts/host-args";
import type { DeepInputs } from "./deep-input";
import { HostResource } from "./host-resource";

/** Arguments of {@link HostDrained}. */
export type HostDrainedArgs = DeepInputs<Args>;

/**
 * A session host takes no newcomers (`allowNewSession` is false); who has a session keeps it and may come back to it. Drain mode
 * that somebody undoes is seen by the next refresh. Deleting it restores what was found, unless somebody has changed the host
 * since. Azure Virtual Desktop only.
 *
 * @example
 * new HostDrained("drain-0", { scope: pool, sessionHost: "sh-0.contoso.com", minimumAvailable: 2 });
 */
export class HostDrained extends HostResource {
  constructor(name: string, args: HostDrainedArgs, options?: CustomResourceOptions) {
    super("HostDrained", name, args, options);
  }
}
