import { DesktopHostNotFound } from "../../world/rds/errors/desktop-host-not-found";
import { DesktopNotRunning } from "../../world/rds/errors/desktop-not-running";
import { DesktopSessionNotFound } from "../../world/rds/errors/desktop-session-not-found";
import { connectStates, type VirtualDesktopSession } from "../../world/rds/virtual-desktop-session";
import { type Invocation, wmiClass, type WmiMethod } from "./wmi-class";

/**
 * What a method returns, by numbers of Windows (winerror.h). The class's documentation says no more than "an error code"; these
 * are the ones that the RemoteDesktop PowerShell module has words for. That they come as return values, and not as faults, is a
 * choice, as is which situation has which.
 */
const SUCCESS = 0;
/** ERROR_ACCESS_DENIED: the user may look, but not touch. */
const ACCESS_DENIED = 5;
/** ERROR_NOT_READY: the virtual machine does not run. */
const NOT_READY = 21;
/** ERROR_NOT_FOUND: the host has no such session. */
const NOT_FOUND = 1168;
/** RPC_S_SERVER_UNAVAILABLE: there is no such host. */
const SERVER_UNAVAILABLE = 1722;

/** @param act what the method does with the session */
function method(name: string, parameters: readonly string[], act: (session: VirtualDesktopSession, invocation: Invocation) => unknown): WmiMethod {
  return {
    name,
    parameters,
    invoke: (invocation) => {
      const { rds, keys, user } = invocation;
      if (user.access !== "full") return ACCESS_DENIED;
      try {
        act(rds.session(keys["VMHostName"] as string, keys["SessionId"] as number), invocation);
        return SUCCESS;
      } catch (error) {
        if (error instanceof DesktopHostNotFound) return SERVER_UNAVAILABLE;
        if (error instanceof DesktopSessionNotFound) return NOT_FOUND;
        if (error instanceof DesktopNotRunning) return NOT_READY;
        throw error;
      }
    },
  };
}

/** A session on a virtual desktop (https://learn.microsoft.com/windows/win32/termserv/win32-virtualdesktopsession). */
export const win32VirtualDesktopSession = wmiClass<VirtualDesktopSession>({
  name: "Win32_VirtualDesktopSession",
  properties: [
    { name: "ClientMachineName", type: "string", value: (session) => session.clientMachineName },
    { name: "CollectionId", type: "string", value: (session) => session.desktop.collection.alias },
    { name: "ConnectState", type: "uint32", value: (session) => connectStates.indexOf(session.connectState) },
    { name: "DomainName", type: "string", value: (session) => session.domainName },
    { name: "SessionId", type: "uint32", key: true, value: (session) => session.id },
    { name: "UserName", type: "string", value: (session) => session.userName },
    { name: "VMHostName", type: "string", key: true, value: (session) => session.desktop.host.name },
    { name: "VMName", type: "string", value: (session) => session.desktop.name },
  ],
  instances: (rds) => rds.sessions(),
  shown: (rds, session) => rds.wasRead(session),
  methods: [
    method("Disconnect", [], (session, { rds }) => rds.disconnect(session)),
    method("Logoff", [], (session, { rds }) => rds.logOff(session)),
    method("SendMessage", ["Title", "Message"], (session, { rds, parameters }) => rds.message(session, parameters["Title"]!, parameters["Message"]!)),
  ],
});
