import { readFile, symlink } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { describe } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { installedCli, skipReason } from "../engine/real-cli";
import { azureEstate } from "./azure-estate";
import { intentCases } from "./intents.case";
import { rdsEstate } from "./rds-estate";

describe.skipIf(installedCli === undefined).each([azureEstate, rdsEstate])(`intents on the real engine${skipReason}: $system`, (estate) => {
  intentCases(estate, async (program, environment) => {
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
  });
});
