import { spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { load } from "js-yaml";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { environmentFormats } from "../../emulator/environment";
import { root } from "../../scripts/project-copy.mts";
import { run, type Ended } from "../run";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

interface Workflow {
  readonly jobs: { readonly drift: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
}

const withoutJq = spawnSync("jq", ["--version"]).status !== 0;

const example = (name: string): Promise<string> => readFile(join(root, "examples/drift", name), "utf8");

/** The examples as they are, but for where the project and its state lie: no CLI is needed to read a file. */
describe("the examples of drift reports", () => {
  const sample = useSample();
  const folder = temporaryFolder();
  const state = join(folder, "prod.json");
  const here = (line: string): string => line.replaceAll("/srv/desktops", folder).replaceAll("/var/lib/node_exporter", folder).replace(/--stack (prod|"\$STACK")/, `--state ${state}`);
  const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AZURE|ARM|DESKTOP_SESSIONS)_|_CA_|SSL_CERT/.test(name)));
  const shell = (line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    run("sh", ["-c", here(line)], { cwd: folder, env: { ...bare, PATH: `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`, ...env } });

  beforeAll(async () => {
    await mkdir(join(folder, "node_modules"));
    await symlink(join(root, "node_modules/.bin"), join(folder, "node_modules/.bin"));
    await symlink(root, join(folder, "node_modules/pulumi-desktop-sessions"), "junction");
    // As people write them: without `export`. What the process of the test has is taken away.
    await writeFile(join(folder, "credentials"), environmentFormats.dotenv(sample.emulator.env()));
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/gh"), gh, { mode: 0o755 });
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

  const step = async (name: string): Promise<string> => (load(await example("github-actions.yaml")) as Workflow).jobs.drift.steps.find((one) => one.name === name)!.run!;
  const onGitHub = () => ({ ...sample.emulator.env(), GITHUB_STEP_SUMMARY: join(folder, "summary.md"), GITHUB_REPOSITORY: "contoso/desktops", NUMBER: "7" });

  it("the workflow fails on drift, and has the report to show all the same", async () => {
    await settle({ back: true });
    expect((await shell(await step("Look"), onGitHub())).code).toBe(2);
    expect((await shell(await step("Show it with the run"), onGitHub())).code).toBe(0);
    expect(await readFile(join(folder, "summary.md"), "utf8")).toContain("contractor-off");
  });

  it.skipIf(withoutJq)(`the workflow writes one comment, replaces that one later, and leaves those of others alone${withoutJq ? " (skipped: there is no jq, which is in GitHub's CLI)" : ""}`, async () => {
    await settle({ back: true });
    await shell(await step("Look"), onGitHub());
    const report = await readFile(join(folder, "drift.md"), "utf8");
    const others = [
      { id: 1, user: { type: "Bot" }, body: "Coverage: 97 %" },
      { id: 2, user: { type: "User" }, body: `${report}\nWhat is this?` },
      { id: 3, user: { type: "Bot" }, body: `As was said:\n${report}` },
    ];
    const comments = join(folder, "comments.json");
    const say = async (): Promise<unknown> => {
      expect(await shell(await step("Say it on the pull request"), { ...onGitHub(), COMMENTS: comments })).toMatchObject({ code: 0, stderr: "" });
      return JSON.parse(await readFile(comments, "utf8"));
    };
    await writeFile(comments, JSON.stringify(others));
    const bots = { id: 4, user: { type: "Bot" }, body: report };
    expect(await say()).toEqual([...others, bots]);
    await writeFile(join(folder, "drift.md"), `${report}\nLater.`);
    expect(await say()).toEqual([...others, { ...bots, body: `${report}\nLater.` }]);
  });
});

/** GitHub's CLI as far as the workflow asks it, with the comments of one pull request in a file. Its `--jq` is jq's own. */
const gh = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const comments = JSON.parse(readFileSync(process.env.COMMENTS, "utf8"));
if (args[0] === "api" && args[1] === "repos/contoso/desktops/issues/7/comments") {
  process.stdout.write(execFileSync("jq", ["-r", after("--jq")], { input: JSON.stringify(comments) }));
} else if (args[0] === "api" && args[1] === "--method" && args[2] === "PATCH") {
  const id = Number(/^repos\\/contoso\\/desktops\\/issues\\/comments\\/(\\d+)$/.exec(args[3])[1]);
  const [field, file] = after("--field").split("=@");
  comments.find((one) => one.id === id)[field] = readFileSync(file, "utf8");
  writeFileSync(process.env.COMMENTS, JSON.stringify(comments));
} else if (args[0] === "pr" && args[1] === "comment" && args[2] === "7") {
  comments.push({ id: 1 + Math.max(...comments.map(({ id }) => id)), user: { type: "Bot" }, body: readFileSync(after("--body-file"), "utf8") });
  writeFileSync(process.env.COMMENTS, JSON.stringify(comments));
} else {
  throw new Error("gh was asked " + args.join(" "));
}
`;
