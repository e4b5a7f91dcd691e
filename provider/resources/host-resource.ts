import type * as pulumi from "@pulumi/pulumi";
import type { Found } from "../hosts/found";
import type { HostIntentName } from "../hosts/host-args";
import { HostPlaced } from "./host-placed";

/** What all intents about hosts have in common as Pulumi resources. */
export abstract class HostResource extends HostPlaced {
  /** Nothing breaks the intent. */
  declare readonly settled: pulumi.Output<boolean>;
  /** When it was last found settled after it had not been: ISO 8601. */
  declare readonly settledAt: pulumi.Output<string | undefined>;
  /** How the host was before it was drained, which it is to be again. */
  declare readonly found: pulumi.Output<Found | undefined>;
  /** When there is something to do again: ISO 8601. Absent: now, or never. */
  declare readonly nextAt: pulumi.Output<string | undefined>;

  protected constructor(type: HostIntentName, name: string, args: pulumi.Inputs | undefined, options?: pulumi.CustomResourceOptions) {
    // JavaScript may leave the arguments out.
    super(type, name, { settled: undefined, settledAt: undefined, found: undefined, nextAt: undefined, ...args }, options);
  }
}
