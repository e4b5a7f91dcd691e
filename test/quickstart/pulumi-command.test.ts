import { join } from "node:path";
import { mkdir, readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { environmentOfCli, installedCli, skipReason } from "../engine/real-cli";
import { temporaryFolder } from "../temporary-folder";
import { copyProject } from "../../scripts/project-copy.mts";
import { run, type Ended } from "../run";

/** One story, told in order: each `it` goes on from where the one before it stopped. */
describe.skipIf(installedCli === undefined)(`the quickstart's project under the command pulumi${skipReason}`, () => {
  let emulator: Emulator;
  const bob = () => emulator.world.session("sh-0.contoso.com", 3);
  const folder = temporaryFolder();
  const backend = join(folder, "backend");
  const pulumi = (...args: readonly string[]): Promise<Ended> =>
    run(join(installedCli!, "bin", "pulumi"), [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: {
        ...process.env,
        ...emulator.env(),
        ...environmentOfCli(backend),
        PULUMI_NODEJS_TRANSPILE_ONLY: "true", // that Pulumi finds no fault with the types, the quickstart's test sees
      },
    });
  const done = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await pulumi(...args);
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    await copyProject(folder);
    await mkdir(backend);
    await done("stack", "init", "dev");
  });
  afterAll(() => emulator.close());

  it("`pulumi up --yes` disconnects bob", async () => {
    expect(await done("up", "--yes")).toContain("+ 2 created");
    expect(bob().sessionState).toBe("Disconnected");
  });

  it("`pulumi refresh --preview-only --expect-no-changes` ends with 0 while he stays away", async () => {
    expect(await done("refresh", "--preview-only", "--expect-no-changes")).toContain("2 unchanged");
  });

  it("`pulumi preview --refresh --diff` says that he is back, and touches nobody", async () => {
    emulator.world.reconnect(bob());
    const stdout = await done("preview", "--refresh", "--diff");
    expect(stdout).toContain('~ sh-0.contoso.com/3 bob@contoso.com: "Active" => "Disconnected"');
    expect(stdout).toContain("~ 1 to update");
    expect(bob().sessionState).toBe("Active");
  });

  it("`pulumi refresh --preview-only --expect-no-changes` ends with 7, and touches nobody", async () => {
    const { code, stdout, stderr } = await pulumi("refresh", "--preview-only", "--expect-no-changes");
    expect({ code, output: stdout + stderr }).toEqual({ code: 7, output: expect.stringContaining("no changes were expected") as string });
    expect(bob().sessionState).toBe("Active");
  });

  it("`pulumi up --yes --skip-preview` without --refresh compares with the last known state, and lets him be", async () => {
    expect(await done("up", "--yes", "--skip-preview")).toContain("2 unchanged");
    expect(bob().sessionState).toBe("Active");
  });

  it("`pulumi up --refresh --yes --skip-preview` puts it right", async () => {
    expect(await done("up", "--refresh", "--yes", "--skip-preview")).toContain("~ 1 updated");
    expect(bob().sessionState).toBe("Disconnected");
    await done("refresh", "--preview-only", "--expect-no-changes");
  });

  it("`pulumi destroy --yes --skip-preview` releases the intent and touches nobody", async () => {
    emulator.world.reconnect(bob());
    expect(await done("destroy", "--yes", "--skip-preview")).toContain("- 2 deleted");
    expect(bob().sessionState).toBe("Active");
    await done("stack", "rm", "--yes");
    expect((await readdir(folder)).sort()).toEqual(["Pulumi.yaml", "backend", "examples", "node_modules"]);
  });
});
