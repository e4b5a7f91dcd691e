import { faults } from "../soap/faults";
import type { Selector } from "../soap/request";
import { fold } from "./fold";
import { findProperty, type WmiClass, type WmiProperty, type WmiValue } from "./wmi-class";

/** What selectors may name besides properties: the namespace, which the URI names already. */
const NAMESPACE_SELECTOR = "__cimnamespace";
const LARGEST_UINT32 = 0xffff_ffff;

export type Keys = Record<string, Exclude<WmiValue, null>>;

/**
 * Values of a class's keys. Names are compared without case.
 *
 * @throws WsmanFault when one is missing, named twice, of the wrong type, or no key
 */
export function keysOf(of: WmiClass, selectors: readonly Selector[]): Keys {
  const keys: Keys = {};
  for (const { name, value } of selectors) {
    if (name.toLowerCase() === NAMESPACE_SELECTOR) continue;
    const property = findProperty(of, name);
    if (!property?.key) throw faults.unexpectedSelector(name);
    if (Object.hasOwn(keys, property.name)) throw faults.duplicateSelector(property.name);
    keys[property.name] = typed(property, value);
  }
  const missing = of.properties.find(({ name, key }) => key && !Object.hasOwn(keys, name));
  if (missing) throw faults.insufficientSelectors(missing.name);
  return keys;
}

/** @throws WsmanFault */
export function typed({ name, type }: WmiProperty, value: string): Exclude<WmiValue, null> {
  if (type === "string") return value;
  const text = value.trim().toLowerCase();
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (type === "boolean" || !/^\d{1,10}$/.test(text) || Number(text) > LARGEST_UINT32) throw faults.selectorType(name, value);
  return Number(text);
}

/** Whether an instance has these values; texts are compared without case. */
export function hasKeys(of: WmiClass, keys: Readonly<Keys>, instance: object): boolean {
  return of.properties.every(({ name, value }) => !Object.hasOwn(keys, name) || fold(value(instance)) === fold(keys[name]));
}
