import { schemaInstance } from "./namespaces";
import type { XmlElement } from "./xml-reader";

/** The properties of an instance, or the columns of a row, as text. `null` is WMI's own null. */
export type WmiObject = Readonly<Record<string, string | null>>;

/**
 * An instance (`<p:Win32_VirtualDesktopSession>`), a row of a query (`<w:XmlFragment>`, whose columns have no namespace),
 * or the output of a method: they differ in namespaces only.
 */
export function toObject(element: XmlElement): WmiObject {
  const properties: Record<string, string | null> = {};
  for (const property of element.children) properties[property.name] = valueOf(property);
  return properties;
}

function valueOf(property: XmlElement): string | null {
  if (property.attributes.length === 0 && property.children.length === 0) return property.text; // almost all are so
  if (property.attributes.some(({ namespace, local, value }) => namespace === schemaInstance && local === "nil" && /^(true|1)$/.test(value))) return null;
  return property.text;
}
