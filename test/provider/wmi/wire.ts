/**
 * What Windows writes, with its prefixes. The shapes are those of MS-WSMV's examples (sections 4.1.x) and of traffic that was
 * recorded in the tests of txwinrm (fragments, nil), pypsrp and virt-who (faults).
 */
export const resource = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession";

const declarations = [
  'xml:lang="en-US"',
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"',
  'xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer"',
  'xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing"',
  'xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"',
  'xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"',
  'xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"',
].join(" ");

export const envelope = (body: string, { relatesTo = "{MessageID}", action = "x" } = {}): string =>
  `<s:Envelope ${declarations}><s:Header><a:Action>${action}</a:Action><a:MessageID>uuid:348D9DCE-B99B-4EBD-A90B-624854B032BB</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

/** A row of `SELECT a,b`. */
export const row = (columns: Record<string, string | null>): string =>
  `<w:XmlFragment>${Object.entries(columns)
    .map(([name, value]) => (value === null ? `<${name} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>` : `<${name}>${value}</${name}>`))
    .join("")}</w:XmlFragment>`;

export const instance = (properties: Record<string, string | null>): string =>
  `<p:Win32_VirtualDesktopSession xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:p="${resource}" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xsi:type="p:Win32_VirtualDesktopSession_Type">${Object.entries(properties)
    .map(([name, value]) => (value === null ? `<p:${name} xsi:nil="true"/>` : `<p:${name}>${value}</p:${name}>`))
    .join("")}</p:Win32_VirtualDesktopSession>`;

/** An optimised answer to Enumerate; the last page where there is no context. */
export const enumerated = (items: readonly string[], context?: string): string =>
  envelope(
    `<n:EnumerateResponse><n:EnumerationContext>${context ?? ""}</n:EnumerationContext><w:Items>${items.join("")}</w:Items>${context === undefined ? "<w:EndOfSequence/>" : ""}</n:EnumerateResponse>`,
  );

export const pulled = (items: readonly string[], context?: string): string =>
  envelope(
    `<n:PullResponse>${context === undefined ? "" : `<n:EnumerationContext>${context}</n:EnumerationContext>`}<n:Items>${items.join("")}</n:Items>${context === undefined ? "<n:EndOfSequence/>" : ""}</n:PullResponse>`,
  );

export const returned = (method: string, value: number): string =>
  envelope(`<p:${method}_OUTPUT xmlns:p="${resource}"><p:ReturnValue>${value}</p:ReturnValue></p:${method}_OUTPUT>`, { action: `${resource}/${method}Response` });

export interface FaultParts {
  readonly code?: string;
  readonly subcode: string;
  readonly number: number;
  readonly text?: string;
}

export const fault = ({ code = "s:Sender", subcode, number, text = "The WS-Management service cannot process the request." }: FaultParts): string =>
  envelope(
    `<s:Fault><s:Code><s:Value>${code}</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">${text} </s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${number}" Machine="rdcb1.contoso.com"><f:Message>${text} </f:Message></f:WSManFault></s:Detail></s:Fault>`,
    { action: "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault" },
  );

export const alice = { ConnectState: "0", DomainName: "CONTOSO", SessionId: "2", UserName: "alice", VMHostName: "hv-0.contoso.com", VMName: "vdi-001", CollectionId: "Pool1" };
export const bob = { ...alice, SessionId: "3", UserName: "bob", VMName: "vdi-002" };

/** The texts of the elements of that local name in a request. */
export const textsOf = (name: string, xml: string): string[] => [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`, "g"))].map(([, text]) => text!);
