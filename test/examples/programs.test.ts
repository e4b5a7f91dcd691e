import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { root } from "../../scripts/project-copy.mts";
import { useSample } from "../sample";

const sample = useSample();
beforeEach(() => {
  vi.resetModules(); // a program is a module, which runs anew in each operation
});

/** An example on the test stack, configured as its README says. */
async function open(name: string, config: Record<string, string> = {}): Promise<TestStack> {
  const program = async (): Promise<Record<string, unknown>> => {
    vi.resetModules();
    return { ...((await import(`../../examples/${name}/index.ts`)) as Record<string, unknown>) };
  };
  const stack = await createTestStack({ projectName: `desktop-sessions-${name}`, stackName: "trial", program });
  for (const [key, value] of Object.entries(config)) await stack.setConfig(key, { value });
  return stack;
}
const valuesOf = (outputs: Record<string, { value: unknown }>): Record<string, unknown> => Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
const present = (): string[] => [...sample.emulator.world.hostPools()].flatMap((pool) => Array.from(pool.sessions, ({ userPrincipalName }) => userPrincipalName)).toSorted();
const drained = (): string[] => [...sample.emulator.world.hostPools()].flatMap((pool) => [...pool.hosts].flatMap(({ name, allowNewSession }) => (allowNewSession ? [] : name)));

describe("The example maintenance-window", () => {
  it("empties the host, and returns it at its end", async () => {
    const stack = await open("maintenance-window", { anytime: "true", minutes: "0.0005" });
    expect(valuesOf((await stack.up()).outputs)).toEqual({ ready: true });
    expect(present()).toEqual(["dave@contoso.com"]);
    expect(drained()).toEqual(["sh-0.contoso.com"]);
    await stack.destroy();
    expect(drained()).toEqual([]);
  });

  it("touches nobody outside its window", async () => {
    vi.useFakeTimers({ now: new Date("2026-11-18T12:00:00Z"), toFake: ["Date"] }); // a Wednesday
    try {
      sample.emulator.clock.freeze("2026-11-18T12:00:00Z");
      const stack = await open("maintenance-window");
      expect(valuesOf((await stack.up()).outputs)).toEqual({ ready: false });
      expect([present().length, drained(), sample.emulator.world.messages]).toEqual([4, [], []]);
    } finally {
      vi.useRealTimers();
      sample.emulator.clock.set(new Date());
      sample.emulator.clock.resume();
    }
  });
});

describe("The example contractor-off", () => {
  it("disconnects bob on both systems, and only him", async () => {
    const stack = await open("contractor-off");
    expect(valuesOf((await stack.up()).outputs)).toEqual({ settled: { "pool-1": true, vdi: true } });
    expect([sample.bob.sessionState, sample.alice.sessionState]).toEqual(["Disconnected", "Active"]);
    expect([...sample.emulator.world.rds.sessions()].map(({ user, connectState }) => [user, connectState])).toEqual([
      ["CONTOSO\\alice", "Active"],
      ["CONTOSO\\bob", "Disconnected"],
      ["CONTOSO\\carol", "Disconnected"],
    ]);
  });
});

describe("The example message-of-the-day", () => {
  it("tells who is there, then who comes, and nobody twice", async () => {
    const stack = await open("message-of-the-day");
    expect(valuesOf((await stack.up()).outputs)).toEqual({ told: 3 });
    sample.emulator.world.reconnect(sample.carol);
    expect(valuesOf((await stack.up({ refresh: true })).outputs)).toEqual({ told: 4 });
    expect(sample.emulator.world.messages.map(({ userPrincipalName }) => userPrincipalName).toSorted()).toEqual(present());
  });
});

describe("The example nightly-cleanup", () => {
  it("logs off who was seen disconnected for so long", async () => {
    const stack = await open("nightly-cleanup", { anytime: "true", disconnectedFor: "1ms" });
    expect(valuesOf((await stack.up()).outputs)).toEqual({ left: 0 });
    expect(present()).toHaveLength(4);
    await stack.up({ refresh: true });
    expect(present()).toEqual(["alice@contoso.com", "bob@contoso.com", "dave@contoso.com"]);
  });
});

describe("The example rolling-patch", () => {
  it("takes the hosts in turn, and again for another patch", async () => {
    const stack = await open("rolling-patch", { minutes: "0.0005" });
    const patches = (): number => sample.emulator.requests().filter(({ operation }) => operation === "SessionHosts_Update").length;
    expect(valuesOf((await stack.up()).outputs)).toEqual({ ready: true });
    expect([present(), drained(), patches()]).toEqual([[], [], 4]);
    await stack.up({ refresh: true, expectNoChanges: true });
    await stack.setConfig("patch", { value: "2026-12" });
    await stack.up();
    expect([drained(), patches()]).toEqual([[], 8]);
  });
});

describe.each(["maintenance-window", "contractor-off", "message-of-the-day", "nightly-cleanup", "rolling-patch"])("The README of the example %s", (name) => {
  it("is about ten lines, and configures what the program reads", () => {
    const text = readFileSync(join(root, "examples", name, "README.md"), "utf8");
    const program = readFileSync(join(root, "examples", name, "index.ts"), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(16);
    for (const [, key] of text.matchAll(/config set (\w+) /g)) expect(program).toMatch(new RegExp(`config\\.get\\w*(<[^>]*>)?\\("${key!}"\\)`));
  });
});
