import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { Notice } from "../intents/notice";
import type { SessionLoggedOffArgs as Args } from "../intents/session-logged-off";
import type { DeepInputs } from "./deep-input";
import { IntentResource } from "./intent-resource";
import { providerOf } from "./provider";

const provider = providerOf("SessionLoggedOff");

/** Arguments of {@link SessionLoggedOff}. */
export type SessionLoggedOffArgs = DeepInputs<Args>;

/**
 * Nobody who matches has a session: who has one is logged off, and what they had not saved is lost. Deleting it releases the
 * intent and touches nobody.
 *
 * @example
 * new SessionLoggedOff("empty-host", {
 *   scope: pool,
 *   sessions: { sessionHost: "sh-0.contoso.com", except: { users: ["svc@contoso.com"] } },
 *   maxSessions: 50,
 * });
 */
export class SessionLoggedOff extends IntentResource {
  /** Whom it was told before, and until when each is left alone. Absent: nobody. */
  declare readonly notices: Output<readonly Notice[] | undefined>;

  constructor(name: string, args: SessionLoggedOffArgs, options?: CustomResourceOptions) {
    super(provider, "SessionLoggedOff", name, { notices: undefined, ...args }, options);
  }
}
