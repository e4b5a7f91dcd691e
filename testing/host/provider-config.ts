import type * as pulumi from "@pulumi/pulumi";

/** The stack's configuration as `configure` of a dynamic provider gets it: all of it, secrets in clear. */
export class ProviderConfig implements pulumi.dynamic.Config {
  constructor(
    /** `namespace:key` → value. */
    private readonly rawConfig: Readonly<Record<string, string>>,
    private readonly projectName: string,
  ) {}

  /** A key without a namespace is one of the project's. */
  get(key: string): string | undefined {
    return this.rawConfig[key.includes(":") ? key : `${this.projectName}:${key}`];
  }

  /** @throws when the key is not set */
  require(key: string): string {
    const value = this.get(key);
    if (value === undefined) throw new Error(`Missing required configuration key: ${key}`);
    return value;
  }
}
