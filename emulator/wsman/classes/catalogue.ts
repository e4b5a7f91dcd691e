import { win32RdmsVirtualDesktop } from "./win32-rdms-virtual-desktop";
import { win32RdmsVirtualDesktopCollection } from "./win32-rdms-virtual-desktop-collection";
import { win32VirtualDesktopSession } from "./win32-virtual-desktop-session";
import type { WmiClass } from "./wmi-class";

export const classes: ReadonlyMap<string, WmiClass> = new Map([win32VirtualDesktopSession, win32RdmsVirtualDesktop, win32RdmsVirtualDesktopCollection].map((each) => [each.name.toLowerCase(), each]));

/** A class of the namespace by its name, in any case. */
export const findClass = (name: string): WmiClass | undefined => classes.get(name.toLowerCase());
