import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, sep } from "node:path";
import type { Environment } from "../connect";
import { NoPulumiCli } from "../errors/no-pulumi-cli";
import { StateUnreadable } from "../errors/state-unreadable";

const program = process.platform === "win32" ? "pulumi.exe" : "pulumi";

/** The Pulumi CLI: on PATH, else where its installer or its npm package puts it. */
function findPulumi(environment: Environment): string | undefined {
  const { PULUMI_HOME = "", PATH = "" } = environment;
  const home = PULUMI_HOME === "" ? join(homedir(), ".pulumi") : PULUMI_HOME;
  const versions = join(home, "versions");
  const downloaded = existsSync(versions) ? readdirSync(versions).sort((a, b) => b.localeCompare(a, undefined, { numeric: true })) : [];
  const onPath = PATH.split(delimiter).filter((folder) => folder !== "");
  const folders = [...onPath, join(home, "bin"), ...downloaded.map((version) => join(versions, version, "bin"))];
  return folders.map((folder) => join(folder, program)).find(isCli);
}

/** The npm package `pulumi` also puts a script of that name on the PATH, which may begin to download. */
function isCli(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && !realpathSync(file).includes(`${sep}node_modules${sep}`);
  } catch {
    return false; // there is none, or none that may be run
  }
}

/**
 * What `pulumi stack export` prints. It takes no lock, and is never asked to show secrets.
 *
 * @param stack default: the current one.
 * @throws NoPulumiCli, StateUnreadable
 */
export function exportStack(stack: string | undefined, cwd: string | undefined, environment: Environment): Promise<Buffer> {
  const failed = `read the state of ${stack === undefined ? "the current stack" : `the stack ${stack}`}`;
  if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StateUnreadable({ failed, why: `there is no folder ${cwd}`, remedy: "Give the folder of the stack's project." });
  }
  const cli = findPulumi(environment);
  if (cli === undefined) {
    throw new NoPulumiCli({
      failed,
      why: "no Pulumi CLI is installed on PATH or in ~/.pulumi",
      remedy: "Install one, or give what `pulumi stack export` printed elsewhere with --state.",
    });
  }
  const args = ["stack", "export", "--non-interactive", "--color", "never", ...(stack === undefined ? [] : ["--stack", stack])];
  const options = { cwd, env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" }, encoding: "buffer" as const, maxBuffer: Infinity };
  return new Promise((resolve, reject) => {
    execFile(cli, args, options, (error, stdout, stderr) => {
      if (!error) {
        resolve(stdout);
        return;
      }
      const said = stderr.toString().trim().replace(/^error: /, "");
      const why = said === "" ? error.message : said;
      reject(new StateUnreadable({ failed, why, remedy: "Check the name of the stack, --cwd, and that `pulumi stack export` works there." }));
    });
  });
}
