import { splitUserName } from "./broker-user";
import type { VirtualDesktop } from "./virtual-desktop";

/**
 * The states of a session's connection; their places are the numbers on the wire. The class's own documentation has no
 * table; three public ones agree (WTS_CONNECTSTATE_CLASS, MS-TSTS, sessdirpublictypes.h).
 */
export const connectStates = ["Active", "Connected", "ConnectQuery", "Shadow", "Disconnected", "Idle", "Listen", "Reset", "Down", "Init"] as const;
export type ConnectState = (typeof connectStates)[number];

/** What is said of a desktop's session when it begins; the rest has defaults. */
export interface NewDesktopSession {
  /** `CONTOSO\alice` */
  user: string;
  /** Default: `Active`. */
  connectState?: ConnectState | undefined;
  /** The machine that the user sits at. Default: none is known. */
  clientMachineName?: string | undefined;
}

/** One user's session on one virtual desktop. Only the {@link RdsDeployment} changes it. */
export class VirtualDesktopSession {
  readonly desktop: VirtualDesktop;
  /** Unique on the desktop's host while it lives; reused afterwards. */
  readonly id: number;
  readonly userName: string;
  readonly domainName: string;
  readonly clientMachineName: string | null;
  connectState: ConnectState;

  constructor(desktop: VirtualDesktop, id: number, from: NewDesktopSession) {
    this.desktop = desktop;
    this.id = id;
    [this.domainName, this.userName] = splitUserName(from.user);
    this.connectState = from.connectState ?? "Active";
    this.clientMachineName = from.clientMachineName ?? null;
  }

  /** `CONTOSO\alice` */
  get user(): string {
    return this.domainName === "" ? this.userName : `${this.domainName}\\${this.userName}`;
  }
}
