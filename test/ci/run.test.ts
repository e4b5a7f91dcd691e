import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { root } from "../../scripts/project-copy.mts";
import { run } from "../run";

/** What `.ci/run` ends with in a project without dependencies, whose `npm test` is this. */
async function ciRun(script: string, tests = ""): Promise<{ code: number; lines: readonly string[] }> {
  const folder = temporaryFolder();
  const project = { name: "desktops", version: "1.0.0" };
  await cp(join(root, ".ci"), join(folder, ".ci"), { recursive: true });
  await mkdir(join(folder, "test"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...project, scripts: { test: script } }));
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ ...project, lockfileVersion: 3, packages: { "": project } }));
  await writeFile(join(folder, "test/some.test.js"), tests);
  await writeFile(
    join(folder, "vitest.config.mjs"),
    `import { CountReporter } from ${JSON.stringify(join(root, "scripts/count-reporter.mts"))};
     export default { test: { globals: true, reporters: ["default", new CountReporter()] } };`,
  );
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|vitest)/i.test(name)));
  const { code, stdout } = await run(join(folder, ".ci/run"), [], { cwd: folder, env: environment });
  return { code, lines: stdout.trimEnd().split("\n") };
}

const vitest = `node ${join(root, "node_modules/vitest/vitest.mjs")} run`;

describe(".ci/run ends with a line that counts the tests", () => {
  it("after tests that pass, with 0; what was skipped is named before", async () => {
    const { code, lines } = await ciRun(vitest, 'test("one", () => {}); test("two", () => {}); test.skip("three (skipped: no moon)", () => {});');
    expect({ code, last: lines.slice(-1) }).toEqual({ code: 0, last: ["2 passed, 0 failed"] });
    expect(lines).toContain("Skipped: three (skipped: no moon)");
  });

  it("names a suite once that was skipped as a whole", async () => {
    const { lines } = await ciRun(vitest, 'describe.skip("of the moon (skipped: none)", () => { test("one", () => {}); test("two", () => {}); });test("three", () => {});');
    expect(lines).toContain("Skipped: of the moon (skipped: none), 2 tests");
  });

  it("after a test that fails, with 1", async () => {
    const { code, lines } = await ciRun(vitest, 'test("one", () => {}); test("two", () => { throw new Error("no"); });');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: "1 passed, 1 failed" });
  });

  it("counts a test file that cannot be loaded as a failure", async () => {
    const { code, lines } = await ciRun(vitest, 'throw new Error("no")');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: "0 passed, 1 failed" });
  });

  it("as one failure when something else fails before there are tests", async () => {
    const { code, lines } = await ciRun("exit 3");
    expect({ code, last: lines.at(-1) }).toEqual({ code: 3, last: "0 passed, 1 failed" });
  });

  it("as one failure when something else fails after all tests have passed", async () => {
    const { code, lines } = await ciRun(`${vitest} && exit 3`, 'test("one", () => {});');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 3, last: "1 passed, 1 failed" });
  });
});
