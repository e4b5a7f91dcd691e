import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder";
import { emulate, node } from "./emulator-process";

/** Signs in, logs bob off, and asks for him again: with what Node has, as the command of an emulator or beside one. */
const talk = `
  process.env.NODE_NO_WARNINGS = "1";
  (async (env) => {
    const at = env.DESKTOP_SESSIONS_EMULATOR;
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id: env.AZURE_CLIENT_ID, client_secret: env.AZURE_CLIENT_SECRET, scope: at + "/.default" });
    const { access_token } = await (await fetch(at + "/" + env.AZURE_TENANT_ID + "/oauth2/v2.0/token", { method: "POST", body: form })).json();
    const bob = at + "/subscriptions/" + env.AZURE_SUBSCRIPTION_ID + "/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1/sessionHosts/sh-0.contoso.com/userSessions/3?api-version=2024-04-03";
    const headers = { authorization: "Bearer " + access_token };
    await fetch(bob + "&force=true", { method: "DELETE", headers });
    await fetch(bob, { headers });
    console.log("said");
  })(process.env);`;

const TIME = String.raw`\d\d:\d\d:\d\d`;
const LINES = new RegExp(
  [
    String.raw`^${TIME} 200 POST /11111111-1111-1111-1111-111111111111/oauth2/v2\.0/token .* ms`,
    String.raw`${TIME} 200 DELETE …/userSessions/3\?force=true  UserSessions_Delete  [\d.]+ ms  → sh-0/3 bob@contoso\.com logged off`,
    String.raw`${TIME} 404 GET …/userSessions/3  UserSessions_Get  [\d.]+ ms  404: User session does not exist`,
    "$",
  ].join("\n"),
);

/** Runs the script beside an emulator that runs until it is stopped, and that may say nothing: its environment tells where it is. */
async function beside(...options: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = join(mkdtempSync(join(temporaryFolder(), "log-")), ".env");
  const written = watch(dirname(file));
  const { child, ended } = emulate("--env-file", file, ...options);
  while (!existsSync(file) || !readFileSync(file, "utf8").includes("CURL_CA_BUNDLE")) await once(written, "change");
  written.close();
  const env = parseEnv(readFileSync(file, "utf8"));
  expect(spawnSync(process.execPath, ["-e", talk], { encoding: "utf8", env: { ...process.env, ...env } })).toMatchObject({ stdout: "said\n", stderr: "" });
  child.kill("SIGTERM");
  return ended;
}

describe("the log of desktop-sessions emulate", () => {
  test("is one line for each request: what, how it went, and what it did", async () => {
    const { code, stdout, stderr } = await beside();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, lines] = /Stop it with Ctrl-C\.\n(.*)\nStopped\./s.exec(stdout)!;
    expect(lines).toMatch(LINES);
  });

  test("as JSON has an object on each line, and nothing else", async () => {
    const { code, stdout, stderr } = await beside("--log", "json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const said = stdout.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said).toMatchObject([
      { event: "ready", url: expect.stringMatching(/^https:/), httpUrl: expect.stringMatching(/^http:/) },
      { event: "request", method: "POST", status: 200 },
      { event: "request", operation: "UserSessions_Delete", status: 200, target: { userSessionId: "3" }, effects: [{ type: "session.loggedOff", userPrincipalName: "bob@contoso.com" }] },
      { event: "request", operation: "UserSessions_Get", status: 404, error: { code: "404" } },
      { event: "stopped" },
    ]);
    expect(stdout).not.toContain("eyJ");
    expect(stdout).not.toContain("emulator-secret");
  });

  test.each([[["--quiet"]], [["-q"]], [["--log", "none"]]])("with %j there is none, nor anything else", async (options) => {
    expect(await beside(...options)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("of a command is off, and goes to the other stream where it is wanted", async () => {
    expect(await emulate(...node(talk)).ended).toEqual({ code: 0, stdout: "said\n", stderr: "" });
    const text = await emulate("--log", "text", ...node(talk)).ended;
    expect(text).toMatchObject({ code: 0, stdout: "said\n", stderr: expect.stringMatching(LINES) });
    const json = await emulate("--log", "json", ...node(talk)).ended;
    expect(json.stdout).toBe("said\n");
    expect(json.stderr.trim().split("\n").map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["request", "request", "request"]);
  });

  test("spells out what would have a terminal obey", async () => {
    const rude = `
      fetch(process.env.DESKTOP_SESSIONS_EMULATOR_HTTP + "/_emulator/sessions", { method: "POST", body: JSON.stringify({ sessionHost: "sh-0.contoso.com", userPrincipalName: "e\\u001b[31mvil" }) })
        .then(() => { ${talk.replace("userSessions/3?", "userSessions/4?")} });`;
    const { stderr } = await emulate("--log", "text", ...node(rude)).ended;
    expect(stderr).toContain("→ sh-0/4 e<U+001B>[31mvil logged off");
    // eslint-disable-next-line no-control-regex
    expect(stderr).not.toMatch(/\u001b/);
  });

  test("says what was perhaps meant by what no operation answers, and what is not to be had over http", async () => {
    const lost = `
      const pool = process.env.DESKTOP_SESSIONS_EMULATOR_HTTP + "/subscriptions";
      process.env.NODE_NO_WARNINGS = "1";
      ${talk.replace('{ method: "DELETE", headers }', '{ method: "PUT", headers }').replace('console.log("said");', "await fetch(pool);")}`;
    const { stderr } = await emulate("--log", "text", ...node(lost)).ended;
    expect(stderr).toMatch(/405 PUT .* {2}MethodNotAllowed: .* {2}perhaps UserSessions_Get: it is a GET, not a PUT$/m);
    expect(stderr).toMatch(/404 GET \/subscriptions .* {2}NotFound: Over http there are only \/_emulator\/, \/wsman and the managed identity/m);
  });

  test("ends with what is said of the end, also where a request was under way", async () => {
    const { child, says, ended } = emulate("--log", "json");
    const { httpUrl } = JSON.parse(await says("\n")) as { httpUrl: string };
    const post = (path: string, body: object) => fetch(`${httpUrl}${path}`, { method: "POST", body: JSON.stringify(body) });
    expect((await post("/_emulator/faults", { operation: "Token", delay: 3_600_000 })).status).toBeLessThan(300);
    const cut = fetch(`${httpUrl}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/`, { headers: { Metadata: "true" } }).then(() => "answered", () => "cut");
    while (((await (await fetch(`${httpUrl}/_emulator/faults`)).json()) as { faults: { met: number }[] }).faults[0]!.met === 0);
    child.kill("SIGTERM");
    expect(await cut).toBe("cut");
    const { stdout } = await ended;
    expect(stdout.trim().split("\n").map((line) => JSON.parse(line) as object)).toMatchObject([{ event: "ready" }, { event: "request", status: null }, { event: "stopped" }]);
  });

  test("goes on when nobody reads it any more", async () => {
    const { child, says, ended } = emulate("--log", "json");
    const { httpUrl } = JSON.parse(await says("\n")) as { httpUrl: string };
    child.stdout!.destroy();
    await once(child.stdout!, "close");
    for (const path of ["/a", "/b", "/c"]) expect((await fetch(`${httpUrl}${path}`)).status).toBe(404);
    expect(((await (await fetch(`${httpUrl}/_emulator/requests`)).json()) as { requests: unknown[] }).requests).toHaveLength(3);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  test.each<[string[], string]>([
    [["--log", "xml"], '--log is "xml", and must be text, json, none.'],
    [["--quiet", "--log", "json"], "--quiet and --log json contradict each other. Give one."],
  ])("refuses %j and exits 2", async (args, message) => {
    expect(await emulate(...args).ended).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  });
});
