import { UnexpectedAnswer } from "../errors/unexpected-answer";
import type { Session } from "../session";
import type { WmiObject } from "./wmi-object";

/** What is read of a session. Not `ClientMachineName`: whose computer it is, is nobody's business here. */
export const columns = ["VMHostName", "SessionId", "VMName", "ConnectState", "UserName", "DomainName"] as const;

/**
 * `ConnectState` by number. The class's page has no table; WTS_CONNECTSTATE_CLASS, MS-TSTS and sessdirpublictypes.h give
 * the same one.
 */
const states = ["Active", "Connected", "ConnectQuery", "Shadow", "Disconnected", "Idle", "Listen", "Reset", "Down", "Init"] as const;

/** A Win32_VirtualDesktopSession in the words of this package. */
export function toSession(found: WmiObject): Session & { readonly virtualMachine?: string } {
  const { VMHostName: sessionHost, SessionId: sessionId, VMName, ConnectState, UserName, DomainName } = found;
  if (!sessionHost || !sessionId || !/^\d+$/.test(sessionId)) {
    throw new UnexpectedAnswer({
      failed: "tell which session the broker speaks of",
      why: `its VMHostName is ${JSON.stringify(sessionHost ?? null)} and its SessionId ${JSON.stringify(sessionId ?? null)}`,
    });
  }
  return {
    sessionHost,
    sessionId: String(Number(sessionId)),
    user: UserName && DomainName ? `${DomainName}\\${UserName}` : (UserName ?? ""),
    ...(VMName ? { virtualMachine: VMName } : {}),
    state: states[Number(ConnectState ?? NaN)] ?? "Unknown",
  };
}
