import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { Recipient } from "../intents/intent";
import type { MessageSentArgs as Args } from "../intents/message-sent";
import type { DeepInputs } from "./deep-input";
import { IntentResource } from "./intent-resource";
import { providerOf } from "./provider";

const provider = providerOf("MessageSent");

/** Arguments of {@link MessageSent}. */
export type MessageSentArgs = DeepInputs<Args>;

/**
 * Everybody who matches and is active was sent the message, at most once each. Another title, body or trigger makes it a new
 * message. Deleting it takes nothing back.
 *
 * @example
 * new MessageSent("heads-up", {
 *   scope: pool,
 *   sessions: { everyone: true },
 *   title: "Tonight",
 *   body: "Patching at 22:00.",
 *   triggers: ["2026-11-20"],
 * });
 */
export class MessageSent extends IntentResource {
  /** Whom the message was sent to, and of whom that is not certain. */
  declare readonly recipients: Output<readonly Recipient[]>;

  constructor(name: string, args: MessageSentArgs, options?: CustomResourceOptions) {
    super(provider, "MessageSent", name, { recipients: undefined, ...args }, options);
  }
}
