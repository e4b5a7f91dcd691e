import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { root } from "../../scripts/project-copy.mts";
import { run } from "../run";

it.each([
  ["provider-and-emulator-are-strangers", "provider/session.ts", "emulator/world/world.ts"],
  ["emulator-stands-alone", "emulator/world/world.ts", "provider/session.ts"],
  ["test-stack-stands-alone", "testing/index.ts", "provider/session.ts"],
  ["intents-know-no-system", "provider/intents/intent.ts", "provider/arm/backend.ts"],
  ["domain-is-the-bottom", "provider/session.ts", "provider/lifecycle.ts"],
])("the wall %s stops an import from %s of %s", async (wall, from, to) => {
  const folder = temporaryFolder();
  for (const file of [from, to]) await mkdir(join(folder, dirname(file)), { recursive: true });
  await writeFile(join(folder, from), `import "${"../".repeat(from.split("/").length - 1)}${to.replace(".ts", "")}";\n`);
  await writeFile(join(folder, to), "export {};\n");
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json"]) await cp(join(root, file), join(folder, file));

  const { code, stdout } = await run(join(root, "node_modules/.bin/depcruise"), ["--config", ".dependency-cruiser.cjs", from, to], { cwd: folder });

  expect(code).not.toBe(0);
  expect(stdout).toContain(`error ${wall}: ${from} → ${to}`);
});
