/**
 * Properties of a resource in the form that Pulumi's wire has them in: JSON values, where an object
 * with a signature stands for what JSON has no word for (a secret, a reference to a resource), and
 * one certain string for what is not known yet.
 */
export type Properties = Record<string, unknown>;

/** The key whose presence makes an object one of Pulumi's special values. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

/** Stands for a value that is not known during a preview (`runtime.unknownValue`). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key under which a dynamic resource carries its serialized provider. */
export const providerKey = "__provider";

/** The signature of a special value, or `undefined` where `value` is none. */
export function signatureOf(value: unknown): string | undefined {
  const signature = isObject(value) ? value[signatureKey] : undefined;
  return typeof signature === "string" ? signature : undefined;
}

/** An object with keys: neither null nor an array. A special value is one too. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of `value` in which every leaf and special value went through `leaf`. */
export function mapValue(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => mapValue(element, leaf));
  if (isObject(value) && signatureOf(value) === undefined) return mapProperties(value, leaf);
  return leaf(value);
}

/** {@link mapValue} for a whole property map. */
export function mapProperties(properties: Properties, leaf: (value: unknown) => unknown): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, mapValue(value, leaf)]));
}

/** Whether any leaf or special value inside `value` satisfies `test`. */
export function someValue(value: unknown, test: (value: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((element) => someValue(element, test));
  if (isObject(value) && signatureOf(value) === undefined) {
    return Object.values(value).some((element) => someValue(element, test));
  }
  return test(value);
}
