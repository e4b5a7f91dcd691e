import { symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { run, type Ended } from "../run";
import { useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { copyProject, root } from "../../scripts/project-copy.mts";
import { codeBlocks } from "./code-blocks";

describe("the programs of the README", () => {
  const sample = useSample();
  // What is shown of createTestStack tests a program that its reader has.
  const complete = codeBlocks().filter(({ language, heading }) => language === "ts" && heading !== "Testing a program without the CLI");
  const nameOf = (heading: string): string => heading.replaceAll(" ", "-");
  const folder = temporaryFolder();
  let compiler: Ended;
  beforeAll(async () => {
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const files = complete.map(({ heading }) => `${nameOf(heading)}.mts`);
    for (const [index, { code }] of complete.entries()) await writeFile(join(folder, files[index]!), code);
    const options = ["--strict", "--module", "nodenext", "--target", "es2024", "--types", "node", "--skipLibCheck"];
    compiler = await run("node", [join(root, "node_modules/typescript/bin/tsc"), ...options, ...files], { cwd: folder });
  });

  it("are complete as they are shown, and right by their types", () => {
    expect(complete.map(({ heading }) => heading)).toEqual(["pulumi-desktop-sessions", "A first program", "What an intent means", "The emulator"]);
    expect(compiler).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("the first one tells everybody on the host, logs them off, and counts who was there", async () => {
    // Loaded by Node itself, as it would be by Pulumi.
    const program = async () => createRequire(__filename)(join(folder, `${nameOf("A first program")}.mjs`)) as Record<string, unknown>;
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program });
    await stack.setConfig("subscriptionId", { value: "00000000-0000-0000-0000-000000000001" });

    const { outputs } = await stack.up();

    expect(outputs).toMatchObject({ settled: { value: true }, active: { value: expect.any(Number) as number } });
    const { messages } = sample.emulator.world;
    expect(messages.map(({ userPrincipalName, title }) => `${userPrincipalName}: ${title}`).sort()).toEqual([
      "alice@contoso.com: Maintenance",
      "bob@contoso.com: Maintenance",
    ]);
    const left = [...sample.emulator.world.hostPools()].flatMap((pool) => [...pool.sessions]);
    expect(left.map(({ userPrincipalName }) => userPrincipalName)).toEqual(["dave@contoso.com"]);
  });
});

describe.skipIf(installedCli === undefined)(`the commands of the README${skipReason}`, () => {
  it("show by hand what the quickstart shows", async () => {
    const folder = temporaryFolder();
    await copyProject(folder);
    const { code = "" } = codeBlocks().find(({ code }) => code.includes("emulate -- bash")) ?? {};
    const [shell = "", ...commands] = code.trimEnd().split("\n");
    const { stdout, stderr } = await run("bash", ["-ec", `${shell.replace(/#.*/, "")} -ec "$COMMANDS"`], {
      cwd: folder,
      env: {
        ...process.env,
        COMMANDS: commands.join("\n"),
        TMPDIR: temporaryFolder(), // for its mktemp
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PATH: [join(installedCli!, "bin"), dirname(process.execPath), join(folder, "node_modules/.bin"), process.env.PATH].join(delimiter),
      },
    });
    expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringContaining('bob@contoso.com: "Active" => "Disconnected"') as string });
  });
});
