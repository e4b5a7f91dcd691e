import { access, constants, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join, sep } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

/** The program's file name, as the system spells it. */
const program = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/**
 * A Pulumi CLI that is already installed: on PATH, or where Pulumi's own installers put it. The npm launcher is not one:
 * it would go and download the CLI.
 *
 * @returns the first that answers, or why there is none.
 */
export async function findPulumiCli(): Promise<{ readonly command: PulumiCommand } | { readonly why: string }> {
  const reasons: string[] = [];
  for (const root of await candidates()) {
    try {
      await access(join(root, "bin", program), constants.X_OK);
    } catch {
      continue; // not there is not worth a word
    }
    try {
      return { command: await PulumiCommand.get({ root }) };
    } catch (error) {
      reasons.push(`the one in ${root} does not run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { why: ["no Pulumi CLI is installed on PATH or in ~/.pulumi", ...reasons].join("; ") };
}

/** Folders whose `bin` may hold the CLI, the likeliest first. */
async function candidates(): Promise<readonly string[]> {
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => basename(folder) === "bin" && !folder.includes(`node_modules${sep}`))
    .map((folder) => dirname(folder));
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const versions = await readdir(join(home, "versions")).catch(() => []);
  return [...onPath, home, ...versions.toSorted().toReversed().map((version) => join(home, "versions", version))];
}
