import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/project-copy.mts";
import { startEmulator } from "../../emulator/index";
import { SESSIONS, signedIn } from "../emulator/wire";
import { python, reasonToSkip, title } from "../interop/python";
import { run } from "../run";
import { temporaryFolder } from "../temporary-folder";
import { codeBlocks } from "./code-blocks";

const main = join(root, "dist/cli/main.js");
const blocks = codeBlocks("docs/emulator.md");
const code = (heading: string, language: string): string => blocks.find((block) => block.heading === heading && block.language === language)!.code;

/** The command that the first line of a program says it is run by, in a folder of its own. */
async function asShown(heading: string, language: string, folder: string, instead: Readonly<Record<string, string>> = {}) {
  const program = code(heading, language);
  const [, file, command] = /^(?:\/\/|#) (\S+): npx desktop-sessions emulate -- (.*)$/m.exec(program)!;
  writeFileSync(join(folder, file!), program);
  const words = command!.split(" ").map((word) => instead[word] ?? word);
  return run(process.execPath, [main, "emulate", "--log", "json", "--", ...words], { cwd: folder, env: { ...process.env, GOFLAGS: "-mod=mod", GOPROXY: "off", NO_PROXY: "*" } });
}

interface Line {
  readonly event: string;
  readonly operation: string | null;
  readonly status: number;
  readonly effects: readonly { readonly type: string; readonly userPrincipalName: string }[];
}

/** What the emulator logged, which shares its stream with what clients complain of. */
const log = (stderr: string): Line[] => stderr.split("\n").flatMap((line) => (line.startsWith('{"event"') ? [JSON.parse(line) as Line] : []));

/** Who is there, and that bob is disconnected afterwards. */
function expectConversation({ code: exit, stdout, stderr }: { code: number; stdout: string; stderr: string }): void {
  expect(exit, stderr).toBe(0);
  for (const user of ["alice", "bob", "carol", "dave"]) expect(stdout).toContain(`${user}@contoso.com`);
  const arm = log(stderr).filter(({ operation }) => operation?.startsWith("UserSessions_"));
  expect(arm.map(({ operation, status }) => [operation, status])).toEqual([["UserSessions_ListByHostPool", 200], ["UserSessions_Disconnect", 200]]);
  expect(arm[1]!.effects).toMatchObject([{ type: "session.disconnected", userPrincipalName: "bob@contoso.com" }]);
}

const found = (command: string, ...args: string[]): boolean => !spawnSync(command, args).error;
const missing = (...commands: string[]): string | undefined => {
  const absent = commands.filter((command) => !found(command, "--version"));
  return absent.length === 0 ? undefined : `there is no ${absent.join(", ")}`;
};
const what = "signs in, lists, and disconnects, as it is shown";

describe("the clients of the page about the emulator", () => {
  it(`Node ${what}`, async () => {
    const folder = temporaryFolder();
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    expectConversation(await asShown("Node", "js", folder, { node: process.execPath }));
  });

  const packages = reasonToSkip("azure.identity, azure.mgmt.desktopvirtualization");
  it.skipIf(packages !== undefined)(title(packages, `Python ${what}`), async () => {
    expectConversation(await asShown("Python", "python", temporaryFolder(), { python }));
  });

  const tools = missing("curl", "jq");
  it.skipIf(tools !== undefined)(title(tools, `curl ${what}`), async () => {
    expectConversation(await asShown("curl", "bash", temporaryFolder()));
  });

  // The network is not asked: modules and class paths are those that an earlier `go get` and `mvn` have left.
  const modules = [...code("Go", "sh").matchAll(/github\.com\S+/g)].map(([module]) => module);
  const cached = (module: string): boolean => existsSync(join(process.env["GOMODCACHE"] ?? join(homedir(), "go/pkg/mod"), module.replaceAll("A", "!a").replace(/^/, "")));
  const go = !found("go", "version") ? "there is no go" : modules.every(cached) ? undefined : `there is no ${modules.join(" or ")} among its modules`;
  it.skipIf(go !== undefined)(title(go, `Go ${what}`), async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "go.mod"), `module example.com/sessions\n\ngo 1.25\n\nrequire (\n${modules.map((module) => `\t${module.replace("@", " ")}\n`).join("")})\n`);
    expectConversation(await asShown("Go", "go", folder));
  }, 240_000);

  const java = missing("java", "keytool", "curl") ?? missing("mvn");
  const classpath = java === undefined ? offlineClasspath() : undefined;
  const noJava = java ?? (classpath === undefined ? "azure-identity is not in Maven's repository here" : undefined);
  it.skipIf(noJava !== undefined)(title(noJava, `Java ${what}`), async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "classpath.txt"), classpath!);
    writeFileSync(join(folder, "Sessions.java"), code("Java", "java"));
    expectConversation(await asShown("Java", "bash", folder));
  }, 240_000);

  function offlineClasspath(): string | undefined {
    const [, name, version] = /`com\.azure:([\w-]+)` (\d+\.\d+\.\d+)/.exec(readFileSync(join(root, "docs/emulator.md"), "utf8"))!;
    const folder = temporaryFolder();
    writeFileSync(join(folder, "pom.xml"), `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>com.contoso</groupId><artifactId>sessions</artifactId><version>1</version><dependencies><dependency><groupId>com.azure</groupId><artifactId>${name!}</artifactId><version>${version!}</version></dependency></dependencies></project>`);
    const { status } = spawnSync("mvn", ["--quiet", "--offline", "--batch-mode", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt"], { cwd: folder });
    return status === 0 ? readFileSync(join(folder, "classpath.txt"), "utf8") : undefined;
  }
});

const shell = missing("curl", "jq");

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return expect.fail("was not refused");
}

describe("what else the page about the emulator shows", () => {
  it.skipIf(shell !== undefined)(title(shell, "a job has a subscription to itself, and leaves nothing"), async () => {
    const { code: exit, stdout, stderr } = await asShown("Share one", "bash", temporaryFolder());
    expect(exit, stderr).toBe(0);
    expect(stdout).toContain('"sessionState":"Active"');
  });

  it.skipIf(shell !== undefined)(title(shell, "faults happen as they are said"), async () => {
    await using emulator = await startEmulator();
    const script = join(temporaryFolder(), "faults.sh");
    writeFileSync(script, code("Let it go wrong", "bash"));
    expect(await run("bash", ["-e", script], { env: { ...process.env, ...emulator.env() } })).toMatchObject({ code: 0 });
    expect(emulator.faults.list().at(-1)!.rule).toEqual({ operation: "Token", delay: 2_000, probability: 0.1, seed: 42 });
    emulator.faults.remove(emulator.faults.list().at(-1)!.id);

    const call = await signedIn(emulator);
    const disconnect = async () => (await call(`${SESSIONS}/3/disconnect`, { method: "POST" })).status;
    expect([await disconnect(), await disconnect(), await disconnect()]).toEqual([503, 503, 200]);
    await expect(call(`${SESSIONS}/2/sendMessage`, { method: "POST", body: '{"messageBody":"hello"}' })).rejects.toThrow();
    expect(emulator.world.messages).toMatchObject([{ body: "hello" }]);
  });

  it("tells of each property of a fault, and of no other", async () => {
    await using emulator = await startEmulator();
    const [, table = ""] = /## Let it go wrong\n.*?\n\|---\|---\|---\|\n(.*?)\n\n/s.exec(readFileSync(join(root, "docs/emulator.md"), "utf8"))!;
    const told = table.split("\n").flatMap((row) => Array.from(row.split("|")[1]!.matchAll(/`(\w+)`/g), ([, name]) => name!));
    const [, properties = ""] = /there are (.*)\.$/.exec(refusal(() => emulator.faults.add({ nothing: 1 } as object)))!;
    expect(told.toSorted()).toEqual(properties.split(", ").toSorted());
  });

  it("links to what there is", () => {
    const page = readFileSync(join(root, "docs/emulator.md"), "utf8");
    const headingsOf = (text: string): readonly string[] => Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading = ""]) => heading.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-"));
    for (const [, target = "", heading] of page.matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)) {
      const file = join(root, "docs", target);
      if (target !== "") expect(existsSync(file), target).toBe(true);
      if (heading !== undefined) expect(headingsOf(target === "" ? page : readFileSync(file, "utf8")), target).toContain(heading);
    }
  });
});
