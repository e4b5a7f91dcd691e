import type * as automation from "@pulumi/pulumi/automation";
import { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";

/** Full key (`namespace:key`) → value, in alphabetical order as the CLI keeps it. */
export type ConfigEntries = ReadonlyMap<string, automation.ConfigValue>;

/** The configuration of one stack. A key without a namespace is one of the project's. */
export class StackConfig {
  private values = new Map<string, automation.ConfigValue>();

  constructor(private readonly project: string) {}

  get entries(): ConfigEntries {
    return new Map([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** As the Automation API's `getAllConfig` gives it. */
  asMap(): automation.ConfigMap {
    return Object.fromEntries([...this.entries].map(([key, { value, secret }]) => [key, { value, secret: secret === true }]));
  }

  /** @throws when the key is not set */
  get(key: string, path?: boolean): automation.ConfigValue {
    refusePath(path);
    const entry = this.values.get(this.fullKey(key));
    if (entry === undefined) throw new Error(`configuration key '${key}' not found for the stack`);
    return { value: entry.value, secret: entry.secret === true };
  }

  set(config: automation.ConfigMap, path?: boolean): void {
    refusePath(path);
    for (const [key, entry] of Object.entries(config) as [string, unknown][]) {
      const { value, secret } = (entry ?? {}) as { value?: unknown; secret?: boolean };
      if (typeof value !== "string") {
        throw new TypeError(`Could not set the configuration key '${key}' to ${JSON.stringify(entry)}: say { value: "…" }, with \`secret: true\` for a secret.`);
      }
      this.values.set(this.fullKey(key), { value, secret: secret === true });
    }
  }

  remove(keys: readonly string[], path?: boolean): void {
    refusePath(path);
    for (const key of keys) this.values.delete(this.fullKey(key));
  }

  clear(): void {
    this.values = new Map();
  }

  private fullKey(key: string): string {
    return key.includes(":") ? key : `${this.project}:${key}`;
  }
}

function refusePath(path: boolean | undefined): void {
  if (path === true) {
    throw new UnsupportedByTestStack("`path` of a configuration key", "it keeps whole values", "Set the whole value as JSON.");
  }
}
