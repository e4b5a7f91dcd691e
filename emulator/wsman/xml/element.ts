/** An element that was read. Prefixes are gone: names are a namespace and a local name. */
export interface Element {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Element[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

export interface Attribute {
  /** `""` where it has no prefix. */
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

export function childOf(element: Element | undefined, namespace: string, name: string): Element | undefined {
  return element?.children.find((child) => child.namespace === namespace && child.name === name);
}

export function attributeOf(element: Element, namespace: string, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === namespace && attribute.name === name)?.value;
}
