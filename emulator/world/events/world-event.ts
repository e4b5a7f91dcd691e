import type { DesktopMessage } from "../desktop-message";
import type { Message } from "../message";
import type { DesktopState } from "../rds/virtual-desktop";
import type { ConnectState } from "../rds/virtual-desktop-session";
import type { HostStatus } from "../session-host";
import type { SessionState } from "../user-session";

/** Where a session host is. */
interface OfHost {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  subscriptionId: string;
  resourceGroup: string;
  hostPool: string;
  sessionHost: string;
}

/**
 * Something became of a user session. What takes time is told twice, when it begins (`session.disconnecting`,
 * `session.loggingOff`, `session.signedIn` to `Pending`) and when it is done (`session.disconnected`, `session.loggedOff`,
 * `session.activated`); what happens at once, only when it is done.
 */
export interface SessionEvent extends OfHost {
  type: "session.signedIn" | "session.activated" | "session.reconnected" | "session.disconnecting" | "session.disconnected" | "session.loggingOff" | "session.loggedOff";
  userSessionId: number;
  userPrincipalName: string;
  objectId: string;
  /** The state that it showed before; `null`: there was no such session. */
  from: SessionState | null;
  /** The state that it shows now; `null`: it is gone. */
  to: SessionState | null;
}

/** A message was sent to a user session. */
export interface MessageEvent extends Message, OfHost {
  type: "message.sent";
}

/** A host takes newcomers no more, or again. */
export interface HostDrainEvent extends OfHost {
  type: "host.drained" | "host.undrained";
  /** Client id of the caller, or `emulator`. */
  by: string;
  /** Whether it took newcomers. */
  from: boolean;
  to: boolean;
}

/** The state of a host changed. */
export interface HostStatusEvent extends OfHost {
  type: "host.statusChanged";
  from: HostStatus;
  to: HostStatus;
}

/** What a host is called, or whose it is, changed. */
export interface HostTextEvent extends OfHost {
  type: "host.renamed" | "host.assigned";
  /** Client id of the caller, or `emulator`. */
  by: string;
  /** The friendly name, or the assigned user, before. */
  from: string | null;
  to: string | null;
}

/** A host was taken out of its pool. What became of the sessions on it was told before. */
export interface HostRemovedEvent extends OfHost {
  type: "host.removed";
  /** Client id of the caller, or `emulator`. */
  by: string;
}

/** Where a virtual desktop is. */
interface OfDesktop {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  /** Alias of the collection. */
  collectionId: string;
  vmHostName: string;
  vmName: string;
}

/** Something became of the session on a virtual desktop; told like a {@link SessionEvent}. */
export interface DesktopSessionEvent extends OfDesktop {
  type: "desktop.signedIn" | "desktop.activated" | "desktop.reconnected" | "desktop.disconnecting" | "desktop.disconnected" | "desktop.loggingOff" | "desktop.loggedOff";
  sessionId: number;
  /** `CONTOSO\alice` */
  user: string;
  /** `null`: there was no such session. */
  from: ConnectState | null;
  /** `null`: it is gone. */
  to: ConnectState | null;
}

/** A message was sent to the session of a virtual desktop. */
export interface DesktopMessageEvent extends DesktopMessage, OfDesktop {
  type: "desktop.messageSent";
}

/** A virtual desktop was started, turned off, paused or saved. */
export interface DesktopStateEvent extends OfDesktop {
  type: "desktop.stateChanged";
  from: DesktopState;
  to: DesktopState;
}

/** Everything was put back at once, or a subscription came with all that it has, of which no other event tells. */
export interface WorldReplacedEvent {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  type: "world.reset" | "world.restored" | "subscription.added";
  /** `null`: the whole world. */
  subscriptionId: string | null;
}

/** A subscription was taken away with everything in it, of which no other event tells. */
export interface SubscriptionRemovedEvent {
  /** ISO 8601, UTC, by the emulator's clock. */
  at: string;
  type: "subscription.removed";
  subscriptionId: string;
}

/** Something that happened in the world: a plain object that can be written as JSON, told apart by its `type`. */
export type WorldEvent = SessionEvent | MessageEvent | HostDrainEvent | HostStatusEvent | HostTextEvent | HostRemovedEvent | DesktopSessionEvent | DesktopMessageEvent | DesktopStateEvent | WorldReplacedEvent | SubscriptionRemovedEvent;

/** Who is told what happens in the world, right when it has happened. */
export type WorldListener = (event: WorldEvent) => void;
