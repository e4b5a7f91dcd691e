import { readFile, symlink } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { installedCli } from "../engine/real-cli";
import { temporaryFolder } from "../temporary-folder";
import type { StackFactory } from "./stack-under-test";

/** A stack of the Automation API on the CLI that is installed, in a folder of its own. */
export const realStack = (async (program, environment) => {
  const folder = temporaryFolder();
  // A project as a user has it: the package is found in its node_modules.
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const stack = await LocalWorkspace.createStack(
    { projectName: "desktops", stackName: "test", program },
    {
      workDir: folder,
      pulumiCommand: await PulumiCommand.get({ root: installedCli! }),
      envVars: {
        ...environment,
        PULUMI_BACKEND_URL: pathToFileURL(folder).href,
        PULUMI_CONFIG_PASSPHRASE: "intents",
        // The host of the providers runs whatever `node` it finds.
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      },
    },
  );
  return Object.assign(stack, { stored: () => readFile(join(folder, ".pulumi/stacks/desktops/test.json"), "utf8") });
}) satisfies StackFactory;
