import type { Emulator } from "../../../emulator/index";
import { type Answer, ask } from "../wire";

export const RDMS = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms";
export const SESSION = `${RDMS}/Win32_VirtualDesktopSession`;
export const ANY_CLASS = `${RDMS}/*`;
export const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
export const GET = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
export const WQL = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
export const SELECTOR_FILTER = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
export const ANONYMOUS = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
export const USER = "CONTOSO\\rdsadmin";
export const PASSWORD = "emulator-secret";

export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

export interface Envelope {
  action?: string;
  resource?: string;
  selectors?: Record<string, string | number>;
  body?: string;
  messageId?: string;
  /** Headers, as markup, in place of a ReplyTo that is anonymous. */
  replyTo?: string;
  /** More headers, as markup. */
  headers?: string;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** An envelope with the prefixes of the protocol's specification, which are not those that the service answers with. */
export function envelope({ action, resource, selectors = {}, body = "", messageId = "uuid:0D2C7B1E-9A4F-4C3B-8A5E-1F2E3D4C5B6A", headers = "", replyTo = `<wsa:ReplyTo><wsa:Address soap:mustUnderstand="true">${ANONYMOUS}</wsa:Address></wsa:ReplyTo>` }: Envelope): string {
  const each = Object.entries(selectors).map(([name, value]) => `<wsman:Selector Name="${name}">${escaped(String(value))}</wsman:Selector>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:wsmv="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" xmlns:wsen="${ENUMERATION}">
<soap:Header><wsa:To>http://broker.example:5985/wsman</wsa:To>${replyTo}
${action === undefined ? "" : `<wsa:Action soap:mustUnderstand="true">${action}</wsa:Action>`}${messageId === "" ? "" : `<wsa:MessageID>${messageId}</wsa:MessageID>`}
${resource === undefined ? "" : `<wsman:ResourceURI soap:mustUnderstand="true">${resource}</wsman:ResourceURI>`}<wsmv:DataLocale xml:lang="en-US" soap:mustUnderstand="false"/>
${each.length > 0 ? `<wsman:SelectorSet>${each.join("")}</wsman:SelectorSet>` : ""}${headers}</soap:Header>
<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

export interface Manner {
  authorization?: string | undefined;
  contentType?: string;
  headers?: Record<string, string>;
  /** Default: the https listener's. */
  url?: string;
}

/** Posts text as it is, by default as the broker's administrator. */
export function post(emulator: Emulator, body: string | Buffer, { authorization = basic(USER, PASSWORD), contentType = "application/soap+xml;charset=UTF-8", headers = {}, url = emulator.url }: Manner = {}): Promise<Answer> {
  return ask(emulator, `${url}/wsman`, { method: "POST", body, headers: { "content-type": contentType, ...(authorization === "" ? {} : { authorization }), ...headers } });
}

export const send = (emulator: Emulator, request: Envelope, manner?: Manner): Promise<Answer> => post(emulator, envelope(request), manner);

/** An Enumerate; optimised, with up to 100 items, unless it is said otherwise. */
export function enumerate(inside = "", resource = SESSION, options = '<wsman:OptimizeEnumeration/><wsman:MaxElements>100</wsman:MaxElements>'): Envelope {
  return { action: `${ENUMERATION}/Enumerate`, resource, body: `<wsen:Enumerate>${options}${inside}</wsen:Enumerate>` };
}

export const query = (wql: string): Envelope => enumerate(`<wsman:Filter Dialect="${WQL}">${escaped(wql)}</wsman:Filter>`, ANY_CLASS);

export function pull(context: string, inside = ""): Envelope {
  return { action: `${ENUMERATION}/Pull`, resource: SESSION, body: `<wsen:Pull><wsen:EnumerationContext>${context}</wsen:EnumerationContext>${inside}</wsen:Pull>` };
}

export function invoke(method: string, selectors: Record<string, string | number>, input = `<p:${method}_INPUT xmlns:p="${SESSION}"/>`): Envelope {
  return { action: `${SESSION}/${method}`, resource: SESSION, selectors, body: input };
}

/** The texts of all elements of that local name. */
export const texts = ({ text }: Answer, name: string): string[] => Array.from(text.matchAll(new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)</`, "g")), (match) => match[1]!);
export const users = (answer: Answer): string[] => texts(answer, "UserName");
export const contextOf = (answer: Answer): string => texts(answer, "EnumerationContext")[0]!;
