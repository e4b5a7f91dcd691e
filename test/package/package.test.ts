import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peerDependencies, version } from "../../package.json";
import { run as end } from "../run";

const run = promisify(execFile);
const tsc = "node_modules/typescript/bin/tsc";

/** The oldest Pulumi that the package says it works with. */
const floor = peerDependencies["@pulumi/pulumi"].replace("^", "");

describe("the packed package", () => {
  let folder: string;
  let tarball: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "desktop-sessions-package-"));
    await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder]);
    tarball = join(folder, `pulumi-desktop-sessions-${version}.tgz`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

  it("has nothing that publint objects to", async () => {
    const bytes = await readFile(tarball);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball: new Uint8Array(bytes).buffer } });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that are right for whoever imports or requires it", async () => {
    // It ends with another code, and so rejects, when there is a problem. Resolution as before Node 16 knows no subpaths.
    await expect(run(resolve("node_modules/.bin/attw"), [tarball, "--profile", "node16"])).resolves.toBeDefined();
  });

  describe(`installed into an empty folder, beside @pulumi/pulumi ${floor}, the oldest it works with`, () => {
    beforeAll(async () => {
      await write("package.json", JSON.stringify({ name: "desktops", private: true }));
      const packages = [tarball, `@pulumi/pulumi@${floor}`, "typescript@5.9", "@types/node@22"];
      await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...packages], { cwd: folder });
      await write("program.ts", program);
      await write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext", target: "es2022", strict: true, skipLibCheck: true, types: ["node"] } }));
    }, 240_000);

    it("is required", async () => {
      await write("required.cjs", names("require"));
      expect((await run("node", ["required.cjs"], { cwd: folder })).stdout).toBe(expectedNames);
    });

    it("is imported", async () => {
      await write("imported.mjs", names("import"));
      expect((await run("node", ["imported.mjs"], { cwd: folder })).stdout).toBe(expectedNames);
    });

    it("type-checks and runs a program, from its first update to its end", async () => {
      await run("node", [tsc], { cwd: folder });
      const { stdout } = await run("node", ["program.js"], { cwd: folder });
      expect(stdout.trim().split("\n").at(-1)).toBe("Disconnected Active Disconnected Disconnected");
    });

    it("type-checks with nothing beside it but Node's types, with the types of libraries checked, too, and refuses a selector that is misspelt", async () => {
      await write("consumer.ts", consumer);
      await write("misspelt.ts", program.replace("user:", "usr:"));
      const options = ["--noEmit", "--strict", "--skipLibCheck", "false", "--module", "nodenext", "--target", "es2024", "--types", "node"];
      const { stdout } = await end("node", [tsc, ...options, "consumer.ts", "misspelt.ts"], { cwd: folder });
      expect(stdout.match(/^\S.*: error .*/gm)).toEqual([expect.stringMatching(/^misspelt\.ts.* 'usr' does not exist/)]);
    });

    it("brings the command", async () => {
      expect((await run("npx", ["--no", "--", "desktop-sessions", "--version"], { cwd: folder })).stdout.trim()).toBe(version);
    });
  });
});

const consumer = `
import { MessageSent, SessionDisconnected, SessionLoggedOff, getSessionsOutput } from "pulumi-desktop-sessions";
import { startEmulator, type Emulator } from "pulumi-desktop-sessions/emulator";
import { createTestStack } from "pulumi-desktop-sessions/testing";
export { MessageSent, SessionDisconnected, SessionLoggedOff, getSessionsOutput, startEmulator, createTestStack, type Emulator };
`;

const names = (how: "import" | "require"): string => {
  const load = (path: string): string => (how === "import" ? `await import("${path}")` : `require("${path}")`);
  return `
const { SessionDisconnected, SessionLoggedOff, MessageSent, getSessions, getSessionsOutput } = ${load("pulumi-desktop-sessions")};
const { startEmulator } = ${load("pulumi-desktop-sessions/emulator")};
const { createTestStack } = ${load("pulumi-desktop-sessions/testing")};
console.log([SessionDisconnected, SessionLoggedOff, MessageSent, getSessions, getSessionsOutput, startEmulator, createTestStack].map(({ name }) => name).join(" "));
`;
};
const expectedNames = "SessionDisconnected SessionLoggedOff MessageSent getSessions getSessionsOutput startEmulator createTestStack\n";

const program = `
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { startEmulator } from "pulumi-desktop-sessions/emulator";
import { createTestStack } from "pulumi-desktop-sessions/testing";

async function main() {
  const emulator = await startEmulator();
  emulator.trust();
  Object.assign(process.env, emulator.env());
  const bob = emulator.world.session("sh-0.contoso.com", 3);
  const scope = { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
  const stack = await createTestStack({
    projectName: "desktops",
    stackName: "test",
    program: async () => {
      const off = new SessionDisconnected("off", { scope, sessions: { user: "bob@contoso.com" } });
      return { settled: off.settled };
    },
  });
  const states: string[] = [];
  await stack.up();
  states.push(bob.sessionState);
  emulator.world.reconnect(bob);
  await stack.preview({ refresh: true });
  states.push(bob.sessionState);
  await stack.up({ refresh: true });
  states.push(bob.sessionState);
  await stack.destroy();
  states.push(bob.sessionState);
  console.log(states.join(" "));
  await emulator.close();
}
void main();
`;
