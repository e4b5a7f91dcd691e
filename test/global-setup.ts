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
  // Hundreds of processes load the same modules: what one of them has compiled is there for the others.
  process.env["NODE_COMPILE_CACHE"] = join(folder, "compiled");
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
