import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import type { UsageError } from "./usage-error";

/**
 * What a command line says that consists of options only.
 *
 * @param refuse makes the error out of a sentence.
 * @throws UsageError
 */
export function parseOptions<const Options extends ParseArgsOptionsConfig>(args: string[], options: Options, refuse: (message: string) => UsageError) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals[0] !== undefined) throw new Error(`Did not understand "${positionals[0]}": there are options only.`);
    return values;
  } catch (error) {
    // Node's message goes on with advice for whoever wanted a positional argument.
    throw refuse((error as Error).message.replace(/\. To specify a positional argument.*$/s, "."));
  }
}
