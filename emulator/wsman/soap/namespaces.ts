/** The namespaces of the protocol. */
export const SOAP = "http://www.w3.org/2003/05/soap-envelope";
export const ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
export const WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
export const WSMV = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
export const ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
export const TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
export const FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";

export const ANONYMOUS = `${ADDRESSING}/role/anonymous`;
/** What the last segment of a fault's detail is put behind. */
export const FAULT_DETAIL = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";
