import { delimiter, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import * as automation from "@pulumi/pulumi/automation";
import { temporaryFolder } from "../temporary-folder";
import { findInstalledCli, noCli } from "../../scripts/installed-cli.mts";

/** The passphrase of the stacks that the tests make. */
export const passphrase = "engine";

/** Where a CLI is installed; `undefined` where none is. */
export const installedCli = findInstalledCli();

/** Why tests of the real engine are skipped, as a suffix of their title; empty where they run. */
export const skipReason = installedCli === undefined ? ` (skipped: ${noCli}; \`npx pulumi version\` installs one)` : "";

/** A stack of the project `lamps` on the real CLI, with a backend of its own in a temporary folder. */
export async function makeRealStack(stackName: string, program: automation.PulumiFn): Promise<automation.Stack> {
  return automation.LocalWorkspace.createStack(
    { projectName: "lamps", stackName, program },
    {
      pulumiCommand: await automation.PulumiCommand.get({ root: installedCli ?? "" }),
      envVars: {
        PULUMI_BACKEND_URL: pathToFileURL(temporaryFolder()).href,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        // The dynamic-provider host runs whatever `node` it finds.
        PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      },
    },
  );
}
