import * as pulumi from "@pulumi/pulumi";
import type { IntentName } from "../intents";
import type { Session, SessionIdentity } from "../session";
import { checkConfiguration } from "./check-configuration";
import { refuseUndefined } from "./refuse-undefined";

/** What all intents have in common as Pulumi resources: their outputs, and `desktop-sessions` as the module of their type. */
export abstract class IntentResource extends pulumi.dynamic.Resource {
  /** How many sessions matched when the intent was last found to have changed. */
  declare readonly matched: pulumi.Output<number>;
  /** The sessions that break the intent; none when settled. */
  declare readonly violations: pulumi.Output<readonly Session[]>;
  /** Nothing breaks the intent. */
  declare readonly settled: pulumi.Output<boolean>;
  /** When it was last found settled after it had not been: ISO 8601. */
  declare readonly settledAt: pulumi.Output<string | undefined>;
  /** When there is something to do again: ISO 8601. Absent: now, or never. */
  declare readonly nextAt: pulumi.Output<string | undefined>;
  /** The session that a selector with a `sessionId` first matched: the only one it is ever about. */
  declare readonly pinned: pulumi.Output<SessionIdentity | undefined>;

  protected constructor(
    provider: pulumi.dynamic.ResourceProvider,
    type: IntentName,
    name: string,
    args: pulumi.Inputs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    checkConfiguration();
    // A property that is undefined here is one that the provider fills in.
    const outputs = { matched: undefined, violations: undefined, settled: undefined, settledAt: undefined, nextAt: undefined, pinned: undefined };
    const given = args ?? {}; // JavaScript may leave them out
    const whom = Object.fromEntries(["scope", "sessions"].map((key) => [key, refuseUndefined(given[key], key, `create ${type}`) as pulumi.Input<unknown>]));
    super(provider, name, { ...outputs, ...given, ...whom }, options, "desktop-sessions", type);
  }
}
