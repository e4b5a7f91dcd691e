import type { Seed } from "./seed";

/** A seed as the text of a file, which {@link readSeed} takes again. */
export function seedText(seed: Seed, format: "yaml" | "json"): string {
  if (format === "json") return `${JSON.stringify(seed, null, 2)}\n`;
  // Loaded when it is needed, not when the emulator starts.
  const { CORE_SCHEMA, dump } = require("js-yaml") as typeof import("js-yaml");
  // What a seed leaves out is `undefined` in it.
  return dump(seed, { schema: CORE_SCHEMA, skipInvalid: true, lineWidth: -1, noRefs: true });
}
