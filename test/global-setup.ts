import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** A folder of this run of the tests. */
    readonly folder: string;
  }
}

/** One folder for all that the tests write. It goes with the run, however the processes of the test files ended. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "desktop-sessions-tests-"));
  project.provide("folder", folder);
  shareCompiledModules(join(folder, "compiled"));
  process.env["GOGC"] = "400"; // a command of a Go program such as Pulumi's CLI is over before it could need the memory again
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

/** Hundreds of processes load the same modules: what one of them has compiled is there for the others. */
function shareCompiledModules(folder: string): void {
  if (process.env["NODE_COMPILE_CACHE"] !== undefined) return; // the other project has been here
  process.env["NODE_COMPILE_CACHE"] = folder;
  // The engine kills the hosts of its providers before they write what they have compiled. One without an engine ends by itself.
  spawnSync(process.execPath, ["-e", `require("pulumi-desktop-sessions"); require("@pulumi/pulumi/cmd/dynamic-provider")`], { stdio: "ignore" });
}
