import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { selfSignedCertificate } from "../self-signed-certificate";
import { temporaryFolder } from "../temporary-folder";
import { emulate, main, node, run } from "./emulator-process";

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), "cli-"))));
afterAll(() => rmSync(directory, { recursive: true }));

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

  test("leaves the command the authorities that it had: of a company, say, in the variables that the emulator's take the place of", async () => {
    const names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] as const;
    const authorities = names.map(() => selfSignedCertificate().certificate.trim());
    for (const [index, name] of names.entries()) {
      const file = join(temporaryFolder(), `${name}.pem`);
      writeFileSync(file, `Of the company\n${authorities[index]}\n`);
      vi.stubEnv(name, file);
    }
    vi.stubEnv("CURL_CA_BUNDLE", temporaryFolder());
    const { ended } = emulate(...node(`for (const name of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) console.log(JSON.stringify(require("fs").readFileSync(process.env[name], "utf8")));`));
    vi.unstubAllEnvs();
    const { stdout, stderr } = await ended;
    expect(stderr).toBe("");
    const [bundle, additional] = stdout.trim().split("\n").map((line) => JSON.parse(line) as string);
    for (const authority of authorities) expect(bundle).toContain(authority);
    expect(bundle!.match(/BEGIN CERTIFICATE/g)!.length).toBeGreaterThan(100);
    expect(additional).toContain(authorities[2]);
  });

  test("exits with 128 + n when signal n ended the command", async () => {
    expect((await emulate(...node("process.kill(process.pid, 'SIGKILL')")).ended).code).toBe(137);
  });

  const answers = (...signals: string[]) =>
    node(`for (const signal of ${JSON.stringify(signals)}) process.on(signal, () => { console.log(signal); if (signal === ${JSON.stringify(signals.at(-1))}) process.exit(3); }); setInterval(() => {}, 1000); console.log('waiting');`);

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on and lets the command answer it", async (signal) => {
    const { child, says, ended } = emulate(...answers(signal));
    await says("waiting");
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 3, stdout: `waiting\n${signal}\n` });
  });

  test("leaves SIGINT to the terminal where there is one, since Ctrl-C reaches the command by itself", async () => {
    // Node has no terminal to give to a process, so one is made to believe that it has.
    vi.stubEnv("NODE_OPTIONS", "--import=data:text/javascript,process.stdin.isTTY=true");
    const { child, says, ended } = emulate(...answers("SIGINT", "SIGTERM"));
    vi.unstubAllEnvs();
    await says("waiting");
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 3, stdout: "waiting\nSIGTERM\n" });
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

const showEnvironment = node("console.log(process.env.AZURE_AUTHORITY_HOST)");

describe("desktop-sessions emulate", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("says how to use it, runs until %s, and leaves nothing behind", async (signal) => {
    const envFile = join(directory, `${signal}.env`);
    const { child, says, ended } = emulate("--env-file", envFile);
    const text = await says("Stop it with Ctrl-C.");
    expect(text).toMatch(/^Azure Virtual Desktop emulator: 1 host pool, 2 session hosts, 4 sessions\nRemote Desktop Services emulator: 1 collection, 3 virtual desktops, 3 sessions\n/);
    const httpUrl = /http {3}(\S+)/.exec(text)![1]!;
    const environment = parseEnv(readFileSync(envFile, "utf8"));
    expect(JSON.parse(await get(`${httpUrl}/_emulator/env`))).toEqual(environment);
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
    expect(existsSync(environment["NODE_EXTRA_CA_CERTS"]!)).toBe(true);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(environment["NODE_EXTRA_CA_CERTS"]!)).toBe(false);
    expect(existsSync(envFile)).toBe(false);
  });

  test("ends as ever when nobody reads its output any more", async () => {
    const envFile = join(directory, "unread.env");
    const { child, says, ended } = emulate("--env-file", envFile);
    await says("Stop it with Ctrl-C.");
    child.stdout!.destroy();
    await once(child.stdout!, "close");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(envFile)).toBe(false);
  });

  test.each<[string[], string]>([
    [["--sed", "x"], "Unknown option '--sed'"],
    [["--save", "world"], '--save is "world", and must end in .yaml, .yml or .json'],
    [["--port", "http"], '--port is "http", and must be a number from 0 to 65535.'],
    [["--http-port", "70000"], '--http-port is "70000", and must be a number from 0 to 65535.'],
    [["--seed"], "argument missing"],
    [["--env-file", "a", "--environment-file", "b"], "--env-file and --environment-file are two names of one option. Give one."],
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

  test("says that a URL is no name of a machine", async () => {
    expect(await emulate("--name", "http://emulator:8080", ...node("")).ended).toMatchObject({ code: 1, stderr: 'desktop-sessions: Could not start the emulator under the name "http://emulator:8080": not a name of a machine. Give a name such as emulator or emulator.test, without scheme and port.\n' });
  });

  test("says at the end how a shell forgets the emulator", async () => {
    const { child, says, ended } = emulate();
    const [, url] = /^ {2}eval "\$\(curl -s '(\S+)'\)"$/m.exec(await says("Stop it with Ctrl-C."))!;
    const names = Object.keys(JSON.parse(await get(url!.replace("?format=sh", ""))));
    const before = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
    const listed = (script: string) => spawnSync("sh", ["-c", `${script}\nenv`], { encoding: "utf8", env: before }).stdout.split("\n").map((each) => each.split("=")[0]!);
    // What curl would hand to eval: not every machine that runs these tests has it.
    const pointing = spawnSync("sh", ["-c", `${await get(url!)}\nexport -p`], { encoding: "utf8", env: before }).stdout;
    child.kill("SIGINT");
    const [, undo] = /^ {2}(unset .*)$/m.exec((await ended).stdout)!;
    expect(listed(pointing)).toEqual(expect.arrayContaining(names));
    expect(listed(`${pointing}\n${undo!}`).filter((name) => names.includes(name))).toEqual([]);
  });

  describe("--env-file", () => {
    const option = "--env-file";
    const showFile = (file: string) => node(`process.stdout.write(require("fs").readFileSync(${JSON.stringify(file)}, "utf8"))`);

    test.each([
      ["is not there", undefined],
      ["is empty", ""],
      ["an emulator left behind", "# Written by desktop-sessions emulate, and removed when it stops.\nAZURE_CLIENT_ID=old\n"],
    ])("writes a file that %s, for its owner only, and removes it at the end", async (_what, text) => {
      const file = join(mkdtempSync(join(directory, "env-")), ".env");
      if (text !== undefined) writeFileSync(file, text, { mode: 0o644 });
      const { says, ended, child } = emulate(option, file);
      await says("Stop it with Ctrl-C.");
      expect(readFileSync(file, "utf8")).toMatch(/^# Written by desktop-sessions emulate, and removed when it stops\.\nAZURE_TENANT_ID=/);
      expect(readFileSync(file, "utf8")).not.toContain("old");
      expect(statSync(file).mode & 0o777).toBe(0o600);
      child.kill("SIGTERM");
      expect((await ended).code).toBe(0);
      expect(existsSync(file)).toBe(false);
    });

    test("has a command find the file, too", async () => {
      const file = join(directory, "command.env");
      expect(await emulate(option, file, ...showFile(file)).ended).toMatchObject({ code: 0, stdout: expect.stringContaining("AZURE_CLIENT_ID=") });
      expect(existsSync(file)).toBe(false);
    });

    test("writes what Node reads as it was, a backslash too", async () => {
      const file = join(directory, "node.env");
      const read = `process.stdout.write(require("child_process").execFileSync(process.execPath, [${JSON.stringify(`--env-file=${file}`)}, "-p", "process.env.DESKTOP_SESSIONS_RDS_USERNAME"], { env: {} }))`;
      expect(await emulate(option, file, ...node(read)).ended).toMatchObject({ code: 0, stdout: "CONTOSO\\rdsadmin\n" });
    });

    test("writes what a shell reads as it was, and runs nothing of it", async () => {
      const seed = join(directory, "odd.json");
      const password = `it "$(touch ran)" \\ \`touch ran\` #1; touch ran`;
      writeFileSync(seed, JSON.stringify({ rds: { users: { "CONTOSO\\rdsadmin": { password } } } }));
      const file = join(directory, "shell.env");
      const script = `set -a; . "$0"; printf '%s\n' "$DESKTOP_SESSIONS_RDS_USERNAME" "$DESKTOP_SESSIONS_RDS_PASSWORD"; ls`;
      const cwd = temporaryFolder();
      const read = `process.stdout.write(require("child_process").execFileSync("sh", ["-c", ${JSON.stringify(script)}, ${JSON.stringify(file)}], { env: { PATH: process.env.PATH }, cwd: ${JSON.stringify(cwd)} }))`;
      expect(await emulate("--seed", seed, option, file, ...node(read)).ended).toMatchObject({ code: 0, stdout: `CONTOSO\\rdsadmin\n${password}\n` });
    });

    test("refuses to overwrite a file of somebody else's", async () => {
      const file = join(directory, "own.env");
      writeFileSync(file, "DATABASE_PASSWORD=mine\n");
      expect(await emulate(option, file, ...node("console.log('ran')")).ended).toEqual({ code: 1, stdout: "", stderr: `desktop-sessions: Could not write the environment to ${file}: the file is there, and not by desktop-sessions. Name another file, or remove this one.\n` });
      expect(readFileSync(file, "utf8")).toBe("DATABASE_PASSWORD=mine\n");
    });

    test("refuses the file of an emulator that runs, and takes over that of one that was killed, even on its port", async () => {
      const file = join(directory, "shared.env");
      const first = emulate(option, file);
      const url = /http {3}(\S+)/.exec(await first.says("Stop it with Ctrl-C."))![1]!;
      const text = readFileSync(file, "utf8");
      expect(await emulate(option, file, ...node("console.log('ran')")).ended).toEqual({ code: 1, stdout: "", stderr: `desktop-sessions: Could not write the environment to ${file}: an emulator that is running wrote it, at ${url}. Name another file, or stop that emulator.\n` });
      expect(readFileSync(file, "utf8")).toBe(text);
      first.child.kill("SIGKILL");
      await first.ended;
      expect(existsSync(file)).toBe(true);
      const next = await emulate(option, file, "--http-port", new URL(url).port, ...showFile(file)).ended;
      expect(next).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(`DESKTOP_SESSIONS_EMULATOR_HTTP=${url}\n`) });
      expect(next.stdout).not.toBe(text);
      expect(existsSync(file)).toBe(false);
    });

    test("leaves alone what was written there since", async () => {
      const file = join(directory, "replaced.env");
      expect((await emulate(option, file, ...node(`require("fs").writeFileSync(${JSON.stringify(file)}, "NEW=1\\n")`)).ended).code).toBe(0);
      expect(readFileSync(file, "utf8")).toBe("NEW=1\n");
      rmSync(file);
    });

    test("does not mind that the command has removed the file", async () => {
      const file = join(directory, "removed.env");
      expect(await emulate(option, file, ...node(`require("fs").rmSync(${JSON.stringify(file)})`)).ended).toMatchObject({ code: 0, stderr: "" });
    });

    test("writes into a pipe, which is not a file to remove", () => {
      const { stdout, stderr } = spawnSync("sh", ["-c", `"$0" emulate ${option} /dev/stdout -- true | cat`, main], { encoding: "utf8" });
      expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining("AZURE_CLIENT_ID="), stderr: "" });
    });
  });

  test.each([
    [["npx", "--", "desktop-sessions", "emulate", "--env-file"]],
    [["npx", "desktop-sessions", "emulate", "--environment-file"]],
  ])("%s works under npx, for a file that is not there yet", (words) => {
    const file = join(directory, "npx.env");
    const [npx, ...args] = [...words, file, ...showEnvironment];
    // What an earlier npx left behind must not matter; nor may it build the package anew while other tests use it.
    const env = { ...process.env, npm_config_cache: temporaryFolder(), npm_config_ignore_scripts: "true" };
    const { status, stdout, stderr } = spawnSync(npx!, args, { encoding: "utf8", cwd: resolve(__dirname, "../.."), env });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^https:/);
    expect(existsSync(file)).toBe(false);
  });

  test("takes passwords over http only where it is told to", async () => {
    const status = "require('http').request(process.env.DESKTOP_SESSIONS_EMULATOR_HTTP + '/wsman', { method: 'POST', auth: process.env.DESKTOP_SESSIONS_RDS_USERNAME + ':' + process.env.DESKTOP_SESSIONS_RDS_PASSWORD, headers: { 'content-type': 'application/soap+xml' } }, (answer) => console.log(answer.statusCode)).end()";
    expect((await emulate(...node(status)).ended).stdout).toBe("401\n");
    expect((await emulate("--allow-unencrypted", ...node(status)).ended).stdout).toBe("500\n");
  });

  test("stands for the cloud that it is told to, and for no other that there is not", async () => {
    const name = "fetch(process.env.DESKTOP_SESSIONS_EMULATOR + '/metadata/endpoints?api-version=2022-09-01').then((answer) => answer.json()).then(({ name }) => console.log(name))";
    expect((await emulate(...node(name)).ended).stdout).toContain("AzureCloud");
    expect((await emulate("--cloud", "azurechinacloud", ...node(name)).ended).stdout).toContain("AzureChinaCloud");
    const { code, stderr } = await emulate("--cloud", "AzureMoon", ...node("0")).ended;
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--cloud is "AzureMoon", and must be AzureCloud, AzureUSGovernment, AzureChinaCloud.') });
  });

  test("throttles only where it is told to, as ARM does or at rates of one's own", async () => {
    const throttle = "fetch(process.env.DESKTOP_SESSIONS_EMULATOR_HTTP + '/_emulator/throttle').then((answer) => answer.text()).then(console.log)";
    expect((await emulate(...node(throttle)).ended).stdout).toContain('{"throttle":"off"}');
    expect((await emulate("--throttle", "arm", ...node(throttle)).ended).stdout).toContain('{"throttle":"arm"}');
    const rates = '{"reads":{"burst":2,"perSecond":1}}';
    expect((await emulate("--throttle", rates, ...node(throttle)).ended).stdout).toContain(`{"throttle":${rates}}`);
  });

  test.each([["sometimes", 'throttle is "sometimes", and must be "off", "arm", or rates'], ['{"reads":5}', "throttle.reads is 5, and must be an object."], ["{", "JSON"]])("refuses to throttle %s", async (rates, why) => {
    const { code, stderr } = await emulate("--throttle", rates, ...node("0")).ended;
    expect(code).toBe(2);
    expect(stderr).toContain("--throttle can't be read: ");
    expect(stderr).toContain(why);
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
    expect(await run("emulat").ended).toMatchObject({ code: 2, stderr: 'desktop-sessions: There is no command "emulat". There are emulate, list, drift.\nSee desktop-sessions --help.\n' });
  });
});
