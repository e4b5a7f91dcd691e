import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { findInstalledCli, noCli } from "./installed-cli.mts";
import { copyProject, root } from "./project-copy.mts";
import type { Trial } from "./trial.mts";

/** What the real stack and the test stack have in common, as far as the quickstart uses it. */
type AnyStack = Pick<Stack, "up" | "preview" | "destroy" | "exportStack">;

/** A stack and the engine behind it. */
export interface Opened {
  readonly stack: AnyStack;
  /** As the end of a sentence: `the Pulumi CLI 3.259.0 at …`. */
  readonly engine: string;
  /** Whether the engine paints its output when asked to. */
  readonly paints: boolean;
}

/** Opens a stack of a trial's project in an empty folder: on the real CLI where one is installed, else on the test stack. */
export async function openQuickstartStack(trial: Trial, folder: string, environment: Record<string, string>): Promise<Opened> {
  const cli = findInstalledCli();
  return cli === undefined ? openTestStack(trial) : openRealStack(trial, cli, folder, environment);
}

async function openTestStack({ program: file }: Trial): Promise<Opened> {
  let runs = 0;
  const source = pathToFileURL(join(root, file)).href;
  // A module runs once for each URL, and the program must run in each operation.
  const program = async (): Promise<Record<string, unknown>> => ({ ...((await import(`${source}?run=${++runs}`)) as object) });
  const stack = await createTestStack({ projectName: "desktop-sessions-quickstart", stackName: "quickstart", program });
  return { stack, engine: `the test stack of this package, in process (${noCli})`, paints: false };
}

async function openRealStack({ project }: Trial, cli: string, folder: string, environment: Record<string, string>): Promise<Opened> {
  await copyProject(folder);
  const envVars = { ...environment, PULUMI_BACKEND_URL: pathToFileURL(folder).href, PULUMI_CONFIG_PASSPHRASE: "quickstart" };
  const pulumiCommand = await PulumiCommand.get({ root: cli });
  const stack = await LocalWorkspace.createStack({ stackName: "quickstart", workDir: join(folder, project) }, { envVars, pulumiCommand });
  return { stack, engine: `the Pulumi CLI ${pulumiCommand.version?.toString() ?? ""} at ${pulumiCommand.command}`, paints: true };
}
