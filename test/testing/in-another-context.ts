import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { startEmulator, type Emulator } from "pulumi-desktop-sessions/emulator";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";

/*
 * Tests for a runner that runs tests in a `vm` context of their own. The test next to this file compiles
 * it and has jest and vitest run it; the globals that it needs, both have.
 */
type Globals = typeof import("vitest");
declare const { afterAll, beforeAll, describe, expect, test }: Globals;
declare const jest: Pick<Globals["vi"], "spyOn"> | undefined;
declare const vi: Globals["vi"];
const runner = typeof jest === "undefined" ? vi : jest;

/** What the process is to everybody outside of the context that this file runs in. */
const outside = runInThisContext("globalThis") as typeof globalThis;
const { console: consoleOutside } = outside;

const seeing: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    console.log(`hello from ${inputs.name}`);
    return { id: "seen", outs: { ...inputs, env: { ...process.env }, cwd: process.cwd(), list: [1, { a: [null] }] } };
  },
  async delete() {
    throw new Error("it stays");
  },
};

/** A resource that tells what its provider saw. */
class Seen extends pulumi.dynamic.Resource {
  declare readonly env: pulumi.Output<Record<string, string>>;
  declare readonly cwd: pulumi.Output<string>;

  constructor(name: string) {
    super(seeing, name, { name, env: undefined, cwd: undefined, list: undefined }, {}, "test", "Seen");
  }
}

const makeStack = (program: () => object): Promise<TestStack> =>
  createTestStack({ projectName: "jest", stackName: "test", program: () => Promise.resolve({ ...program() }) });

test("this runs in a context of its own", () => {
  expect(outside === globalThis).toBe(false);
});

describe("a stack on an emulator", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
    emulator.trust();
    Object.assign(process.env, emulator.env());
  });
  afterAll(() => emulator.close());

  test("is found through the environment of the test", async () => {
    const stack = await makeStack(() => {
      const scope = { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
      return new SessionDisconnected("off", { scope, sessions: { user: "bob@contoso.com" } });
    });
    await stack.up();
    expect(emulator.world.session("sh-0.contoso.com", 3).sessionState).toBe("Disconnected");
    await stack.refresh({ expectNoChanges: true });
  });
});

test("a provider finds the environment of the test, exactly, and the working directory", async () => {
  process.env["ONLY_HERE"] = "yes";
  delete process.env["ONLY_OUTSIDE"];
  const before = { ...outside.process.env };
  const stack = await makeStack(() => {
    const { env, cwd } = new Seen("seen");
    return { env, cwd };
  });
  const { outputs } = await stack.up();
  expect(outputs["env"]?.value).toEqual({ ...process.env });
  expect(outputs["cwd"]?.value).toBe(process.cwd());
  expect({ ...outside.process.env }).toEqual(before);
  await stack.up({ expectNoChanges: true });
});

test("a provider speaks to the console of the test", async () => {
  const log = runner.spyOn(console, "log");
  log.mockImplementation(() => undefined);
  await (await makeStack(() => new Seen("seen"))).up();
  expect(log.mock.calls).toEqual([["hello from seen"]]);
  log.mockRestore();
  expect(outside.console === consoleOutside).toBe(true);
});

test("what a provider throws is told as it is, and so is what nobody awaited", async () => {
  let isThere = true;
  const stack = await makeStack(() => (isThere ? new Seen("seen") : {}));
  await stack.up();
  isThere = false;
  await expect(stack.up()).rejects.toThrow("    error: it stays\n");
  const lost = await makeStack(() => {
    pulumi.output(1).apply<number>(() => {
      throw new Error("lost in an apply");
    });
    return {};
  });
  await expect(lost.up()).rejects.toThrow("lost in an apply");
});

test("operations that overlap, as those of two copies of the package may, put everything back when the last one ends", async () => {
  // Only this module knows of overlapping; within one copy, operations wait for each other.
  const require = createRequire(__filename);
  const inside = require.resolve("pulumi-desktop-sessions/testing").replace(/index\.js$/, "host/provider-globals.js");
  const { withCallersGlobals } = require(inside) as typeof import("../../testing/host/provider-globals");
  const sameProcess = outside.process === process;
  const [first, second] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  process.env["ONLY_HERE"] = "first";
  const endOfFirst = withCallersGlobals(() => first.promise);
  process.env["ONLY_HERE"] = "second";
  const endOfSecond = withCallersGlobals(() => second.promise);
  first.resolve(undefined);
  await endOfFirst;
  expect(outside.process.env["ONLY_HERE"]).toBe("second");
  expect(outside.console === console).toBe(true);
  second.resolve(undefined);
  await endOfSecond;
  expect(outside.process.env["ONLY_HERE"]).toBe(sameProcess ? "second" : undefined);
  expect(outside.console === consoleOutside).toBe(true);
});
