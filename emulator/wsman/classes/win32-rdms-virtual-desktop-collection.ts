import type { DesktopCollection } from "../../world/rds/desktop-collection";
import { wmiClass } from "./wmi-class";

/**
 * A collection of virtual desktops (https://learn.microsoft.com/windows/win32/termserv/win32-rdmsvirtualdesktopcollection).
 * What this world does not know of is null, false or 0.
 */
export const win32RdmsVirtualDesktopCollection = wmiClass<DesktopCollection>({
  name: "Win32_RDMSVirtualDesktopCollection",
  properties: [
    { name: "Alias", type: "string", key: true, value: ({ alias }) => alias },
    { name: "CollectionDescription", type: "string", value: () => null },
    { name: "IconContents", type: "string", value: () => null },
    { name: "IsHA", type: "boolean", value: () => false },
    { name: "IsManaged", type: "boolean", value: () => false },
    { name: "IsUserAdmin", type: "boolean", value: () => false },
    { name: "Name", type: "string", value: ({ name }) => name },
    { name: "RollbackEnabled", type: "boolean", value: () => false },
    { name: "SecurityDescriptor", type: "string", value: () => null },
    { name: "ShowInPortal", type: "boolean", value: () => true },
    { name: "Type", type: "uint32", value: () => 0 },
    { name: "UserVHDSetting", type: "string", value: () => null },
    { name: "VmFarmSettings", type: "string", value: () => null },
  ],
  instances: (rds) => rds.collections,
  methods: [],
});
