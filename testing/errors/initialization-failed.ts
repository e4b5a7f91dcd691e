import type { Properties } from "../wire/properties";

/**
 * A provider's `create` or `update` ended with an error that names an id: the resource exists, but
 * is not what it should be. The engine keeps it, and calls `update` the next time.
 */
export class InitializationFailed extends Error {
  override readonly name = "InitializationFailed";

  constructor(
    readonly id: string,
    /** Exactly what the error carried: the host does not add `__provider` here. */
    readonly properties: Properties,
    readonly reasons: readonly string[],
    options?: ErrorOptions,
  ) {
    const count = reasons.length === 1 ? "1 error occurred:" : `${reasons.length} errors occurred:`;
    super([count, ...reasons.map((reason) => `\t* ${reason}`)].join("\n"), options);
  }
}
