import { isOver, type HostState } from "../hosts/observe-host";
import { isAboutHost, type StoredIntent } from "./stored-intent";
import type { Place } from "./view";

/** Where to look for an intent, and at what; `undefined`: nowhere, since its state does not say or it is over. */
export function placeOf(stored: StoredIntent): Place | undefined {
  const { properties, config } = stored;
  if (properties instanceof Error) return undefined;
  const { scope } = properties;
  if (!isAboutHost(stored)) return { scope, config, lists: ["sessions"] };
  if (isOver(properties as HostState) && !stored.workIsDue) return undefined;
  return { scope, config, lists: stored.intent === "HostEmpty" ? ["hosts", "sessions"] : ["hosts"] };
}
