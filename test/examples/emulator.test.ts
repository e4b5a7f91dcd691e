import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join, matchesGlob } from "node:path";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project-copy.mts";
import { python, reasonToSkip, title } from "../interop/python";
import { run, type Ended } from "../run";
import { temporaryFolder } from "../temporary-folder";

interface Instruction {
  readonly name: string;
  readonly value: string;
}

const lines = (file: string): string[] => readFileSync(join(root, file), "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const stages = lines("Dockerfile").reduce<Instruction[][]>((all, line) => {
  const [, name = "", value = ""] = /^([A-Z]+) (.*)$/.exec(line)!;
  if (name === "FROM") all.push([]);
  all.at(-1)!.push({ name, value });
  return all;
}, []);
const [build, image] = stages as [Instruction[], Instruction[]];
const of = (stage: readonly Instruction[], wanted: string): string[] => stage.flatMap(({ name, value }) => (name === wanted ? [value] : []));
const words = (json: string): string[] => JSON.parse(json) as string[];

/** The ports of the image may be taken here. */
const PORTS: Readonly<Record<string, string>> = { 8443: "0", 8080: "0" };
const [node, , ...args] = words(of(image, "ENTRYPOINT")[0]!);
const installed = join(root, "dist/cli/main.js");

/** What the image runs, on ports that are free, as a container that others call `emulator`. */
function container() {
  const child = spawn(node!, [installed, ...args.map((arg) => PORTS[arg] ?? arg), "--log", "json"], { stdio: ["ignore", "pipe", "inherit"] });
  const ready = once(child.stdout, "data").then(([line]) => JSON.parse(String(line)) as { url: string; httpUrl: string });
  return { child, ready };
}

describe("the container of the emulator", () => {
  let emulator: ReturnType<typeof container>;
  let urls: { url: string; httpUrl: string };
  beforeAll(async () => {
    emulator = container();
    urls = await emulator.ready;
  });
  afterAll(async () => {
    const ended = once(emulator.child, "exit");
    emulator.child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  const health = (): Promise<Ended> => {
    const [, script] = /CMD (\[.*\])$/.exec(of(image, "HEALTHCHECK")[0]!)!;
    const [command, ...rest] = words(script!).map((word) => word.replace("http://127.0.0.1:8080", urls.httpUrl));
    return run(command!, rest, {});
  };

  it("is healthy when it answers, and not when nobody does", async () => {
    expect((await health()).code).toBe(0);
    const { httpUrl } = urls;
    urls = { ...urls, httpUrl: "http://127.0.0.1:1" };
    expect((await health()).code).toBe(1);
    urls = { ...urls, httpUrl };
  });

  it("is reached by the name that other containers call it by, over TLS, too", async () => {
    const port = new URL(urls.url).port;
    const ca = (await (await fetch(`${urls.httpUrl}/_emulator/ca.pem`)).text());
    const lookup = ((_name: string, _options: object, found: (error: null, addresses: { address: string; family: number }[]) => void) => found(null, [{ address: "127.0.0.1", family: 4 }])) as never;
    const status = (name: string) => new Promise<number | string>((resolve) => {
      https.get({ hostname: name, port, path: "/_emulator/health", ca, lookup }, (answer) => resolve(answer.resume().statusCode!)).on("error", (error: NodeJS.ErrnoException) => resolve(error.code!));
    });
    expect(await status("emulator")).toBe(200);
    expect(await status("other")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const env = await new Promise<string>((resolve, reject) => {
      http.get({ hostname: "emulator", port: new URL(urls.httpUrl).port, path: "/_emulator/env?format=dotenv&ca=/tmp/ca.pem", lookup }, (answer) => {
        let text = "";
        answer.on("data", (chunk) => (text += chunk)).on("end", () => resolve(text));
      }).on("error", reject);
    });
    expect(env).toContain(`AZURE_AUTHORITY_HOST=https://emulator:${port}\n`);
    expect(env).toContain("REQUESTS_CA_BUNDLE=/tmp/ca.pem\n");
  });

  it("is not root's, and tells its two ports", () => {
    expect(of(image, "USER")).toEqual(["node"]);
    expect(of(image, "EXPOSE")[0]!.split(" ")).toEqual([args[args.indexOf("--port") + 1], args[args.indexOf("--http-port") + 1]]);
    expect(new Set([...of(build, "FROM"), ...of(image, "FROM")].map((value) => value.split(" ")[0]))).toEqual(new Set(["node:24-slim"]));
  });

  it("is built from what the build is given, by scripts that there are, and runs a file of the package", () => {
    const ignored = (path: string): boolean => lines(".dockerignore").some((pattern) => matchesGlob(path, pattern));
    for (const needed of ["package.json", "package-lock.json", "tsconfig.build.json", "cli", "emulator", "provider", "testing", "examples"]) expect({ needed, there: existsSync(join(root, needed)), ignored: ignored(needed) }).toEqual({ needed, there: true, ignored: false });
    const { scripts, files, bin, name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string>; files: string[]; bin: Record<string, string>; name: string; version: string };
    const [, script] = /npm run (\w+)/.exec(of(build, "RUN")[0]!)!;
    expect(scripts).toHaveProperty(script!);
    expect(of(build, "RUN")[1]).toContain(`/tmp/${name}-*.tgz`);
    expect(version).toMatch(/^\d/);
    expect(files).toContain(bin["desktop-sessions"]!.replace("./", ""));
    expect(words(of(image, "ENTRYPOINT")[0]!)[1]).toBe(`node_modules/${name}/${bin["desktop-sessions"]!}`);
    expect(of(image, "COPY")).toEqual(["--from=build /emulator/node_modules ./node_modules"]);
  });
});

interface Workflow {
  readonly jobs: Readonly<Record<"command" | "service", { readonly services?: { readonly emulator: { readonly ports: readonly string[] } }; readonly steps: readonly { readonly name?: string; readonly run?: string }[] }>>;
}

const standard = reasonToSkip("ssl, urllib.request, unittest");
const missing = standard ?? (spawnSync("curl", ["--version"]).error ? "there is no curl" : undefined);

describe("the workflow with the emulator", () => {
  const workflow = load(readFileSync(join(root, "examples/emulator/github-actions.yaml"), "utf8")) as Workflow;
  const script = (job: keyof Workflow["jobs"], start: string): string => workflow.jobs[job].steps.find(({ name }) => name?.startsWith(start))!.run!;
  const folder = temporaryFolder();
  const shell = (line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> => run("bash", ["-e", "-c", line.replaceAll("python3", python)], { cwd: folder, env: { ...process.env, ...env } });
  beforeAll(() => {
    mkdirSync(join(folder, "tests"));
    writeFileSync(
      join(folder, "tests/test_sessions.py"),
      `import json, os, unittest, urllib.request
class Sessions(unittest.TestCase):
    def test_somebody_is_there(self):
        with urllib.request.urlopen(os.environ["DESKTOP_SESSIONS_EMULATOR"] + "/_emulator/sessions?subscription=" + os.environ["AZURE_SUBSCRIPTION_ID"]) as answer:
            self.assertEqual(4, len(json.load(answer)["sessions"]))
`,
    );
  });

  it("maps the ports of the image to the same ones, by which clients name it", () => {
    expect(workflow.jobs.service.services!.emulator.ports).toEqual(of(image, "EXPOSE")[0]!.split(" ").map((port) => `${port}:${port}`));
  });

  it.skipIf(missing !== undefined)(title(missing, "runs the tests as the emulator's command"), async () => {
    // Installed already, as far as this test goes.
    const line = script("command", "Test").replace("npx --yes -p pulumi-desktop-sessions desktop-sessions", `"${process.execPath}" "${installed}"`);
    expect(await shell(line)).toMatchObject({ code: 0, stderr: expect.stringContaining("Ran 1 test") as string });
  });

  it.skipIf(missing !== undefined)(title(missing, "points its steps at a service, with a subscription of their own"), async () => {
    const { child, ready } = container();
    try {
      const { httpUrl } = await ready;
      const here = (line: string): string => line.replaceAll("http://localhost:8080", httpUrl.replace("127.0.0.1", "localhost"));
      const environment = join(folder, "github.env");
      expect(await shell(here(script("service", "Point")), { GITHUB_ENV: environment, RUNNER_TEMP: folder })).toMatchObject({ code: 0, stderr: "" });
      const variables = Object.fromEntries(readFileSync(environment, "utf8").trim().split("\n").map((line) => line.split(/=(.*)/s) as [string, string]));
      // GitHub takes what follows the sign as it is.
      expect(variables["DESKTOP_SESSIONS_RDS_USERNAME"]).toBe("CONTOSO\\rdsadmin");
      expect(variables["AZURE_SUBSCRIPTION_ID"]).not.toBe("00000000-0000-0000-0000-000000000001");
      expect(await shell(script("service", "Test"), variables)).toMatchObject({ code: 0, stderr: expect.stringContaining("Ran 1 test") as string });
      expect(JSON.parse((await shell(here(script("service", "Show")), variables)).stdout)).toEqual({ requests: [] });
    } finally {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  });
});
