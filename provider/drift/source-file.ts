import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { StateSource } from "./state-source";

/**
 * The file that stands for a stack where findings are shown at files: its state, or what its project is described in. Relative
 * to the repository that the process runs in, as code scanning has it; outside of that it is absolute.
 *
 * @returns `undefined` where the state came without a file.
 */
export function fileOf(source: StateSource): string | undefined {
  if (source === "-" || (typeof source === "object" && "state" in source)) return undefined;
  const file = typeof source === "string" ? resolve(source) : projectFile(resolve(source.cwd ?? "."));
  const path = relative(root(), file);
  return (path.split(sep)[0] === ".." || isAbsolute(path) ? file : path).replaceAll(sep, "/");
}

// Source: pulumi/pulumi's sdk/go/common/workspace/paths.go, which looks in the folders above, too.
const names = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

const projectFile = (folder: string): string =>
  foldersFrom(folder).flatMap((one) => names.map((name) => join(one, name))).find((file) => existsSync(file)) ?? join(folder, names[0]!);

/** The name of the project of a folder. `undefined`: there is none, or its file does not say it, of which the CLI complains. */
export function projectName(folder: string): string | undefined {
  const file = projectFile(resolve(folder));
  const { load } = require("js-yaml") as typeof import("js-yaml");
  const name = existsSync(file) ? (load(readFileSync(file, "utf8")) as { readonly name?: unknown } | null)?.name : undefined;
  return typeof name === "string" ? name : undefined;
}

function root(): string {
  const here = process.cwd();
  return foldersFrom(here).find((folder) => existsSync(join(folder, ".git"))) ?? here;
}

/** The folder and those above it. */
const foldersFrom = (folder: string): readonly string[] => (dirname(folder) === folder ? [folder] : [folder, ...foldersFrom(dirname(folder))]);
