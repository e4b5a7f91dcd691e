import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

/** The command as it is shipped, started by its first line: `npm run build` has made it. */
const main = resolve(__dirname, "../../dist/cli/main.js");

let directory: string;
const running = new Set<ChildProcess>();
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), "cli-"))));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

interface Run {
  child: ChildProcess;
  /** Resolves when the output contains the text. */
  says(text: string): Promise<string>;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function run(...args: string[]): Run {
  const child = spawn(main, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  running.add(child);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const says = async (text: string): Promise<string> => {
    while (!stdout.includes(text)) {
      const [what] = await Promise.race([once(child.stdout, "data").then(() => ["more"]), ended.then(() => ["ended"])]);
      if (what === "ended" && !stdout.includes(text)) throw new Error(`ended without saying "${text}": ${stdout}${stderr}`);
    }
    return stdout;
  };
  return { child, says, ended };
}

const emulate = (...args: string[]) => run("emulate", ...args);
const node = (script: string) => ["--", process.execPath, "-e", script];

function get(url: string): Promise<string> {
  return new Promise((done, fail) => {
    http.get(url, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk)).on("end", () => done(text));
    }).on("error", fail);
  });
}

describe("desktop-sessions emulate -- COMMAND", () => {
  test("runs the command with the environment set, and exits with its code", async () => {
    const script = `
      fetch(process.env.DESKTOP_SESSIONS_EMULATOR + "/_emulator/sessions").then((answer) => answer.json()).then(({ sessions }) => {
        console.log(sessions.map((session) => session.userPrincipalName).join());
        process.exitCode = 7;
      });`;
    const { code, stdout, stderr } = await emulate(...node(script)).ended;
    expect(stderr).toBe("");
    expect(stdout).toBe("alice@contoso.com,bob@contoso.com,carol@contoso.com,dave@contoso.com\n");
    expect(code).toBe(7);
  });

  test("exits with 128 + n when signal n ended the command", async () => {
    expect((await emulate(...node("process.kill(process.pid, 'SIGKILL')")).ended).code).toBe(137);
  });

  test("passes signals on and lets the command answer them", async () => {
    const { child, says, ended } = emulate(...node("process.on('SIGTERM', () => { console.log('goodbye'); process.exit(3); }); setInterval(() => {}, 1000); console.log('waiting');"));
    await says("waiting");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 3, stdout: "waiting\ngoodbye\n" });
  });

  test("says that there is no such command, and exits 127", async () => {
    expect(await emulate("--", "no-such-command").ended).toMatchObject({ code: 127, stderr: "desktop-sessions: Could not run no-such-command: there is no such command. Look at its spelling, and whether it is on the PATH.\n" });
  });

  test("says that a file can't be executed, and exits 126", async () => {
    const file = join(directory, "plain.txt");
    writeFileSync(file, "text", { mode: 0o644 });
    const { code, stderr } = await emulate("--", file).ended;
    expect(code).toBe(126);
    expect(stderr).toContain(`Could not run ${file}: spawn ${file} EACCES`);
  });

  test("starts from a seed of one's own", async () => {
    const seed = join(directory, "world.yaml");
    writeFileSync(seed, "subscriptions: { 99999999-0000-0000-0000-000000000000: }\n");
    expect(await emulate("--seed", seed, ...node("console.log(process.env.AZURE_SUBSCRIPTION_ID)")).ended).toMatchObject({ code: 0, stdout: "99999999-0000-0000-0000-000000000000\n" });
  });
});

describe("desktop-sessions emulate", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("says how to use it, runs until %s, and leaves nothing behind", async (signal) => {
    const envFile = join(directory, `${signal}.env`);
    const { child, says, ended } = emulate("--env-file", envFile);
    const text = await says("Stop it with Ctrl-C.");
    expect(text).toMatch(/^Azure Virtual Desktop emulator: 1 host pool, 2 session hosts, 4 sessions\n/);
    const httpUrl = /http {3}(\S+)/.exec(text)![1]!;
    const environment = Object.fromEntries(readFileSync(envFile, "utf8").trim().split("\n").map((line) => line.split(/=(.*)/s)));
    expect(JSON.parse(await get(`${httpUrl}/_emulator/env`))).toEqual(environment);
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
    expect(existsSync(environment.NODE_EXTRA_CA_CERTS)).toBe(true);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(environment.NODE_EXTRA_CA_CERTS)).toBe(false);
  });

  test.each<[string[], string]>([
    [["--sed", "x"], "Unknown option '--sed'"],
    [["--port", "http"], '--port is "http", and must be a number from 0 to 65535.'],
    [["--http-port", "70000"], '--http-port is "70000", and must be a number from 0 to 65535.'],
    [["--seed"], "argument missing"],
    [["python3", "x.py"], "A command to run goes behind --: desktop-sessions emulate -- python3 x.py"],
    [["--"], "There is no command after --."],
  ])("refuses %j and exits 2", async (args, message) => {
    const { code, stdout, stderr } = await emulate(...args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain("See desktop-sessions emulate --help.");
  });

  test("refuses a wrong seed with its file and place, and exits 1", async () => {
    const seed = join(directory, "wrong.json");
    writeFileSync(seed, '{"subscriptions":{"mine":null}}');
    expect(await emulate("--seed", seed).ended).toMatchObject({ code: 1, stderr: `desktop-sessions: Could not read the seed ${seed}:\n  subscriptions.mine: found the name "mine", expected a GUID\n` });
  });

  test("keeps an environment file that was there to its owner", async () => {
    const envFile = join(directory, "there.env");
    writeFileSync(envFile, "", { mode: 0o644 });
    const { code } = await emulate("--env-file", envFile, ...node("")).ended;
    expect(code).toBe(0);
    expect(readFileSync(envFile, "utf8")).toContain("AZURE_CLIENT_ID=");
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
  });

  test("says why an environment file can't be written", async () => {
    const { code, stderr } = await emulate("--env-file", join(directory, "missing", "env"), ...node("")).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Could not write the environment to");
  });
});

describe("desktop-sessions", () => {
  test("explains itself", async () => {
    expect(await run("--help").ended).toMatchObject({ code: 0, stdout: expect.stringContaining("emulate   Start an emulator") });
    expect(await run("emulate", "--help").ended).toMatchObject({ code: 0, stdout: expect.stringContaining("--env-file FILE") });
    expect((await run().ended).code).toBe(2);
  });

  test("says its version", async () => {
    const { version } = JSON.parse(readFileSync(resolve(__dirname, "../../package.json"), "utf8"));
    expect(await run("--version").ended).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test("refuses a command that there is not", async () => {
    expect(await run("emulat").ended).toMatchObject({ code: 2, stderr: 'desktop-sessions: There is no command "emulat". There is emulate.\nSee desktop-sessions --help.\n' });
  });
});
