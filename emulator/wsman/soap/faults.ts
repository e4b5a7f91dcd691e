import { shortened } from "../../shortened";
import { WsmanFault } from "./wsman-fault";

/** What a client has sent, as much as a fault says of it: every fault is to fit into the smallest envelope, in UTF-16, too. */
const cut = (text: string): string => shortened(text, 200);

/**
 * Every fault of this plane. Numbers are those of wsmerror.h, in which subcodes are named, too; the first half of each text is
 * Windows', what follows says more than the real one does.
 */
export const faults = {
  instanceNotFound: (what: string) =>
    new WsmanFault(`The WS-Management service cannot process the request. The service cannot find the resource identified by the resource URI and selectors: ${cut(what)}`, { family: "addressing", subcode: "a:DestinationUnreachable", number: 2150858752, detail: "InvalidResourceURI" }),
  badResourceUri: (uri: string) =>
    new WsmanFault(`The WS-Management service cannot process the request. The resource URI is missing or it has an incorrect format: "${cut(uri)}". This emulator has the classes of root/cimv2/rdms.`, { family: "addressing", subcode: "a:DestinationUnreachable", number: 2150858811, detail: "InvalidResourceURI" }),
  actionNotSupported: (action: string) =>
    new WsmanFault(`The WS-Management service cannot process the request. The WS-Addressing action URI is invalid: "${cut(action)}".`, { family: "addressing", subcode: "a:ActionNotSupported", number: 2150858753 }),
  headerRequired: (header: string) =>
    new WsmanFault(`The WS-Management service cannot process the request. The request does not have all the expected SOAP headers: ${header} is missing.`, { family: "addressing", subcode: "a:MessageInformationHeaderRequired", number: 2150858769 }),
  invalidHeader: (header: string, why: string) =>
    new WsmanFault(`The WS-Management service cannot process the request. The request contains one or more invalid SOAP headers: ${header} ${cut(why)}.`, { family: "addressing", subcode: "a:InvalidMessageInformationHeader", number: 2150858767 }),
  /** @param wmi the HRESULT of WMI; default: WBEM_E_INVALID_QUERY */
  cannotProcessFilter: (why: string, wmi = "80041017") =>
    new WsmanFault(`The data source could not process the filter. The filter might be missing or it might be invalid. ${cut(why)}`, { family: "enumeration", subcode: "n:CannotProcessFilter", number: 2150858778, provider: { wmi } }),
  filterDialectUnavailable: (dialect: string) =>
    new WsmanFault(`The filter dialect (the type associated with the filter) was not supported for this resource: "${cut(dialect)}".`, { family: "enumeration", subcode: "n:FilterDialectRequestedUnavailable", number: 2150858777 }),
  invalidEnumerationContext: () =>
    new WsmanFault("The WS-Enumeration context in the enumeration is not valid. Enumeration may have been completed or canceled. You cannot use this enumeration context anymore. Start a new enumeration.", { family: "enumeration", code: "Receiver", subcode: "n:InvalidEnumerationContext", number: 2150858779 }),
  unexpectedSelector: (name: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because the request contained invalid selectors for the resource: ${cut(name)}.`, { family: "wsman", subcode: "w:InvalidSelectors", number: 2150858843, detail: "UnexpectedSelectors" }),
  insufficientSelectors: (missing: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because the request did not contain all required selectors: ${missing} is missing.`, { family: "wsman", subcode: "w:InvalidSelectors", number: 2150858842, detail: "InsufficientSelectors" }),
  duplicateSelector: (name: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because the request contains duplicate selectors: ${name}.`, { family: "wsman", subcode: "w:InvalidSelectors", number: 2150858847, detail: "DuplicateSelectors" }),
  selectorType: (name: string, value: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because a value for a selector is of the wrong type: ${name} is "${cut(value)}".`, { family: "wsman", subcode: "w:InvalidSelectors", number: 2150858844, detail: "TypeMismatch" }),
  timedOut: () =>
    new WsmanFault("The WS-Management service cannot complete the operation within the time specified in OperationTimeout.", { family: "wsman", code: "Receiver", subcode: "w:TimedOut", number: 2150858793 }),
  invalidTimeout: (value: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because the XML content has invalid values: OperationTimeout is "${cut(value)}", and must be a duration such as PT60S.`, { family: "wsman", subcode: "w:SchemaValidationError", number: 2150858838 }),
  accessDenied: (user: string) =>
    new WsmanFault(`Access is denied: ${cut(user)} may not use this deployment.`, { family: "wsman", subcode: "w:AccessDenied", number: 5 }),
  unsealed: () =>
    new WsmanFault("Access is denied: over http the body of a message must be encrypted, which this emulator does not do. Use https, or start the emulator with --allow-unencrypted (in code: allowUnencrypted).", { family: "wsman", subcode: "w:AccessDenied", number: 5 }),
  sealed: () =>
    new WsmanFault("The WS-Management service does not support the specified feature: the message is sealed (encrypted), and this emulator does not unseal messages. Use https; or turn message encryption off in the client (message_encryption='never' of pywinrm, encryption='never' of pypsrp), and over http start the emulator with --allow-unencrypted (in code: allowUnencrypted).", { family: "wsman", subcode: "w:UnsupportedFeature", number: 2150858818 }),
  unsupportedFeature: (feature: string, detail: string) =>
    new WsmanFault(`The WS-Management service does not support the specified feature. Remove the unsupported feature from the request and retry: ${cut(feature)}.`, { family: "wsman", subcode: "w:UnsupportedFeature", number: 2150858818, detail }),
  envelopeTooSmall: (size: number, least: number) =>
    new WsmanFault(`The WS-Management service cannot process the request because the encoding of the request exceeds an internal encoding limit: MaxEnvelopeSize is ${size}, and must be at least ${least}.`, { family: "wsman", subcode: "w:EncodingLimit", number: 2150858805, detail: "MinimumEnvelopeLimit" }),
  envelopeExceeded: (bytes: number, most: number) =>
    new WsmanFault(`The response that the WS-Management service computed exceeds the maximum envelope size in the request: ${bytes} bytes of ${most}.`, { family: "wsman", subcode: "w:EncodingLimit", number: 2150858824, detail: "MaxEnvelopeSizeExceeded" }),
  characterSet: (which: string) =>
    new WsmanFault(`The WS-Management service does not support the character set used in the request. Change the request to use UTF-8 or UTF-16: ${cut(which)}.`, { family: "wsman", subcode: "w:EncodingLimit", number: 2150858828, detail: "CharacterSet" }),
  invalidXml: (why: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because the XML is invalid: ${cut(why)}`, { family: "wsman", subcode: "w:SchemaValidationError", number: 2150858819 }),
  schemaViolation: (why: string) =>
    new WsmanFault(`The SOAP XML in the message does not match the corresponding XML schema definition. Change the XML and retry: ${cut(why)}.`, { family: "wsman", subcode: "w:SchemaValidationError", number: 2150858817 }),
  mustUnderstand: (header: string) =>
    new WsmanFault(`The WS-Management service cannot process a SOAP header in the request that is marked as mustUnderstand by the client: ${cut(header)}.`, { family: "soap", code: "MustUnderstand", number: 2150858768 }),
  soapVersion: () =>
    new WsmanFault("The WS-Management service does not support the SOAP version specified in the request.", { family: "soap", code: "VersionMismatch", number: 2150858765 }),
  quota: (contexts: number) =>
    new WsmanFault(`The WS-Management service cannot process the request. This user is allowed a maximum number of ${contexts} concurrent operations, which has been exceeded. Close existing operations for this user.`, { family: "wsman", subcode: "w:QuotaLimit", number: 2150859174 }),
  invalidParameter: (what: string) =>
    new WsmanFault(`The WS-Management service cannot process the request because a parameter for the operation is not valid: ${cut(what)}.`, { family: "wsman", subcode: "w:InvalidParameter", number: 2150858810 }),
  internal: (message: string) =>
    new WsmanFault(`The emulator failed: ${cut(message)}. This is a defect of the emulator.`, { family: "wsman", code: "Receiver", subcode: "w:InternalError", number: 1359 }),
};
