import type { DesktopState, VirtualDesktop } from "../../world/rds/virtual-desktop";
import { wmiClass } from "./wmi-class";

/** As documented for `VMState` of its method GetVirtualDesktopState. */
const vmStates: Readonly<Record<DesktopState, number>> = { Running: 2, Off: 3, Paused: 32_768, Saved: 32_769 };

/**
 * A virtual desktop (https://learn.microsoft.com/windows/win32/termserv/win32-rdmsvirtualdesktop). Nothing says what Status
 * and SessionState hold: here 0, and the name of the connection's state. Nobody is assigned to a desktop in this world.
 */
export const win32RdmsVirtualDesktop = wmiClass<VirtualDesktop>({
  name: "Win32_RDMSVirtualDesktop",
  properties: [
    { name: "CollectionAlias", type: "string", value: ({ collection }) => collection.alias },
    { name: "HostName", type: "string", value: ({ host }) => host.name },
    { name: "Name", type: "string", key: true, value: ({ name }) => name },
    { name: "SessionState", type: "string", value: ({ session }) => session?.connectState ?? null },
    { name: "SessionUserName", type: "string", value: ({ session }) => session?.user ?? null },
    { name: "Status", type: "uint32", value: () => 0 },
    { name: "UserDomain", type: "string", value: () => null },
    { name: "UserName", type: "string", value: () => null },
    { name: "VMState", type: "uint32", value: ({ state }) => vmStates[state] },
  ],
  instances: (rds) => rds.desktops,
  methods: [],
});
