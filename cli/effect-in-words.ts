import type { WorldEvent } from "../emulator/world/events/world-event";

/** Verbs of sessions, where the type of an event does not spell them. */
const verbs: Readonly<Record<string, string>> = {
  signedIn: "signed in",
  activated: "is active",
  reconnected: "reconnected",
  disconnecting: "is being disconnected",
  disconnected: "disconnected",
  loggingOff: "is being logged off",
  loggedOff: "logged off",
};

const verb = (type: string): string => verbs[type.slice(type.indexOf(".") + 1)] ?? type;
/** `sh-0` of `sh-0.contoso.com`: a line is short. */
const host = (name: string): string => (/^[\d.]+$/.test(name) ? name : name.split(".", 1)[0]!);

/** Something that happened in the world, in a few words: `sh-0/3 bob@contoso.com logged off`. */
export function effectInWords(event: WorldEvent): string {
  switch (event.type) {
    case "message.sent":
      return `${host(event.sessionHost)}/${event.userSessionId} ${event.userPrincipalName} ${event.shown ? "was told" : "will not see"} "${event.title}"`;
    case "desktop.messageSent":
      return `${event.vmName} ${event.user} ${event.shown ? "was told" : "will not see"} "${event.title}"`;
    case "host.drained":
      return `${host(event.sessionHost)} takes no newcomers`;
    case "host.undrained":
      return `${host(event.sessionHost)} takes newcomers`;
    case "host.statusChanged":
      return `${host(event.sessionHost)} is ${event.to}`;
    case "host.renamed":
      return `${host(event.sessionHost)} is called ${event.to ?? "nothing"}`;
    case "host.assigned":
      return `${host(event.sessionHost)} is ${event.to === null || event.to === "" ? "nobody's" : `${event.to}'s`}`;
    case "host.removed":
      return `${host(event.sessionHost)} was removed`;
    case "desktop.stateChanged":
      return `${event.vmName} is ${event.to}`;
    case "world.reset":
    case "world.restored":
      return `the world was ${event.type.slice("world.".length)}`;
    case "subscription.added":
    case "subscription.removed":
      return `the subscription ${event.subscriptionId} was ${event.type.slice("subscription.".length)}`;
    default:
      return "userSessionId" in event ? `${host(event.sessionHost)}/${event.userSessionId} ${event.userPrincipalName} ${verb(event.type)}` : `${event.vmName} ${event.user} ${verb(event.type)}`;
  }
}
