import { schemaInstance } from "./namespaces";
import type { XmlElement } from "./xml-reader";

/**
 * An instance (`<p:Win32_VirtualDesktopSession>`), a row of a query (`<w:XmlFragment>`, whose columns have no namespace),
 * or the output of a method: they differ in namespaces only.
 */
export class WmiObject {
  readonly #properties: readonly XmlElement[];

  constructor({ children }: XmlElement) {
    this.#properties = children;
  }

  /** A property as text. `null` is WMI's own null; `undefined`: it is not there. */
  get(name: string): string | null | undefined {
    for (const property of this.#properties) if (property.name === name) return isNull(property) ? null : property.text;
    return undefined;
  }

  /** All of its properties as text, without those that are null. */
  get texts(): readonly string[] {
    return this.#properties.flatMap((property) => (isNull(property) ? [] : [property.text]));
  }
}

const isNull = ({ attributes }: XmlElement): boolean =>
  attributes.length > 0 && attributes.some(({ namespace, local, value }) => namespace === schemaInstance && local === "nil" && /^(true|1)$/.test(value));
