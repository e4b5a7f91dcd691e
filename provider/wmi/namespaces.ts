/** XML namespaces of the wire. Source: MS-WSMV, section 2.2.1, and DSP0226. */
export const soap = "http://www.w3.org/2003/05/soap-envelope";
export const addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
export const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
export const transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
export const wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
export const microsoft = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
export const microsoftFault = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
export const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/** The dialect of a WQL filter. */
export const wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL";

/** Resource URIs of the WMI namespace of Remote Desktop management begin so. */
export const rdms = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms";
