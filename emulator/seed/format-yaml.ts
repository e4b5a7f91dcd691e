import type { Seed } from "./seed";

/**
 * A seed as a YAML file. Times are quoted, so that readers of YAML 1.1, to whom they would be dates, take them for text, too.
 * js-yaml is loaded when somebody wants YAML, not when the emulator starts.
 */
export function formatYaml(seed: Seed): string {
  const { dump } = require("js-yaml") as typeof import("js-yaml");
  return dump(seed, { lineWidth: -1, noRefs: true, skipInvalid: true });
}
