import type { Element } from "../xml/element";
import { xml, type Xml } from "../xml/xml";
import { SOAP } from "../soap/namespaces";

/** The specification's namespace, and those that some documents write. */
const NAMESPACE = /^http:\/\/schemas\.dmtf\.org\/wbem\/wsman\/identi(?:ty|fy)\/1(?:\/wsmanidentity\.xsd)?$/;

/** Whether an envelope's body asks who answers here. Nothing but this is answered to those who have not signed in. */
export const isIdentify = (body: Element | undefined): body is Element => body?.name === "Identify" && NAMESPACE.test(body.namespace);

/** Those who have not signed in are not told which Windows it is: this one says it is Windows Server 2022's. */
export function identifyResponse({ namespace }: Element, signedIn: boolean): Xml {
  const version = signedIn ? "OS: 10.0.20348 SP: 0.0 Stack: 3.0" : "OS: 0.0.0 SP: 0.0 Stack: 3.0";
  return xml`<s:Envelope xml:lang="en-US" xmlns:s="${SOAP}"><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid="${namespace}"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion><wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor><wsmid:ProductVersion>${version}</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>`;
}
