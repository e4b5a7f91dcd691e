import { failuresOf, unknownValue, withoutNulls } from "../check";
import { StateUnreadable } from "../errors/state-unreadable";
import { intents, type IntentName } from "../intents";
import type { IntentArgs } from "../intents/intent";
import type { MessageSentArgs } from "../intents/message-sent";
import type { IntentOutputs } from "../outputs";
import { holdsSecret } from "./secret";
import type { StoredConfig } from "./stored-config";

/** Arguments and outputs, as far as an observation takes them. */
export type Properties = IntentArgs & Pick<MessageSentArgs, "audience"> & Partial<IntentOutputs>;

/** An intent as it lies in the state of a stack. */
export interface StoredIntent {
  readonly urn: string;
  readonly name: string;
  readonly intent: IntentName;
  readonly config: StoredConfig;
  readonly properties: Properties | StateUnreadable;
}

/** What an intent says to people. It is not looked at, and so it may be secret. */
const words = ["title", "body", "triggers"];
/** What says how an update goes about it, and nothing about what is wanted. */
const manners = ["force", "timeoutSeconds"];
const outputs = ["pinned", "recipients", "audienceChosen", "settledAt"];

/** Takes out of the outputs of a resource what is looked at, if all of that is there in clear. */
export function readIntent(urn: string, intent: IntentName, stored: Readonly<Record<string, unknown>>, config: StoredConfig): StoredIntent {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  return { urn, name, intent, config, properties: propertiesOf(name, intent, stored) };
}

function propertiesOf(name: string, intent: IntentName, stored: Readonly<Record<string, unknown>>): Properties | StateUnreadable {
  const { takes } = intents[intent] as { readonly takes: readonly string[] };
  const needed = [...takes.filter((key) => !words.includes(key) && !manners.includes(key)), ...outputs];
  const properties = withoutNulls(Object.fromEntries(needed.filter((key) => key in stored).map((key) => [key, stored[key]]))) as Record<string, unknown>;

  const secret = needed.filter((key) => holdsSecret(properties[key]));
  const failed = `read the intent ${name}`;
  if (secret.length > 0) {
    return new StateUnreadable({
      failed,
      why: `${secret.join(" and ")} of it ${secret.length > 1 ? "are" : "is"} secret, and a drift report reads no secrets`,
      remedy: "Leave them in clear in the program; a title or a body may stay secret.",
    });
  }
  const why = whatIsWrong(intent, takes, properties);
  if (why !== undefined) {
    return new StateUnreadable({ failed, why, remedy: "Refresh the stack with this version of pulumi-desktop-sessions, or update what is wrong." });
  }
  return properties as unknown as Properties;
}

function whatIsWrong(intent: IntentName, takes: readonly string[], properties: Readonly<Record<string, unknown>>): string | undefined {
  const { schemaOf } = require("../arguments") as typeof import("../arguments");
  const { storedOutputs } = require("./stored-outputs") as typeof import("./stored-outputs");
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => takes.includes(key)));
  // What is not looked at passes as what is not known.
  const unread = takes.includes("title") ? { title: unknownValue, body: unknownValue } : {};
  const failures = [...failuresOf(schemaOf(intent, own), { ...own, ...unread }), ...failuresOf(storedOutputs, properties)];
  return failures.length === 0 ? undefined : failures.map(({ property, reason }) => `${property} ${reason}`).join("; ");
}
