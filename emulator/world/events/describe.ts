import type { VirtualDesktop } from "../rds/virtual-desktop";
import type { ConnectState, VirtualDesktopSession } from "../rds/virtual-desktop-session";
import type { HostChanges, Modification, SessionHost } from "../session-host";
import type { SessionState, UserSession } from "../user-session";
import type { DesktopSessionEvent, HostDrainEvent, HostTextEvent, SessionEvent } from "./world-event";

/** Things of the world, in the words of its events. */
export function ofHost(at: string, { name, pool }: SessionHost) {
  const { resourceGroup } = pool;
  return { at, subscriptionId: resourceGroup.subscription.id, resourceGroup: resourceGroup.name, hostPool: pool.name, sessionHost: name };
}

export function ofDesktop(at: string, { name, collection, host }: VirtualDesktop) {
  return { at, collectionId: collection.alias, vmHostName: host.name, vmName: name };
}

export function sessionEvent(at: string, type: SessionEvent["type"], session: UserSession, from: SessionState | null, to: SessionState | null): SessionEvent {
  const { host, id, userPrincipalName, objectId } = session;
  return { type, ...ofHost(at, host), userSessionId: id, userPrincipalName, objectId, from, to };
}

export function desktopSessionEvent(at: string, type: DesktopSessionEvent["type"], session: VirtualDesktopSession, from: ConnectState | null, to: ConnectState | null): DesktopSessionEvent {
  const { desktop, id, user } = session;
  return { type, ...ofDesktop(at, desktop), sessionId: id, user, from, to };
}

/** What a modification changed of a host: nothing, where it said what was so already. */
export function* hostEvents({ at, by }: Modification, host: SessionHost, before: Required<HostChanges>): Generator<HostDrainEvent | HostTextEvent> {
  const { allowNewSession, friendlyName, assignedUser } = host;
  const of = ofHost(at, host);
  if (before.allowNewSession !== undefined && before.allowNewSession !== allowNewSession) yield { type: allowNewSession ? "host.undrained" : "host.drained", ...of, by, from: before.allowNewSession, to: allowNewSession };
  if (before.friendlyName !== undefined && before.friendlyName !== friendlyName) yield { type: "host.renamed", ...of, by, from: before.friendlyName, to: friendlyName };
  if (before.assignedUser !== undefined && before.assignedUser !== assignedUser) yield { type: "host.assigned", ...of, by, from: before.assignedUser, to: assignedUser };
}
