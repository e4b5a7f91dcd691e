import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { installedCli, makeStackOnCli, skipReason } from "../engine/real-cli";
import { azureEstate } from "../intents/azure-estate";
import { rdsEstate } from "../intents/rds-estate";
import { checkpoint, encrypted, exported, inStack, resource } from "../provider/drift/state-of";
import { settledStack, useEstates } from "../provider/drift/use-estates";
import { run, type Ended } from "../run";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const main = resolve(__dirname, "../../dist/cli/main.js");
const estates = useEstates();

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ...estates.emulator.env(), NO_COLOR: "1", DESKTOP_SESSIONS_RDS_ENDPOINT: `${estates.emulator.url}/wsman` });
/** The command as it is shipped, in an empty folder. */
const drift = (args: readonly string[], { cwd = temporaryFolder(), env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> =>
  run(process.execPath, [main, "drift", ...args], { cwd, env: { ...environment(), ...env } });
const reportIn = ({ stdout }: Ended) => JSON.parse(stdout);

function file(content: unknown, name = "state.json"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
const json = ["--format", "json"] as const;
const bobOff = exported(resource("bob-off"));
const danOff = exported(resource("dan-off", { sessions: { user: "dan@contoso.com" } }));
const both = exported(resource("bob-off"), resource("dan-off", { sessions: { user: "dan@contoso.com" } }));
const lost = inStack("lost", exported(resource("lost", { scope: { ...pool, hostPoolName: "pool-9" } })));

describe.each([azureEstate, rdsEstate])("desktop-sessions drift, $system", (estate) => {
  it("exits 0 right after an update and 2 when somebody is back, and leaves both as they are", async () => {
    const stack = await settledStack(estate);
    const state = file(await stack.exportStack());
    const before = readFileSync(state, "utf8");
    const synced = await drift(["--state", state, ...json]);
    expect(synced).toMatchObject({ code: 0, stderr: "" });
    expect(reportIn(synced)).toMatchObject({ outcome: "in sync", stacks: [{ stack: "desktops/prod", source: state, intents: [{}, {}, {}] }] });
    estate.in(estates.emulator).reconnect("bob");
    const calls = estate.in(estates.emulator).calls.length;
    const drifted = await drift(["--state", state, ...json]);
    expect(drifted).toMatchObject({ code: 2, stderr: "" });
    expect(reportIn(drifted).stacks[0].intents[0].findings).toMatchObject([{ session: { user: estate.userOf("bob") } }]);
    expect(estate.in(estates.emulator).calls.slice(calls)).toEqual(["list"]);
    expect(readFileSync(state, "utf8")).toBe(before);
  });
});

describe("the exit code of desktop-sessions drift", () => {
  it.each<[number, string, unknown, readonly string[]]>([
    [0, "in sync", danOff, []],
    [0, "no intents", exported(), []],
    [0, "never updated", checkpoint(), []],
    [2, "drift", bobOff, []],
    [1, "a pool that is gone", lost, []],
    [1, "a secret selector", exported(resource("hidden", { sessions: encrypted })), []],
    [1, "no state", "drift", []],
    [0, "drift, --fail-on error", bobOff, ["--fail-on", "error"]],
    [1, "an error, --fail-on error", lost, ["--fail-on", "error"]],
    [0, "drift, --fail-on never", bobOff, ["--fail-on", "never"]],
    [0, "an error, --fail-on never", lost, ["--fail-on", "never"]],
    [0, "drift that --only leaves out", both, ["--only", "dan*"]],
    [1, "--only that no intent matches", both, ["--only", "zed*"]],
  ])("is %d: %s", async (code, _, state, args) => {
    const ended = await drift(["--state", file(state), ...json, ...args]);
    expect(ended).toMatchObject({ code, stderr: "" });
    expect(reportIn(ended).schemaVersion).toBe(1);
  });

  it("is 1 for a drift beside an error, and for a sign-in that fails", async () => {
    expect(await drift(["--state", file(bobOff), "--state", file(lost), ...json])).toMatchObject({ code: 1 });
    const refused = await drift(["--state", file(danOff), ...json], { env: { AZURE_CLIENT_SECRET: "hunter2" } });
    expect(refused.code).toBe(1);
    expect(reportIn(refused).stacks[0].intents[0].error).toMatchObject({ name: "SignInFailed", message: expect.stringContaining("AADSTS7000215") });
    expect(refused.stdout).not.toContain("hunter2");
  });

  it("is said in the text where --fail-on made another of it", async () => {
    const lastLines = async (state: object, ...args: string[]) => (await drift(["--state", file(state), ...args])).stdout.trimEnd().split("\n").slice(-1)[0];
    expect(await lastLines(lost, "--fail-on", "never")).toBe("Exit code 0 instead of 1, because of --fail-on never.");
    expect(await lastLines(bobOff, "--fail-on", "error")).toBe("Exit code 0 instead of 2, because of --fail-on error.");
    expect(await lastLines(lost, "--fail-on", "error")).toMatch(/^Error: /);
    expect(await lastLines(danOff, "--fail-on", "never")).toMatch(/^In sync: /);
  });

  it("is 1 where the report would take the place of the state, which stays", async () => {
    const state = file(bobOff);
    const before = readFileSync(state, "utf8");
    const folder = dirname(state);
    const link = join(folder, "link.json");
    await symlink(state, link);
    for (const output of [state, "state.json", "./x/../state.json", link]) {
      const { code, stderr } = await drift(["--state", state, ...json, "--output", output], { cwd: folder });
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`--output is ${output}, which is the state that --state reads.`) as string });
      expect(readFileSync(state, "utf8")).toBe(before);
    }
  });

  it("is that of the report, though who reads that had enough of it", async () => {
    const many = file(exported(...Array.from({ length: 2_000 }, (_, n) => resource(`off-${n}`))));
    const script = `{ "$0" "$1" drift --state "$2"; echo "code $?" >&2; } | head -n 1`;
    const { stdout, stderr } = await run("sh", ["-c", script, process.execPath, main, many], { env: environment() });
    expect({ stdout, stderr }).toEqual({ stdout: `desktops/prod (${many}) drift\n`, stderr: "code 2\n" });
  });

  it.each<[string, readonly string[], string]>([
    ["an option that there is not", ["--fromat", "json"], "Unknown option '--fromat'"],
    ["a format that there is not", ["--format", "xml"], '--format is "xml", and must be one of '],
    ["a --fail-on that there is not", ["--fail-on", "new"], '--fail-on is "new", and must be one of drift, error, never.'],
    ["a file without --state", ["state.json"], 'Did not understand "state.json": there are options only.'],
    ["an empty name", ["--stack", ""], "--stack is empty."],
    ["a folder that is not there", ["--cwd", "/nowhere/infra"], '--cwd is "/nowhere/infra", and there is no such folder.'],
    ["a folder that is a file", ["--cwd", main], "and there is no such folder."],
    ["standard input twice", ["--state", "-", "--state", "-"], "standard input can be read once"],
  ])("is 1 and no report for %s, because 2 would mean drift", async (_, args, message) => {
    const { code, stdout, stderr } = await drift(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain("See desktop-sessions drift --help.");
  });

  it.each<[string, () => readonly string[], string]>([
    ["rules that are none", () => ["--ignore", file("- {}", "rules.yaml")], "Could not read the rules of "],
    ["rules that are not there", () => ["--ignore", "rules.yaml"], "Could not read the rules of rules.yaml: ENOENT: no such file or directory. Give"],
    ["an earlier report that is none", () => ["--since", file("{}", "report.json")], "Could not read the earlier report "],
    ["a folder that is not there", () => ["--output", "/nowhere/report.json"], "Could not write the report to /nowhere/report.json: ENOENT"],
  ])("is 1 for %s, whatever --fail-on says", async (_, args, message) => {
    const { code, stdout, stderr } = await drift(["--state", file(danOff), "--fail-on", "never", ...args()]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("is 0 for --help", async () => {
    expect(await drift(["--help"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: desktop-sessions drift/), stderr: "" });
  });
});

describe("the files of desktop-sessions drift", () => {
  it("takes a state from standard input", async () => {
    const ended = await new Promise<{ code: number | null; stdout: string }>((done) => {
      const child = execFile(process.execPath, [main, "drift", "--state", "-", ...json], { env: environment() }, (_, stdout) => done({ code: child.exitCode, stdout }));
      child.stdin!.end(JSON.stringify(bobOff));
    });
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout).stacks).toMatchObject([{ stack: "desktops/prod", source: "standard input" }]);
  });

  it("calls standard input by its name also where no state is on it", async () => {
    const ended = await new Promise<string>((done) => {
      execFile(process.execPath, [main, "drift", "--state", "-"], { env: environment() }, (_, stdout) => done(stdout)).stdin!.end();
    });
    expect(ended).toMatch(/^standard input error\n/);
    expect(ended).toContain("Could not read the state on standard input: it is empty.");
  });

  it("writes the report to a file, whole, and nothing beside it", async () => {
    const cwd = temporaryFolder();
    const first = await drift(["--state", file(bobOff), ...json, "--output", "report.json"], { cwd });
    expect(first).toEqual({ code: 2, stdout: "", stderr: "" });
    const { inode } = inodeOf(join(cwd, "report.json"));
    const second = await drift(["--state", file(bobOff), ...json, "--output", "report.json", "--since", "report.json"], { cwd });
    expect(second.code).toBe(2);
    expect(inodeOf(join(cwd, "report.json")).inode).not.toBe(inode);
    expect(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")).stacks[0].intents[0].findings[0].history).toBe("still there");
    expect(readdirSync(cwd)).toEqual(["report.json"]);
  });

  it("writes through a pipe, and through a link", async () => {
    const [folder, kept] = [temporaryFolder(), file("old")];
    await run("mkfifo", [join(folder, "pipe")], {});
    const reader = run("cat", [join(folder, "pipe")], {});
    expect((await drift(["--state", file(bobOff), ...json, "--output", join(folder, "pipe")])).code).toBe(2);
    expect(reportIn(await reader).outcome).toBe("drift");
    await symlink(kept, join(folder, "link"));
    expect((await drift(["--state", file(bobOff), ...json, "--output", join(folder, "link")])).code).toBe(2);
    expect(JSON.parse(readFileSync(kept, "utf8")).outcome).toBe("drift");
    expect(readdirSync(folder).sort()).toEqual(["link", "pipe"]);
  });

  it("follows the rules that lie beside the project, unless it is given others", async () => {
    const cwd = temporaryFolder();
    const rule = (user: string, expires = "2099-12-31") => `- { user: ${user}, reason: on call, expires: ${expires} }\n`;
    writeFileSync(join(cwd, ".desktop-sessions-ignore.yaml"), rule("bob@contoso.com"));
    const args = ["--state", file(bobOff), ...json];
    expect((await drift(args, { cwd })).code).toBe(0);
    expect((await drift([...args, "--cwd", cwd])).code).toBe(0);
    expect((await drift(args)).code).toBe(2);
    expect((await drift([...args, "--ignore", file(rule("dan@contoso.com"), "other.yaml")], { cwd })).code).toBe(2);
    const expired = await drift([...args, "--ignore", file(rule("bob@contoso.com", "2026-01-31"), "other.yaml")], { cwd });
    expect(expired.code).toBe(1);
    expect(reportIn(expired)).toMatchObject({ errors: [{ name: "IgnoreExpired", message: expect.stringContaining("the rule for user bob@contoso.com") }], stacks: [{ outcome: "drift" }] });
  });
});

const inodeOf = (path: string): { inode: number } => ({ inode: statSync(path).ino });

describe.skipIf(process.platform === "win32")("the file that code scanning shows a finding at", () => {
  /** A repository with a project in it, and a CLI that exports whatever stack. */
  function repository(): { folder: string; env: Record<string, string> } {
    const folder = temporaryFolder();
    for (const name of [".git", "infra/src", "bin"]) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "infra/Pulumi.yaml"), "name: desktops\nruntime: nodejs\n");
    writeFileSync(join(folder, "state.json"), JSON.stringify(bobOff));
    writeFileSync(join(folder, "bin/pulumi"), `#!/bin/sh\ncat '${folder}/state.json'\n`, { mode: 0o755 });
    return { folder, env: { PATH: [join(folder, "bin"), "/bin", "/usr/bin"].join(delimiter) } };
  }

  it.each<[string, string, readonly string[], string]>([
    ["the project of --cwd", ".", ["--cwd", "infra"], "infra/Pulumi.yaml"],
    ["the project above --cwd", ".", ["--cwd", "infra/src"], "infra/Pulumi.yaml"],
    ["the project of the current folder, seen from the repository", "infra", [], "infra/Pulumi.yaml"],
    ["the folder itself where there is no project", ".", [], "Pulumi.yaml"],
    ["the state, seen from the repository", "infra", ["--state", "../state.json"], "state.json"],
  ])("is %s", async (_, cwd, args, uri) => {
    const { folder, env } = repository();
    const ended = await drift([...args, "--format", "sarif"], { cwd: join(folder, cwd), env });
    expect(ended).toMatchObject({ code: 2, stderr: "" });
    expect(reportIn(ended).runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri });
  });

  it("is absolute outside of the repository, and seen from the current folder where there is none", async () => {
    const [{ folder, env }, outside] = [repository(), file(bobOff)];
    const uriOf = async (cwd: string, state: string) => reportIn(await drift(["--state", state, "--format", "sarif"], { cwd, env })).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
    expect(await uriOf(folder, outside)).toBe(pathToFileURL(outside).href);
    expect(await uriOf(dirname(outside), outside)).toBe("state.json");
  });
});

describe("where no Pulumi CLI is installed", () => {
  it("says so, exits 1, and still reports the states that it was given", async () => {
    const ended = await drift(["--stack", "test", "--state", file(bobOff), ...json], { env: { PATH: dirname(process.execPath), PULUMI_HOME: temporaryFolder() } });
    expect(ended.code).toBe(1);
    expect(reportIn(ended).stacks).toMatchObject([{ stack: "test", error: { name: "NoPulumiCli" } }, { stack: "desktops/prod", outcome: "drift" }]);
  });
});

/** Every file of a folder, with what is in it and when it was written. */
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => `${path} ${statSync(path).mtimeMs} ${readFileSync(path, "utf8")}`);

/** A project whose stack `prod` keeps bob out, with its secret in the configuration and its state gzip'd or not. */
async function project(gzip: boolean): Promise<{ folder: string; env: Record<string, string> }> {
  const folder = temporaryFolder();
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  // Where a user has it: there the command finds the CLI, and the CLI which stack is selected.
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const env = { PULUMI_HOME: home, PULUMI_BACKEND_URL: pathToFileURL(folder).href, PULUMI_SKIP_UPDATE_CHECK: "1", ...(gzip && { PULUMI_DIY_BACKEND_GZIP: "true" }) };
  const program = async () => {
    new SessionDisconnected("bob-off", { scope: pool, sessions: { user: "bob@contoso.com" } });
  };
  const stack = await makeStackOnCli({ projectName: "desktops", stackName: "prod", program }, folder, { ...estates.emulator.env(), ...env });
  const { AZURE_TENANT_ID, AZURE_CLIENT_SECRET } = estates.emulator.env();
  await stack.setAllConfig({ "desktop-sessions:tenantId": { value: AZURE_TENANT_ID! }, "desktop-sessions:clientSecret": { value: AZURE_CLIENT_SECRET!, secret: true } });
  await stack.up();
  return { folder, env };
}

describe.skipIf(installedCli === undefined)(`the stacks of a Pulumi CLI${skipReason}`, () => {
  it.each([
    ["", "prod.json"],
    [" gzip'd", "prod.json.gz"],
  ])("are read by name, as the current one and as the backend keeps them%s, without their passphrase, and no byte of them changes", async (how, name) => {
    const { folder, env } = await project(how !== "");
    estates.emulator.world.reconnect(estates.emulator.world.session("sh-0.contoso.com", 3));
    const before = filesOf(join(folder, ".pulumi"));
    const without = { AZURE_TENANT_ID: "", PULUMI_CONFIG_PASSPHRASE: undefined }; // the tenant is in the state
    const runs: [string, Promise<Ended>][] = [
      ["pulumi stack export", drift(json, { cwd: folder, env: { ...env, ...without } })],
      [`pulumi stack export --stack prod --cwd ${folder}`, drift([...json, "--stack", "prod", "--cwd", folder], { env: { ...env, ...without } })],
      [join(folder, ".pulumi/stacks/desktops", name), drift([...json, "--state", join(folder, ".pulumi/stacks/desktops", name)], { env: without })],
    ];
    for (const [source, ending] of runs) {
      const ended = await ending;
      expect(ended, ended.stdout).toMatchObject({ code: 2, stderr: "" });
      expect(reportIn(ended).stacks).toMatchObject([{ stack: "desktops/prod", source, intents: [{ name: "bob-off", findings: [{ from: "Disconnected", to: "Active" }] }] }]);
    }
    expect(filesOf(join(folder, ".pulumi"))).toEqual(before);

    const missing = await drift([...json, "--stack", "test", "--cwd", folder], { env });
    expect(missing.code).toBe(1);
    expect(reportIn(missing).stacks).toMatchObject([{ stack: "desktops/test", error: { name: "StateUnreadable", message: expect.stringContaining("no stack named 'test' found") } }]);
  });
});
