import { mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand, type InlineProgramArgs, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { temporaryFolder } from "../temporary-folder";
import { findInstalledCli, noCli } from "../../scripts/installed-cli.mts";

/** The passphrase of the stacks that the tests make. */
export const passphrase = "engine";

/** Where a CLI is installed; `undefined` where none is. */
export const installedCli = findInstalledCli();

/** Why tests of the real engine are skipped, as a suffix of their title; empty where they run. */
export const skipReason = installedCli === undefined ? ` (skipped: ${noCli}; \`npx pulumi version\` installs one)` : "";

/** The environment of a CLI that keeps all that it keeps in this folder. */
export function environmentOfCli(folder: string): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_HOME: homeIn(folder), // in the user's own, each command would leave a log, and go through all that are there
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // The CLI, and not the launcher in node_modules; the hosts of the program and of its providers run whatever `node` they find.
    PATH: [join(installedCli!, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter),
  };
}

function homeIn(folder: string): string {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  return home;
}

let command: Promise<PulumiCommand> | undefined;

/** A stack of the Automation API on the CLI that is installed, in a folder of its own. */
export async function makeStackOnCli(args: InlineProgramArgs, folder: string, environment: Record<string, string> = {}): Promise<Stack> {
  command ??= PulumiCommand.get({ root: installedCli! });
  const stack = await LocalWorkspace.createStack(args, {
    workDir: folder,
    pulumiCommand: await command,
    envVars: { ...environmentOfCli(folder), ...environment },
  });
  // How an update went is told without the secrets of its configuration: a key from a passphrase takes its time.
  const { info } = stack;
  return Object.assign(stack, { info: () => info.call(stack, false) });
}

/** A stack of the project `lamps`, in a temporary folder. */
export const makeRealStack = (stackName: string, program: PulumiFn): Promise<Stack> => makeStackOnCli({ projectName: "lamps", stackName, program }, temporaryFolder());
