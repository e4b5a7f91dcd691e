import { objectId } from "./object-id";
import type { StatedReturns } from "./life/returns";
import type { SessionHost } from "./session-host";

/** The states of a session that the service's API names. */
export const sessionStates = ["Unknown", "Active", "Disconnected", "Pending", "LogOff", "UserProfileDiskMounted"] as const;
/** The state of a session. Messages are shown in `Active` only; `Disconnected` is a session that nobody is connected to. */
export type SessionState = (typeof sessionStates)[number];

export const applicationTypes = ["Desktop", "RemoteApp"] as const;
/** What the user of a session sees: a whole desktop, or single applications. */
export type ApplicationType = (typeof applicationTypes)[number];

/** What is said of a session when it is made; the rest has defaults. */
export interface NewSession {
  userPrincipalName: string;
  /** Default: `Desktop`. */
  applicationType?: ApplicationType | undefined;
  /** Default: `Active`. */
  sessionState?: SessionState | undefined;
  /** Default: made from the user principal name: `CONTOSO\alice` for alice@contoso.com. `null`: the service knows none. */
  activeDirectoryUserName?: string | null | undefined;
  /** ISO 8601 in UTC, up to seven decimals. Default: now, by the emulator's clock. */
  createTime?: string | undefined;
  /** Lets the user come back by himself, after he was disconnected or logged off. Default: he does not. */
  returns?: StatedReturns | undefined;
}

/** One user's session on one host. Only the {@link World} changes it. */
export class UserSession {
  readonly host: SessionHost;
  /** Unique on its host while it lives; reused afterwards. */
  readonly id: number;
  /** Its place among all objects that its subscription ever had. */
  readonly serial: number;
  readonly userPrincipalName: string;
  readonly applicationType: ApplicationType;
  /** Text, because the service's times are finer than a `Date`'s milliseconds. */
  readonly createTime: string;
  sessionState: SessionState;
  readonly #activeDirectoryUserName: string | null | undefined;

  constructor(host: SessionHost, id: number, serial: number, from: NewSession & { createTime: string }) {
    this.host = host;
    this.id = id;
    this.serial = serial;
    this.userPrincipalName = from.userPrincipalName;
    this.applicationType = from.applicationType ?? "Desktop";
    this.createTime = from.createTime;
    this.sessionState = from.sessionState ?? "Active";
    this.#activeDirectoryUserName = from.activeDirectoryUserName;
  }

  get objectId(): string {
    return objectId(this.serial, this.host.pool.resourceGroup.subscription.number);
  }

  /** As it was stated, and not derived: for who makes another session of the same user. */
  get statedActiveDirectoryUserName(): string | null | undefined {
    return this.#activeDirectoryUserName;
  }

  get activeDirectoryUserName(): string | null {
    if (this.#activeDirectoryUserName !== undefined) return this.#activeDirectoryUserName;
    const [account, domain] = this.userPrincipalName.split("@");
    return domain ? `${domain.split(".")[0]!.toUpperCase()}\\${account}` : null;
  }
}
