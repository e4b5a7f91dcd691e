import { hostEvents } from "./events/describe";
import type { Observers } from "./events/observers";
import type { HostChanges, Modification, SessionHost } from "./session-host";

/** Changes what is said of a host, leaves the rest, and tells what that changed. */
export function changeHost(host: SessionHost, changes: HostChanges, modification: Modification, observers: Observers): void {
  const { allowNewSession, assignedUser, friendlyName } = host;
  if (changes.allowNewSession !== undefined) host.allowNewSession = changes.allowNewSession;
  if (changes.assignedUser !== undefined) host.assignedUser = changes.assignedUser;
  if (changes.friendlyName !== undefined) host.friendlyName = changes.friendlyName;
  host.lastModified = modification;
  observers.tellAll(() => hostEvents(modification, host, { allowNewSession, assignedUser, friendlyName }));
}
