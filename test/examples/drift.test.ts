import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project-copy.mts";
import { run, type Ended } from "../run";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

interface Workflow {
  readonly jobs: { readonly drift: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
}

const example = (name: string): Promise<string> => readFile(join(root, "examples/drift", name), "utf8");

/** The examples as they are, but for where the project and its state lie: no CLI is needed to read a file. */
describe("the examples of drift reports", () => {
  const sample = useSample();
  const folder = temporaryFolder();
  const state = join(folder, "prod.json");
  const here = (line: string): string => line.replaceAll("/srv/desktops", folder).replaceAll("/var/lib/node_exporter", folder).replace(/--stack (prod|"\$STACK")/, `--state ${state}`);
  const shell = (line: string): Promise<Ended> =>
    run("sh", ["-c", here(line)], { cwd: folder, env: { ...process.env, ...sample.emulator.env(), GITHUB_STEP_SUMMARY: join(folder, "summary.md") } });

  beforeAll(async () => {
    await mkdir(join(folder, "node_modules"));
    await symlink(join(root, "node_modules/.bin"), join(folder, "node_modules/.bin"));
    await symlink(root, join(folder, "node_modules/pulumi-desktop-sessions"), "junction");
    await writeFile(join(folder, "credentials"), "");
  });

  /** A stack that keeps bob off, to which he has come back or not. */
  async function settle({ back }: { back: boolean }): Promise<void> {
    const program = async () => ({ urn: new SessionDisconnected("contractor-off", { scope: pool, sessions: { user: "bob@contoso.com" } }).urn });
    const stack = await createTestStack({ projectName: "desktops", stackName: "prod", program });
    await stack.up();
    if (back) sample.emulator.world.reconnect(sample.bob);
    await writeFile(state, JSON.stringify(await stack.exportStack()));
  }

  it.each([true, false])("cron says something only when there is something to say (bob is back: %s)", async (back) => {
    await settle({ back });
    const [line] = (await example("crontab")).split("\n").filter((one) => one.includes("drift.txt"));
    const { code, stdout } = await shell(line!.split(" ").slice(5).join(" "));
    expect({ code, says: stdout.includes("bob@contoso.com"), silent: stdout === "" }).toEqual({ code: 0, says: back, silent: !back });
  });

  it("the node exporter finds how many sessions have drifted", async () => {
    await settle({ back: true });
    const [line] = (await example("crontab")).split("\n").filter((one) => one.includes("prometheus"));
    expect(await shell(line!.split(" ").slice(5).join(" "))).toMatchObject({ code: 0, stdout: "" });
    expect(await readFile(join(folder, "desktop_sessions.prom"), "utf8")).toMatch(/^desktop_sessions_drift_findings\{.*contractor-off.*\} 1$/m);
  });

  it("the workflow fails on drift, and has the report to show all the same", async () => {
    await settle({ back: true });
    const { steps } = (load(await example("github-actions.yaml")) as Workflow).jobs.drift;
    const script = (name: string): string => steps.find((step) => step.name === name)!.run!;
    expect((await shell(script("Look"))).code).toBe(2);
    expect((await shell(script("Show it with the run"))).code).toBe(0);
    expect(await readFile(join(folder, "summary.md"), "utf8")).toContain("contractor-off");
  });
});
