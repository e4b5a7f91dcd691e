import { constants, copyFileSync } from "node:fs";
import { join } from "node:path";
import { parseOptions } from "./parse-options";
import { isSeedFile } from "./saved-world";
import { UsageError } from "./usage-error";

/** A seed that says everything that a seed can say, most of it in comments. It is a file of the package. */
const starter = join(__dirname, "../../cli/starter-world.yaml");

const help = `Usage: desktop-sessions emulate init [FILE]

Writes a seed to start from: the sample world, with everything else that a seed can say as comments. A file that is there
already is not overwritten.

  FILE      Ends in .yaml or .yml. Default: world.yaml

Options:
  --help    Show this.
`;

/** `desktop-sessions emulate init`. Resolves to the exit code. */
export async function emulateInit(args: string[]): Promise<number> {
  const named = args[0] !== undefined && !args[0].startsWith("-");
  const file = named ? args[0]! : "world.yaml";
  const options = parseOptions(named ? args.slice(1) : args, { help: { type: "boolean", short: "h" } }, refuse);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  // Comments are what it is for, and JSON has none.
  if (!isSeedFile(file) || file.toLowerCase().endsWith(".json")) throw refuse(`"${file}" must end in .yaml or .yml.`);
  write(file);
  process.stdout.write(`Wrote ${file}. Start from it:\n  desktop-sessions emulate --seed ${file}\n`);
  return 0;
}

/** @throws when it is there already, or can't be written */
function write(file: string): void {
  try {
    copyFileSync(starter, file, constants.COPYFILE_EXCL);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Error(code === "EEXIST" ? `Could not write ${file}: it is there already. Name another file, or remove this one.` : `Could not write ${file}: ${message}. Name a file in a directory that you may write to.`, { cause });
  }
}

const refuse = (message: string): UsageError => new UsageError(message, "desktop-sessions emulate init --help");
