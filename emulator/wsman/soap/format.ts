import { randomUUID } from "node:crypto";
import { xml, type Xml } from "../xml/xml";
import { ADDRESSING, ANONYMOUS, ENUMERATION, FAULT, FAULT_DETAIL, SOAP, TRANSFER, WSMAN, WSMV, XSI } from "./namespaces";
import type { FaultFamily, WsmanFault } from "./wsman-fault";

/** Ids as Windows writes them. */
export const newId = (): string => `uuid:${randomUUID().toUpperCase()}`;

// Everything of an envelope but what differs from answer to answer.
const OPEN = xml`<s:Envelope xml:lang="en-US" xmlns:s="${SOAP}" xmlns:a="${ADDRESSING}" xmlns:x="${TRANSFER}" xmlns:n="${ENUMERATION}" xmlns:w="${WSMAN}" xmlns:p="${WSMV}" xmlns:xsi="${XSI}"><s:Header><a:Action>`;
const TO = xml`</a:MessageID><a:To>${ANONYMOUS}</a:To>`;

/** @param relatesTo the request's MessageID; `undefined`: it could not be read */
export function envelope(action: string, relatesTo: string | undefined, body: Xml | undefined): Xml {
  const relation = relatesTo === undefined ? undefined : xml`<a:RelatesTo>${relatesTo}</a:RelatesTo>`;
  return xml`${OPEN}${action}</a:Action><a:MessageID>${newId()}${TO}${relation}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
}

const faultActions: Readonly<Record<FaultFamily, string>> = {
  addressing: `${ADDRESSING}/fault`,
  enumeration: `${ENUMERATION}/fault`,
  wsman: "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault",
  // Faults of SOAP itself have the action that WS-Addressing gives those without one of their own.
  soap: `${ADDRESSING}/fault`,
};

const PLUGIN = "%systemroot%\\system32\\WsmWmiPl.dll";

export function faultEnvelope({ message, parts }: WsmanFault, relatesTo: string | undefined, machine: string): Xml {
  const { family, code = "Sender", subcode, number, detail, provider } = parts;
  const body = xml`<s:Fault><s:Code><s:Value>s:${code}</s:Value>${subcode === undefined ? undefined : xml`<s:Subcode><s:Value>${subcode}</s:Value></s:Subcode>`}</s:Code>`;
  const text = provider ? xml`<f:ProviderFault provider="WMI Provider" path="${PLUGIN}"><f:WSManFault xmlns:f="${FAULT}" Code="${number}" Machine="${machine}"><f:Message>${message} HRESULT = 0x${provider.wmi} </f:Message></f:WSManFault></f:ProviderFault>` : message;
  return envelope(
    faultActions[family],
    relatesTo,
    xml`${body}<s:Reason><s:Text xml:lang="en-US">${message}</s:Text></s:Reason><s:Detail>${detail === undefined ? undefined : xml`<w:FaultDetail>${FAULT_DETAIL}${detail}</w:FaultDetail>`}<f:WSManFault xmlns:f="${FAULT}" Code="${number}" Machine="${machine}"><f:Message>${text}</f:Message></f:WSManFault></s:Detail></s:Fault>`,
  );
}
