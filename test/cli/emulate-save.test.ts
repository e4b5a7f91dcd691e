import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { emulate, node } from "./emulator-process";

const fresh = (name: string): string => join(mkdtempSync(join(temporaryFolder(), "save-")), name);

const after = (act: string): string[] =>
  node(`const at = process.env.DESKTOP_SESSIONS_EMULATOR_HTTP + "/_emulator/";
    const users = async () => (await (await fetch(at + "sessions")).json()).sessions.map(({ userPrincipalName, sessionState }) => userPrincipalName.split("@")[0] + " " + sessionState).join();
    (async () => { ${act}; console.log(await users()); })();`);
const post = (path: string): string => `await fetch(at + ${JSON.stringify(path)}, { method: "POST" })`;

describe("desktop-sessions emulate --save", () => {
  test.each(["world.yaml", "world.YML", "world.json"])("keeps the world in %s from one run to the next", async (name) => {
    const file = fresh(name);
    const persisting = ["--seed", file, "--save", file];
    const first = await emulate(...persisting, ...after(post("sessions/sh-0.contoso.com/3/sign-out"))).ended;
    expect(first).toEqual({ code: 0, stdout: "alice Active,carol Disconnected,dave Active\n", stderr: "" });
    const second = await emulate(...persisting, ...after(post("sessions/sh-0.contoso.com/5/reconnect"))).ended;
    expect(second).toEqual({ code: 0, stdout: "alice Active,carol Active,dave Active\n", stderr: "" });
    expect((await emulate("--seed", file, ...after("")).ended).stdout).toBe(second.stdout);
    expect(readFileSync(file, "utf8").startsWith("{")).toBe(name.endsWith("json"));
  });

  test("keeps a subscription that was added, which can be removed in the next run as in the first", async () => {
    const file = fresh("world.yaml");
    const persisting = ["--seed", file, "--save", file];
    const count = `console.log((await (await fetch(at + "subscriptions")).json()).subscriptions.length)`;
    const id = "00000000-0000-0000-0000-0000000000aa";
    await emulate(...persisting, ...after(`await fetch(at + "subscriptions", { method: "POST", body: '{"subscriptionId":"${id}"}' }); ${count}`)).ended;
    const second = await emulate(...persisting, ...after(`${count}; console.log((await fetch(at + "subscriptions/${id}", { method: "DELETE" })).status); ${count}`)).ended;
    expect(second.stdout.split("\n").slice(0, 3)).toEqual(["2", "200", "1"]);
    expect((await emulate(...persisting, ...after(count)).ended).stdout.split("\n")[0]).toBe("1");
  });

  test("keeps a clock that was moved: no session of the next run began in its future", async () => {
    const file = fresh("world.json");
    const persisting = ["--seed", file, "--save", file];
    const send = (path: string, body: object) => `await fetch(at + "${path}", { method: "POST", body: '${JSON.stringify(body)}' });`;
    await emulate(...persisting, ...after(send("clock", { advance: "365d" }) + send("sessions", { userPrincipalName: "erin@contoso.com" }))).ended;
    const { stdout } = await emulate(...persisting, ...after(`console.log((await (await fetch(at + "clock")).json()).now)`)).ended;
    const { sessionHosts } = JSON.parse(readFileSync(file, "utf8")).subscriptions["00000000-0000-0000-0000-000000000001"].resourceGroups["rg-avd"].hostPools["pool-1"];
    const erin: any = Object.values(sessionHosts["sh-1.contoso.com"].userSessions).find((session: any) => session.userPrincipalName === "erin@contoso.com");
    expect(Date.parse(erin.createTime)).toBeLessThanOrEqual(Date.parse(stdout.split("\n")[0]!));
  });

  test("writes a file for its owner only, and leaves nothing else there", async () => {
    const file = fresh("world.yaml");
    await emulate("--save", file, ...node("")).ended;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(["world.yaml"]);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("writes when %s stops it", async (signal) => {
    const file = fresh("world.yaml");
    const { child, says, ended } = emulate("--save", file);
    await says("Stop it with Ctrl-C.");
    expect(existsSync(file)).toBe(false);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(file, "utf8")).toContain("bob@contoso.com");
  });

  test("writes when it is stopped while it loads", async () => {
    const file = fresh("world.yaml");
    const preload = fresh("stop.cjs");
    writeFileSync(preload, `const { Module } = require("node:module");
      const load = Module._load;
      Module._load = function (id, ...rest) {
        if (id === "express") { Module._load = load; process.kill(process.pid, "SIGTERM"); }
        return load.call(this, id, ...rest);
      };`);
    vi.stubEnv("NODE_OPTIONS", `--require ${preload}`);
    const { ended } = emulate("--save", file);
    vi.unstubAllEnvs();
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(file, "utf8")).toContain("bob@contoso.com");
  });

  test("keeps the exit code of the command", async () => {
    const file = fresh("world.yaml");
    expect((await emulate("--save", file, ...node("process.exit(7)")).ended).code).toBe(7);
    expect(existsSync(file)).toBe(true);
  });

  test("does not touch the file where the seed is refused", async () => {
    const file = fresh("world.json");
    writeFileSync(file, '{"subscriptions":{"mine":null}}');
    expect((await emulate("--seed", file, "--save", file, ...node("")).ended).code).toBe(1);
    expect(readFileSync(file, "utf8")).toBe('{"subscriptions":{"mine":null}}');
  });

  test("refuses at the start what could not be kept at the end", async () => {
    expect(await emulate("--save", fresh("world.txt"), ...node("console.log('ran')")).ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("and must end in .yaml, .yml or .json") });
    expect(await emulate("--save", join(fresh("missing"), "world.yaml"), ...node("console.log('ran')")).ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("Could not save the world") });
    expect(await emulate("--seed", fresh("other.yaml"), "--save", fresh("world.yaml"), ...node("console.log('ran')")).ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("there is no such file") });
  });
});
