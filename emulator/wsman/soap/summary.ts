import { childOf } from "../xml/element";
import { ENUMERATION, WSMAN } from "./namespaces";
import type { WsmanRequest } from "./request";
import { shortened } from "../../shortened";

const LONGEST = 1_000;

/**
 * What an envelope asks, on one line for the journal: `Disconnect Win32_VirtualDesktopSession SessionId=3 VMHostName=hv-0.contoso.com`,
 * `Enumerate select * from Win32_VirtualDesktopSession`. A query may have half a megabyte: so much of one is not kept.
 */
export function summaryOf({ action, resourceUri, selectors, body }: WsmanRequest): string {
  const query = (childOf(body, WSMAN, "Filter") ?? childOf(body, ENUMERATION, "Filter"))?.text.trim() ?? "";
  const keys = [...selectors].sort((a, b) => a.name.localeCompare(b.name)).map(({ name, value }) => `${name}=${value}`);
  const words = query === "" ? [lastOf(resourceUri), ...keys] : [query];
  return shortened([lastOf(action), ...words].join(" ").trim().replaceAll(/\s+/g, " "), LONGEST);
}

const lastOf = (uri: string): string => uri.slice(uri.lastIndexOf("/") + 1);
