import { cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { temporaryFolder } from "../temporary-folder";
import { copyProject, root } from "../../scripts/project-copy.mts";
import { pathWithoutCli, run, type Ended } from "../run";

/** As a person starts it, but for the build before it, which would take `dist` from under the other tests. */
const quickstart = (environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> =>
  run("npm", ["run", "--ignore-scripts", "quickstart", ...(args.length > 0 ? ["--", ...args] : [])], { cwd: root, env: { ...plain, ...environment } });

// npm passes its own settings on in the environment, and vitest asks for colours.
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^FORCE_COLOR$|^NO_COLOR$/i.test(name)));
const withoutCli = (): NodeJS.ProcessEnv => ({ PULUMI_HOME: temporaryFolder(), PATH: pathWithoutCli });

const escape = "\u001b";

const tellsTheStory = ({ code, stdout, stderr }: Ended, drift = 'sh-0.contoso.com/3 bob@contoso.com: "Active" => "Disconnected"'): void => {
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain("Disconnected ← was Active");
  expect(stdout).toContain(`~ ${drift}`);
  expect(stdout).toContain("Resources: 1 updated, 1 unchanged");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("Each step did what it says.");
};

const driftOnRds = 'hv-0.contoso.com/3 CONTOSO\\bob: "Active" => "Disconnected"';

describe("npm run quickstart where no CLI is installed", () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await quickstart(withoutCli());
  });

  it("runs on the test stack, and says so", () => {
    tellsTheStory(ended);
    expect(ended.stdout).toContain("The engine is the test stack of this package, in process");
  });

  it("has a twin on Remote Desktop Services; where colours are asked for, the difference is painted", async () => {
    const { code, stdout, stderr } = await quickstart({ ...withoutCli(), FORCE_COLOR: "1" }, "rds");
    expect(stdout).toMatch(new RegExp(`${escape}\\[33m *~ observed`));
    const plainly = stripVTControlCharacters(stdout);
    tellsTheStory({ code, stdout: plainly, stderr }, driftOnRds);
    expect(plainly).toContain("Remote Desktop Services is emulated at");
  });

  it("says what there is when it is asked for another", async () => {
    const { code, stderr } = await quickstart(withoutCli(), "citrix");
    expect(code).toBe(2);
    expect(stderr).toContain('The quickstart does not know "citrix". Say `npm run quickstart` for Azure Virtual Desktop, `npm run quickstart -- rds`');
  });

  it("shows the program before it runs it", async () => {
    const program = await readFile(join(root, "examples/quickstart/index.ts"), "utf8");
    expect(ended.stdout.replaceAll(/^ {4}/gm, "")).toContain(program);
    expect(ended.stdout.indexOf("new SessionDisconnected")).toBeLessThan(ended.stdout.indexOf("pulumi up"));
  });

  it("writes plain text into a pipe", () => {
    expect(ended.stdout).not.toContain(escape);
  });

  it("fails when a step does not do what it says", async () => {
    const folder = temporaryFolder();
    await copyProject(folder);
    await cp(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
    const program = join(folder, "examples/quickstart/index.ts");
    await writeFile(program, (await readFile(program, "utf8")).replace("bob@contoso.com", "nobody@contoso.com"));

    const { code, stderr } = await run("node", ["scripts/quickstart.mts"], { cwd: folder, env: { ...plain, ...withoutCli() } });

    expect(code).toBe(1);
    expect(stderr).toContain("The quickstart failed: `up` should have disconnected bob, and that did not happen.");
  });
});

describe.skipIf(installedCli === undefined)(`npm run quickstart where a CLI is installed${skipReason}`, () => {
  it("runs on it, says which it is, and leaves nothing in the repository", async () => {
    const before = await readdir(root);
    const ended = await quickstart({});
    tellsTheStory(ended);
    expect(ended.stdout).toContain("The engine is the Pulumi CLI 3.");
    expect(await readdir(root)).toEqual(before);
  });

  it("has a twin on Remote Desktop Services there, too", async () => {
    const before = await readdir(join(root, "examples/quickstart-rds"));
    const ended = await quickstart({}, "rds");
    tellsTheStory(ended, driftOnRds);
    expect(ended.stdout).toContain("The engine is the Pulumi CLI 3.");
    expect(await readdir(join(root, "examples/quickstart-rds"))).toEqual(before);
  });
});
