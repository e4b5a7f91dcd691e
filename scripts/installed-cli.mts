import { existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/**
 * The folder of an installed Pulumi CLI, such that `bin/pulumi` is in it: from PULUMI_HOME (`~/.pulumi`) or PATH. The npm
 * package `pulumi` also puts a `pulumi` on the PATH of npm scripts; that is a script which downloads, and is no CLI.
 */
export function findInstalledCli(): string | undefined {
  const home = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");
  const versions = join(home, "versions");
  const downloaded = existsSync(versions) ? readdirSync(versions).sort(compareVersions).map((version) => join(versions, version)) : [];
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder.endsWith("bin")).map(dirname);
  return [...onPath, ...downloaded.reverse(), home].find((root) => isProgram(join(root, "bin", program)));
}

/** Why there is none, as the end of a sentence. */
export const noCli = "no Pulumi CLI is installed in ~/.pulumi or on PATH";

const program = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** The CLI is a compiled program of many megabytes beside a host for the language, a launcher is a script. */
function isProgram(file: string): boolean {
  const languageHost = file.replace(/pulumi(\.exe)?$/, "pulumi-language-nodejs$1");
  return existsSync(file) && existsSync(languageHost) && statSync(file).size > 1_000_000;
}

const compareVersions = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true });
