/** What stands before the namespace in the URI of a class. */
const WMI = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
const NAMESPACE = "root/cimv2/rdms";

export const uriOf = (className: string): string => `${WMI}${NAMESPACE}/${className}`;

/** What a resource URI names. */
export interface ResourceUri {
  /** Whether it is this emulator's one namespace. */
  known: boolean;
  /** `*`: whatever class the filter names. */
  className: string;
}

/** @returns `undefined`: it is no URI of WMI */
export function parseResourceUri(uri: string): ResourceUri | undefined {
  if (!uri.toLowerCase().startsWith(WMI)) return undefined;
  const [, namespace, className] = /^(.+)\/([^/]+)$/.exec(uri.slice(WMI.length)) ?? [];
  if (namespace === undefined || className === undefined) return undefined;
  return { known: namespace.toLowerCase() === NAMESPACE, className };
}
