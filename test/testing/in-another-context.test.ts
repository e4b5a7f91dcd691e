import { execFile } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder";

const run = promisify(execFile);
const require = createRequire(__filename);

/** A project of a user: one compiled test file, and the packages that it needs. */
function makeProject(fixture: string): string {
  const folder = temporaryFolder();
  symlinkSync(join(__dirname, "../../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fixture", private: true }));
  const source = readFileSync(fixture, "utf8");
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2024 };
  writeFileSync(join(folder, "fixture.test.js"), ts.transpileModule(source, { compilerOptions }).outputText);
  return folder;
}

describe("the test stack works where tests run in a context of their own, on", () => {
  test.each([
    ["jest", require.resolve("jest/bin/jest"), ["--rootDir", ".", "--cacheDirectory", ".cache"]],
    ["vitest's vmForks", join(dirname(require.resolve("vitest/package.json")), "vitest.mjs"), ["run", "--globals", "--pool", "vmForks"]],
  ])("%s", async (_name, program, args) => {
    // The developer's own, which nothing in there may see.
    const env = { ...process.env, AZURE_CLIENT_ID: "the-developers-own", AZURE_TENANT_ID: "contoso.com", ONLY_OUTSIDE: "yes" };
    const { stdout, stderr } = await run(process.execPath, [program, ...args], { cwd: makeProject(require.resolve("./in-another-context.ts")), env });
    expect(stdout + stderr).toMatch(/6 passed/);
  });
});

test("the test stack works under Node's own runner", async () => {
  const { stdout } = await run(process.execPath, ["--test", "--test-reporter", "tap"], { cwd: makeProject(require.resolve("./under-node-test.ts")) });
  expect(stdout).toMatch(/^# pass 2$[^]*^# fail 0$/m);
});
