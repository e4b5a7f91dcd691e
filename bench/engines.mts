import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation/index.js";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { findInstalledCli, noCli } from "../scripts/installed-cli.mts";

export type BenchStack = Pick<Stack, "up" | "refresh">;

/** Something that runs programs. */
export interface Engine {
  readonly name: string;
  /** Pulumi's own, which takes milliseconds for a resource; the test stack takes next to none. */
  readonly isReal: boolean;
  open(stackName: string, program: PulumiFn): Promise<BenchStack>;
  close(): Promise<void>;
}

/** The test stack, and the real CLI where one is installed. */
export async function engines(environment: Readonly<Record<string, string>>): Promise<readonly Engine[]> {
  const testStack: Engine = {
    name: "test stack",
    isReal: false,
    open: (stackName, program) => createTestStack({ projectName: "bench", stackName, program }),
    close: () => Promise.resolve(),
  };
  const cli = findInstalledCli();
  if (cli === undefined) {
    console.error(`Measured on the test stack only: ${noCli}.`);
    return [testStack];
  }
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  await symlink(join(import.meta.dirname, "../node_modules"), join(folder, "node_modules"));
  const envVars = {
    ...environment,
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    // The file backend writes the whole state at every step, which would be most of what is measured.
    PULUMI_EXPERIMENTAL: "true",
    PULUMI_SKIP_CHECKPOINTS: "true",
  };
  const pulumiCommand = await PulumiCommand.get({ root: cli });
  const realEngine: Engine = {
    isReal: true,
    name: `CLI ${pulumiCommand.version?.toString() ?? ""}`,
    open: (stackName, program) =>
      LocalWorkspace.createStack({ projectName: "bench", stackName, program }, { workDir: folder, envVars, pulumiCommand }),
    close: () => rm(folder, { recursive: true }),
  };
  return [testStack, realEngine];
}
