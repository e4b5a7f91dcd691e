import type { HostIntentName } from "./hosts/host-args";
import type { IntentName } from "./intents";

/** Every resource that this package serves, by the name of its Pulumi class. */
export type ResourceName = IntentName | HostIntentName | "HostReturned";
