/**
 * The states that Azure Virtual Desktop gives a session. ARM declares an open enum, so a list may carry others;
 * a selector may only name these.
 *
 * Source: azure-rest-api-specs, Microsoft.DesktopVirtualization 2024-04-03, `SessionState`.
 */
export const azureSessionStates = [
  "Active",
  "Disconnected",
  "Pending",
  "LogOff",
  "UserProfileDiskMounted",
  "Unknown",
] as const;

/**
 * The states that Remote Desktop Services gives a session, by the number that `ConnectState` has. The class has no table of
 * its own; three public ones of the same numbers agree.
 *
 * Source: WTS_CONNECTSTATE_CLASS (wtsapi32.h), MS-TSTS 2.2.1.9, sessdirpublictypes.h.
 */
export const rdsSessionStates = [
  "Active",
  "Connected",
  "ConnectQuery",
  "Shadow",
  "Disconnected",
  "Idle",
  "Listen",
  "Reset",
  "Down",
  "Init",
] as const;

export type SessionState = (typeof azureSessionStates | typeof rdsSessionStates)[number];

/** What tells one session from another. Ids are small integers per host and are reused, so an id alone does not. */
export interface SessionIdentity {
  /** ARM: the session host, without its host pool. RDS: the host of the virtual machine, `VMHostName`. */
  readonly sessionHost: string;
  readonly sessionId: string;
  /** User principal name, or `DOMAIN\name` where there is none. Empty where the system names nobody. */
  readonly user: string;
  /** ISO 8601, UTC, milliseconds. Absent where the system has none, as RDS. */
  readonly createTime?: string;
  /** RDS: the virtual machine that the session is in, `VMName`. */
  readonly virtualMachine?: string;
}

/** One user's session on one session host, as it was when it was read. */
export interface Session extends SessionIdentity {
  /** `DOMAIN\name`. Absent where the system tells none, or where `user` is it. */
  readonly activeDirectoryUserName?: string;
  /** One of {@link azureSessionStates} or {@link rdsSessionStates}, or a newer word of the service. */
  readonly state: string;
  /** `Desktop` or `RemoteApp`. Absent where the system does not tell. */
  readonly applicationType?: string;
}

/** Every name that the system knows the user by; none where it names nobody. */
export const namesOf = ({ user, activeDirectoryUserName }: Session): readonly string[] =>
  [user, activeDirectoryUserName ?? ""].filter((name) => name !== "");

const connected: ReadonlySet<string> = new Set<SessionState>(["Active", "Pending", "Connected", "ConnectQuery", "Shadow"]);

/** A person is at the other end, or is about to be. */
export const isConnected = (session: Session): boolean => connected.has(session.state);

/** A message is shown in `Active` sessions only: others take it and show nobody. */
export const showsMessages = (session: Session): boolean => session.state === "Active";
