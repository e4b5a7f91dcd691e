import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { root } from "../../scripts/project-copy.mts";
import { run } from "../run";

const require = createRequire(__filename);

/** Which file imports which, or which package; where a wall is about what is loaded, a type may pass. */
const forbidden: readonly (readonly [wall: string, from: string, to: string, aType: "is stopped" | "may pass"])[] = [
  ["no-circles", "provider/check.ts", "provider/observed.ts", "may pass"],
  ["provider-and-emulator-are-strangers", "provider/session.ts", "emulator/world/world.ts", "is stopped"],
  ["emulator-stands-alone", "emulator/world/world.ts", "provider/session.ts", "is stopped"],
  ["test-stack-stands-alone", "testing/index.ts", "provider/session.ts", "is stopped"],
  ["domain-is-the-bottom", "provider/session.ts", "provider/lifecycle.ts", "is stopped"],
  ["backend-knows-only-the-domain", "provider/backend.ts", "provider/settings/azure-settings.ts", "is stopped"],
  ["intents-know-no-system", "provider/intents/intent.ts", "provider/arm/backend.ts", "is stopped"],
  ["only-connect-names-systems", "provider/observed.ts", "provider/arm/backend.ts", "is stopped"],
  ["systems-are-strangers", "provider/wmi/backend.ts", "provider/arm/credential.ts", "is stopped"],
  ["systems-know-no-intents", "provider/arm/backend.ts", "provider/intents/intent.ts", "is stopped"],
  ["the-provider-process-knows-no-pulumi", "provider/lifecycle.ts", "@pulumi/pulumi", "is stopped"],
  ["resources-reach-the-lifecycle-by-name", "provider/resources/message-sent.ts", "provider/lifecycle.ts", "may pass"],
  ["drift-only-looks", "provider/drift/view.ts", "provider/intents/reconcile.ts", "is stopped"],
  ["drift-is-on-top", "provider/connect.ts", "provider/drift/report.ts", "is stopped"],
  ["formats-know-only-the-report", "provider/drift/formats/json.ts", "provider/connect.ts", "is stopped"],
  ["xml-is-neutral", "provider/xml/writer.ts", "provider/session.ts", "is stopped"],
  ["emulator-world-is-the-bottom", "emulator/world/world.ts", "emulator/arm/router.ts", "is stopped"],
  ["no-development-dependencies", "emulator/app.ts", "nock", "is stopped"],
];

/** What imports are there besides: the way back, which makes a circle of the first. */
const allowed = [["provider/observed.ts", "provider/check.ts"]] as const;

const isFile = (to: string): boolean => to.endsWith(".ts");

/** Puts these imports into files of their own, and has this project's rules applied to them. */
async function cruise(keyword: "import" | "import type {} from"): Promise<string> {
  const folder = temporaryFolder();
  const imports = [...forbidden.map(([, from, to]) => [from, to] as const), ...allowed];
  const paths = new Set(["provider/lost.ts", ...imports.flat().filter(isFile)]);
  for (const path of paths) {
    const up = "../".repeat(path.split("/").length - 1);
    const lines = imports.filter(([from]) => from === path).map(([, to]) => `${keyword} "${isFile(to) ? up + to.replace(".ts", "") : to}";\n`);
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), `${lines.join("")}export {};\n`);
  }
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) await cp(join(root, file), join(folder, file));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const { code, stdout } = await run(join(root, "node_modules/.bin/depcruise"), ["--config", ".dependency-cruiser.cjs", ...paths], { cwd: folder });
  expect(code).not.toBe(0);
  return stdout;
}

/** Whether the wall stopped this import. A circle goes on in the lines below; a package is named with a file of it. */
function stops(stdout: string, wall: string, from: string, to: string): boolean {
  const lines = stdout.replace(/→\s+/g, "→ ").split("\n");
  return lines.some((line) => line.includes(`error ${wall}: ${from} → `) && line.includes(isFile(to) ? `→ ${to}` : `/node_modules/${to}/`));
}

describe("the walls between the parts", () => {
  let values: string;
  let types: string;
  beforeAll(async () => {
    [values, types] = await Promise.all([cruise("import"), cruise("import type {} from")]);
  });

  it.each(forbidden)("%s: %s cannot import %s", (wall, from, to) => {
    expect(stops(values, wall, from, to), values).toBe(true);
  });

  it.each(forbidden)("%s: where %s imports only a type of %s, it %s", (wall, from, to, aType) => {
    expect(stops(types, wall, from, to), types).toBe(aType === "is stopped");
  });

  it("no-orphans: a file that nothing reaches is stopped", () => {
    expect(values).toContain("error no-orphans: provider/lost.ts");
  });

  it("each of them has its case here", () => {
    const { forbidden: walls } = require("../../.dependency-cruiser.cjs") as { forbidden: { name: string }[] };
    expect(walls.map(({ name }) => name).sort()).toEqual([...forbidden.map(([wall]) => wall), "no-orphans"].sort());
  });
});
