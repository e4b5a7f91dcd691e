import { readFile, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeStackOnCli } from "../engine/real-cli";
import { temporaryFolder } from "../temporary-folder";
import type { StackFactory } from "./stack-under-test";

/** A stack of the Automation API on the CLI that is installed, in a folder of its own. */
export const realStack = (async (program, environment) => {
  const folder = temporaryFolder();
  // A project as a user has it: the package is found in its node_modules.
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const stack = await makeStackOnCli({ projectName: "desktops", stackName: "test", program }, folder, environment);
  return Object.assign(stack, { stored: () => readFile(join(folder, ".pulumi/stacks/desktops/test.json"), "utf8") });
}) satisfies StackFactory;
