import { Written } from "../../written";
import { xml, type Xml } from "../xml/xml";
import { ADDRESSING, ANONYMOUS, WSMAN } from "../soap/namespaces";
import { uriOf } from "./resource-uri";
import type { WmiClass, WmiProperty, WmiValue } from "./wmi-class";

/** The markup around the values of a class, made once: most of a page is that. */
interface Frame {
  open: Xml;
  close: Xml;
  properties: readonly { property: WmiProperty; open: Xml; close: Xml; nil: Xml }[];
}

const frames = new WeakMap<WmiClass, Frame>();

function frameOf(of: WmiClass): Frame {
  let frame = frames.get(of);
  if (!frame) {
    const { name } = of;
    frame = {
      open: xml`<p:${name} xmlns:p="${uriOf(name)}" xsi:type="p:${name}_Type">`,
      close: xml`</p:${name}>`,
      properties: of.properties.map((property) => ({ property, open: xml`<p:${property.name}>`, close: xml`</p:${property.name}>`, nil: xml`<p:${property.name} xsi:nil="true"/>` })),
    };
    frames.set(of, frame);
  }
  return frame;
}

/** Values are never written without markup around them: a number as a number, a truth value as `true` or `false`. */
const content = (value: Exclude<WmiValue, null>): string | number => (typeof value === "boolean" ? String(value) : value);

/** An instance as it was written before, and the values that it was written with. */
const written = new Written<{ of: WmiClass; values: readonly WmiValue[]; xml: Xml }>();

export function instanceXml(of: WmiClass, instance: object): Xml {
  const { open, close, properties } = frameOf(of);
  const known = written.get(instance);
  if (known?.of === of && properties.every(({ property }, index) => property.value(instance) === known.values[index])) return known.xml;
  const values = properties.map(({ property }) => property.value(instance));
  const markup = xml`${open}${properties.map((each, index) => {
    const value = values[index] ?? null;
    return value === null ? each.nil : xml`${each.open}${content(value)}${each.close}`;
  })}${close}`;
  written.set(instance, { of, values, xml: markup });
  return markup;
}

/** What `SELECT a, b` yields: no class, no namespace. */
export function fragmentXml(columns: readonly WmiProperty[], instance: object): Xml {
  return xml`<w:XmlFragment>${columns.map(({ name, value: read }) => {
    const value = read(instance);
    return value === null ? xml`<${name} xsi:nil="true"/>` : xml`<${name}>${content(value)}</${name}>`;
  })}</w:XmlFragment>`;
}

/** With the prefixes that one client pastes into its next request as they are. */
export function endpointReferenceXml(of: WmiClass, instance: object): Xml {
  const selectors = of.properties.filter(({ key }) => key).map(({ name, value }) => xml`<wsman:Selector Name="${name}">${content(value(instance)!)}</wsman:Selector>`);
  return xml`<wsa:EndpointReference xmlns:wsa="${ADDRESSING}" xmlns:wsman="${WSMAN}"><wsa:Address>${ANONYMOUS}</wsa:Address><wsa:ReferenceParameters><wsman:ResourceURI>${uriOf(of.name)}</wsman:ResourceURI><wsman:SelectorSet>${selectors}</wsman:SelectorSet></wsa:ReferenceParameters></wsa:EndpointReference>`;
}
