import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { SeedUnreadable } from "./seed-unreadable";

type Parser = (text: string) => unknown;

const parsers: Readonly<Record<string, Parser>> = { ".json": (text) => JSON.parse(text) as unknown, ".yaml": parseYaml, ".yml": parseYaml };

const reasons: Readonly<Record<string, string>> = { ENOENT: "there is no such file", EISDIR: "it is a directory", EACCES: "you may not read this file" };

/** What a .yaml, .yml or .json file holds, unchecked. @throws SeedUnreadable */
export function parseSeedFile(file: string): unknown {
  const extension = extname(file).toLowerCase();
  const parser = parsers[extension];
  if (!parser) throw new SeedUnreadable(file, `a seed's file name ends in ${Object.keys(parsers).join(", ")}`);
  const text = readText(file);
  try {
    return parser(text);
  } catch (cause) {
    throw new SeedUnreadable(file, `it is not ${extension === ".json" ? "JSON" : "YAML"}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function readText(file: string): string {
  try {
    // A pipe would have the process wait until somebody writes into it. Of a directory the error says that it is one.
    const there = statSync(file);
    if (there.isFile() || there.isDirectory()) return readFileSync(file, "utf8");
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    throw new SeedUnreadable(file, reasons[code] ?? message, { cause });
  }
  throw new SeedUnreadable(file, "it is no regular file");
}

/**
 * As YAML 1.2 has it: an instant stays text. js-yaml builds values without a document of nodes in between, which for 100,000
 * sessions would take more memory than they do; it is loaded when a YAML seed is read, not when the emulator starts.
 */
export function parseYaml(text: string): unknown {
  const { CORE_SCHEMA, load, YAMLException } = require("js-yaml") as typeof import("js-yaml");
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    // Its own message goes on for lines, with the text around the place.
    throw new Error(`${cause.reason} at line ${cause.mark.line + 1}, column ${cause.mark.column + 1}`, { cause });
  }
}
