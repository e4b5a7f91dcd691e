import type { DesktopCollection } from "./desktop-collection";
import type { VirtualDesktopHost } from "./virtual-desktop-host";
import type { VirtualDesktopSession } from "./virtual-desktop-session";

/** The states of a virtual machine that stay until somebody changes them. */
export const desktopStates = ["Running", "Off", "Paused", "Saved"] as const;
export type DesktopState = (typeof desktopStates)[number];

/** A virtual machine of a collection, for one user at a time. Only the {@link RdsDeployment} changes it. */
export class VirtualDesktop {
  readonly collection: DesktopCollection;
  readonly name: string;
  readonly host: VirtualDesktopHost;
  state: DesktopState;
  session: VirtualDesktopSession | undefined;

  constructor(collection: DesktopCollection, name: string, host: VirtualDesktopHost, state: DesktopState = "Running") {
    this.collection = collection;
    this.name = name;
    this.host = host;
    this.state = state;
  }
}
