import { UnexpectedAnswer } from "../errors/unexpected-answer";
import { rdsSessionStates, type Session } from "../session";
import type { WmiObject } from "./wmi-object";

/** What is read of a session. Not `ClientMachineName`: whose computer it is, is nobody's business here. */
export const columns = ["VMHostName", "SessionId", "VMName", "ConnectState", "UserName", "DomainName"] as const;

/** A Win32_VirtualDesktopSession in the words of this package. */
export function toSession(found: WmiObject): Session {
  const [sessionHost, sessionId, VMName] = [found.get("VMHostName"), found.get("SessionId"), found.get("VMName")];
  const [state, UserName, DomainName] = [found.get("ConnectState"), found.get("UserName"), found.get("DomainName")];
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
    state: rdsSessionStates[Number(state ?? NaN)] ?? "Unknown",
  };
}
