import { failuresOf, unknownValue, withoutNulls } from "../check";
import { StateUnreadable } from "../errors/state-unreadable";
import { hostArguments, type HostIntentName } from "../hosts/host-args";
import type { HostState } from "../hosts/observe-host";
import { intents, type IntentName } from "../intents";
import type { GraceArgs } from "../intents/intent";
import type { MessageSentArgs } from "../intents/message-sent";
import type { IntentOutputs } from "../outputs";
import { holdsSecret } from "./secret";
import type { StoredConfig } from "./stored-config";
import { isWorkDue, type StoredReturn } from "./stored-return";

/** Arguments and outputs, as far as an observation takes them. */
export type Properties = GraceArgs & Pick<MessageSentArgs, "audience"> & Partial<IntentOutputs>;

interface Stored<Name, Contents> {
  readonly urn: string;
  readonly name: string;
  readonly intent: Name;
  readonly config: StoredConfig;
  readonly properties: Contents | StateUnreadable;
}

/** An intent as it lies in the state of a stack. */
export type StoredIntent = StoredSessionIntent | StoredHostIntent;
/** One about sessions. */
export type StoredSessionIntent = Stored<IntentName, Properties>;
/** One about a host. */
export type StoredHostIntent = Stored<HostIntentName, HostState> & {
  /** Whether the host was emptied for work of which nothing in the state says that it has ended. */
  readonly workIsDue: boolean;
  /** Hosts of its maintenance that the next update knows to be done when it asks about this one. */
  readonly over: readonly string[];
};

export const isAboutHost = (stored: StoredIntent): stored is StoredHostIntent => isHostIntent(stored.intent);
export const isHostIntent = (name: string): name is HostIntentName => Object.hasOwn(hostArguments, name);
const takesOf = (intent: IntentName | HostIntentName): readonly string[] => (isHostIntent(intent) ? hostArguments[intent] : intents[intent].takes);

/** What an intent says to people. It is not looked at, and so it may be secret. */
const words = ["title", "body", "triggers"];
/** What says how an update goes about it, and nothing about what is wanted. */
const manners = ["force", "timeoutSeconds", "mustSettle", "onFailure"];
const outputs = ["pinned", "recipients", "audienceChosen", "notices", "disconnectedSince", "settled", "settledAt", "found"];

/**
 * Takes out of the outputs of a resource what is looked at, if all of that is there in clear.
 *
 * @param returns what the same state says of hosts that were returned
 */
export function readIntent(urn: string, intent: IntentName | HostIntentName, stored: Readonly<Record<string, unknown>>, config: StoredConfig, returns: readonly StoredReturn[]): StoredIntent {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  const properties = propertiesOf(name, intent, stored);
  const workIsDue = !(properties instanceof Error) && isWorkDue(properties as HostState, returns);
  return { urn, name, intent, config, properties, ...(isHostIntent(intent) && { workIsDue, over: [] }) } as StoredIntent;
}

function propertiesOf(name: string, intent: IntentName | HostIntentName, stored: Readonly<Record<string, unknown>>): object {
  const takes = takesOf(intent);
  const needed = [...takes.filter((key) => !words.includes(key) && !manners.includes(key)), ...outputs];
  const found = Object.fromEntries(needed.filter((key) => key in stored).map((key) => [key, key === "notice" ? wordless(stored[key]) : stored[key]]));
  const properties = withoutNulls(found) as Record<string, unknown>;

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
  // That a host intent has triggers says that it is done once; which they are says nothing.
  const isOnce = isHostIntent(intent) && stored["triggers"] !== undefined && stored["triggers"] !== null;
  return { ...properties, ...(isOnce && { triggers: [] }) };
}

/** A notice without what it says. */
function wordless(notice: unknown): unknown {
  if (typeof notice !== "object" || notice === null || holdsSecret({ ...notice, title: undefined, body: undefined })) return notice;
  return { ...notice, title: unknownValue, body: unknownValue };
}

function whatIsWrong(intent: IntentName | HostIntentName, takes: readonly string[], properties: Readonly<Record<string, unknown>>): string | undefined {
  const { schemaOf } = require("../arguments") as typeof import("../arguments");
  const { storedOutputs } = require("./stored-outputs") as typeof import("./stored-outputs");
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => takes.includes(key)));
  // What is not looked at passes as what is not known.
  const unread = takes.includes("title") ? { title: unknownValue, body: unknownValue } : {};
  const failures = [...failuresOf(schemaOf(intent, own), { ...own, ...unread }), ...failuresOf(storedOutputs, properties)];
  return failures.length === 0 ? undefined : failures.map(({ property, reason }) => `${property} ${reason}`).join("; ");
}
