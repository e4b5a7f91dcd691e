import { holdsSecret } from "./secret";

/** The configuration of a stack as far as its state says it in clear. */
export interface StoredConfig {
  /** A value of the configuration namespace `desktop-sessions`. */
  get(key: string): string | undefined;
  /** The keys of that namespace whose values are secret. They are not read, encrypted or not. */
  readonly secret: readonly string[];
}

const namespace = "desktop-sessions:";

/** @param inputs of the provider of dynamic resources, which the engine gives the stack's whole configuration. */
export function storedConfig(inputs: Readonly<Record<string, unknown>>): StoredConfig {
  const entries = Object.entries(inputs)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), value] as const);
  const clear = new Map(entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : [])));
  return {
    get: (key) => clear.get(key),
    secret: entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key),
  };
}
