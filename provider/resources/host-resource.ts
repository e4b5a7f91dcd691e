import * as pulumi from "@pulumi/pulumi";
import type { Found } from "../hosts/found";
import type { ResourceName } from "../lifecycle-of";
import { checkConfiguration } from "./check-configuration";
import { providerOf } from "./provider";
import { refuseUndefined } from "./refuse-undefined";

/** What all intents about hosts have in common as Pulumi resources. */
export abstract class HostResource extends pulumi.dynamic.Resource {
  /** Nothing breaks the intent. */
  declare readonly settled: pulumi.Output<boolean>;
  /** When it was last found settled after it had not been: ISO 8601. */
  declare readonly settledAt: pulumi.Output<string | undefined>;
  /** How the host was before it was drained, which it is to be again. */
  declare readonly found: pulumi.Output<Found | undefined>;
  /** When there is something to do again: ISO 8601. Absent: now, or never. */
  declare readonly nextAt: pulumi.Output<string | undefined>;

  protected constructor(type: ResourceName, name: string, args: pulumi.Inputs | undefined, options?: pulumi.CustomResourceOptions) {
    checkConfiguration();
    // A property that is undefined here is one that the provider fills in.
    const outputs = { settled: undefined, settledAt: undefined, found: undefined, nextAt: undefined };
    const given = args ?? {}; // JavaScript may leave them out
    const where = Object.fromEntries(["scope", "sessionHost"].map((key) => [key, refuseUndefined(given[key], key, `create ${type}`) as pulumi.Input<unknown>]));
    super(providerOf(type), name, { ...outputs, ...given, ...where }, options, "desktop-sessions", type);
  }
}
