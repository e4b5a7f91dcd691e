import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { Notice } from "../intents/notice";
import type { SessionDisconnectedArgs as Args } from "../intents/session-disconnected";
import type { DeepInputs } from "./deep-input";
import { IntentResource } from "./intent-resource";
import { providerOf } from "./provider";

const provider = providerOf("SessionDisconnected");

/** Arguments of {@link SessionDisconnected}. */
export type SessionDisconnectedArgs = DeepInputs<Args>;

/**
 * Nobody who matches is connected. Their sessions stay and their applications may go on running; who comes back is seen by
 * the next refresh and disconnected by the next update. Deleting it releases the intent and touches nobody.
 *
 * @example
 * new SessionDisconnected("contractor-off", { scope: pool, sessions: { user: "bob@contoso.com" } });
 */
export class SessionDisconnected extends IntentResource {
  /** Whom it was told before, and until when each is left alone. Absent: nobody. */
  declare readonly notices: Output<readonly Notice[] | undefined>;

  constructor(name: string, args: SessionDisconnectedArgs, options?: CustomResourceOptions) {
    super(provider, "SessionDisconnected", name, { notices: undefined, ...args }, options);
  }
}
