import { HostMaintenance, MessageSent, type HostMaintenanceArgs } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { useHostStories } from "./host-stories";

const names = ["a", "b", "c", "d", "e"].map((name) => `sh-${name}.contoso.com`);
const spare = "sh-z.contoso.com";
const admin = { userSessions: { 2: "admin@contoso.com" } };
const person = (host: string) => ({ userSessions: { 2: `on-${host.slice(3, 4)}@contoso.com` } });
const seed = {
  subscriptions: {
    [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts: { ...Object.fromEntries(names.map((host) => [host, person(host)])), [spare]: admin } } } } } },
  },
};

/** What happened, in order, and what was wrong at any moment of it. */
interface Log {
  readonly steps: string[];
  readonly wrong: string[];
  mostDrained: number;
}

let emulator: Emulator;
let log: Log;
let stop = (): void => undefined;
let home: string;
const before = { ...process.env };

beforeAll(async () => {
  home = temporaryFolder();
  emulator = await startEmulator({ seed });
  emulator.trust();
});
beforeEach(() => {
  emulator.reset();
  Object.assign(process.env, emulator.env(), { PULUMI_HOME: home });
  log = { steps: [], wrong: [], mostDrained: 0 };
  const { world } = emulator;
  stop = world.observe((event) => {
    const drained = names.filter((name) => !world.sessionHost(name).allowNewSession);
    log.mostDrained = Math.max(log.mostDrained, drained.length);
    if (event.type === "host.drained") log.steps.push(`drain ${event.sessionHost}`);
    if (event.type === "host.undrained") log.steps.push(`return ${event.sessionHost}`);
    if (event.type !== "message.sent" || event.userPrincipalName !== "admin@contoso.com") return;
    const host = event.title;
    log.steps.push(`${event.body} ${host}`);
    const { allowNewSession, sessionCount } = world.sessionHost(host);
    if (allowNewSession || sessionCount > 0) log.wrong.push(`${event.body} on ${host}, which ${allowNewSession ? "takes newcomers" : "is not empty"}`);
  });
});
afterEach(() => {
  stop();
  process.env = { ...before };
});
afterAll(() => emulator.close());

/** The work on a host says so to the administrator. */
const rolling = (says: { patch: string } & Partial<Omit<HostMaintenanceArgs, "scope">>) => {
  const { patch, ...more } = says;
  return new HostMaintenance("patch", {
    scope: pool,
    sessionHosts: names.slice(0, 2),
    work: (host, options, emptiedAt) =>
      new MessageSent(`work-on-${host}`, { scope: pool, sessions: { user: "admin@contoso.com" }, title: host, body: patch, triggers: [emptiedAt] }, options),
    ...more,
  });
};
const stackOf = (program: () => unknown): Promise<TestStack> =>
  createTestStack({ projectName: "desktops", stackName: "test", program: async () => (await Promise.resolve(program())) as Record<string, unknown> | undefined });
const drained = (): readonly string[] => [...names, spare].filter((name) => !emulator.world.sessionHost(name).allowNewSession);
const peopleReturn = (): void => {
  for (const name of names) if (emulator.world.sessionHost(name).sessionCount === 0) emulator.world.signIn(emulator.world.sessionHost(name), { userPrincipalName: "erin@contoso.com" });
};
/** All that is done to a host in its turn. */
const turnOf = (host: string, patch: string): readonly string[] => [`drain ${host}`, `${patch} ${host}`, `return ${host}`];
const [a, b] = names as [string, string];

describe("a rolling maintenance", () => {
  it("that is over is not repeated for a changed text", async () => {
    let body = "Save your work.";
    const stack = await stackOf(() => rolling({ patch: "11", triggers: ["11"], notice: { title: "Maintenance", body, minutes: 0.0005, wait: true } }));
    await stack.up();
    peopleReturn();
    log.steps.length = 0;
    body = "Please save your work.";
    await stack.up();
    expect([log.steps, drained(), emulator.world.sessionHost(a).sessionCount]).toEqual([[], [], 1]);
  });

  it("does its work once for each trigger, on a host that is drained and empty", async () => {
    let patch = "11";
    const stack = await stackOf(() => rolling({ patch, triggers: [patch] }));
    for (patch of ["11", "12"]) {
      log.steps.length = 0;
      await stack.up();
      await stack.up({ expectNoChanges: true });
      expect(log.steps).toEqual([...turnOf(a, patch), ...turnOf(b, patch)]);
      peopleReturn();
    }
    expect([log.wrong, drained()]).toEqual([[], []]);
  });

  it("does it again for a trigger that the work does not name", async () => {
    let trigger = 1;
    const stack = await stackOf(() => rolling({ patch: "11", triggers: [trigger] }));
    await stack.up();
    peopleReturn();
    log.steps.length = 0;
    trigger = 2;
    await stack.up();
    expect([log.steps, log.wrong]).toEqual([[...turnOf(a, "11"), ...turnOf(b, "11")], []]);
  });

  it("whose work changes is done on hosts that are emptied for it, though no trigger says so", async () => {
    let patch = "11";
    const stack = await stackOf(() => rolling({ patch }));
    await stack.up();
    peopleReturn();
    log.steps.length = 0;
    patch = "12";
    await stack.up();
    expect([log.steps, log.wrong]).toEqual([[...turnOf(a, "12"), ...turnOf(b, "12")], []]);
  });

  it("returns hosts that its work has changed", async () => {
    const changes = emulator.world.observe((event) => {
      if (event.type === "message.sent") emulator.world.changeHost(emulator.world.sessionHost(event.title), { friendlyName: `patched with ${event.body}` }, "work");
    });
    await (await stackOf(() => rolling({ patch: "11", minimumAvailable: 1 }))).up();
    changes();
    expect([log.steps, drained()]).toEqual([[...turnOf(a, "11"), ...turnOf(b, "11")], []]);
  });

  it("leaves a host drained that somebody has drained since it was returned, and returns one whose work had failed", async () => {
    let patch = "11";
    const stack = await stackOf(() => rolling({ patch, atOnce: 2 }));
    await stack.up();
    emulator.world.drain(emulator.world.sessionHost(a));
    patch = "12";
    const { stdout } = await stack.preview();
    expect([...stdout.matchAll(/To be returned when the work on it is done: (.*)\./g)].map(([, host]) => host)).toEqual([b]);
    const { stdout: said } = await stack.up();
    expect(said).toContain(`${a} stays drained: somebody has drained it since it was returned here.`);
    expect([drained(), log.steps.filter((step) => step.startsWith("12")).toSorted(), log.wrong]).toEqual([[a], [`12 ${a}`, `12 ${b}`], []]);
    emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: spare, status: 403 });
    patch = "13";
    await expect(stack.up()).rejects.toThrow("403");
    emulator.faults.clear();
    emulator.world.changeHost(emulator.world.sessionHost(b), { friendlyName: "half a patch" }, "work");
    patch = "14";
    await stack.up();
    expect([drained(), log.wrong]).toEqual([[a], []]);
  });

  it("touches nobody for the next patch, either, where one of its hosts is not there", async () => {
    let says: Parameters<typeof rolling>[0] = { patch: "11" };
    const stack = await stackOf(() => rolling(says));
    await stack.up();
    peopleReturn();
    const written = log.steps.length;
    says = { patch: "12", sessionHosts: [a, b, "sh-33.contoso.com"] };
    const { stdout } = await stack.preview();
    expect(stdout).not.toContain("To be drained");
    await expect(stack.up()).rejects.toThrow("there is no session host sh-33.contoso.com");
    expect([log.steps.slice(written), emulator.world.sessionHost(a).sessionCount]).toEqual([[], 1]);
  });

  it("leaves it so also where the program has been without its work in between", async () => {
    let program = (): HostMaintenance => rolling({ patch: "11", triggers: ["November"] });
    const stack = await stackOf(() => { program(); });
    await stack.up();
    emulator.world.drain(emulator.world.sessionHost(a));
    program = () => new HostMaintenance("patch", { scope: pool, sessionHosts: [a, b], triggers: ["November"] });
    await stack.up();
    program = () => rolling({ patch: "12", triggers: ["December"] });
    await stack.up();
    expect([drained(), log.steps.filter((step) => step.startsWith("12"))]).toEqual([[a], [`12 ${a}`, `12 ${b}`]]);
  });

  it("stops where a host that was found drained leaves too few", async () => {
    emulator.world.drain(emulator.world.sessionHost(a));
    emulator.world.drain(emulator.world.sessionHost(spare));
    const stack = await stackOf(() => rolling({ patch: "11", sessionHosts: names, minimumAvailable: 4 }));
    await expect(stack.up()).rejects.toThrow(`minimumAvailable is 4, and without it only ${names.slice(2).join(", ")} would take newcomers`);
    expect(drained()).toEqual([a, spare]);
  });

  it("waits with its work for an empty host, whatever mustSettle says", async () => {
    const unsaid = { mustSettle: undefined } as unknown as { mustSettle: boolean };
    for (const says of [unsaid, { mustSettle: false }]) {
      const stack = await stackOf(() => rolling({ patch: "11", notice: { title: "Maintenance", body: "Save your work.", minutes: 60 }, ...says }));
      await expect(stack.up()).rejects.toThrow("is not empty yet");
      expect(log.steps.filter((step) => step.startsWith("11"))).toEqual([]);
      await stack.destroy();
    }
  });

  it("keeps its batches apart, and enough hosts at every moment", async () => {
    await (await stackOf(() => rolling({ patch: "11", sessionHosts: names, atOnce: "50%", minimumAvailable: 4 }))).up();
    expect(log.steps).toHaveLength(15);
    for (const [first, second] of [[0, 2], [2, 4]] as const) {
      const returned = Math.max(...names.slice(first, second).map((host) => log.steps.indexOf(`return ${host}`)));
      const begun = Math.min(...names.slice(second, second + 2).map((host) => log.steps.indexOf(`drain ${host}`)));
      expect(returned).toBeLessThan(begun);
    }
    expect(log.mostDrained).toBeLessThanOrEqual(2);
    expect([log.wrong, drained()]).toEqual([[], []]);
  });
});

describe("hosts that one run drains at the same moment", () => {
  const on = useHostStories();

  it("are taken one after the other, so that enough are left", async () => {
    const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
    const ends = await Promise.all([sh0, sh1].map((host) => on.story("HostDrained", host).up({ minimumAvailable: 1 })));
    expect(ends.map(({ failure }) => failure).filter((failure) => failure.includes("minimumAvailable is 1"))).toHaveLength(1);
    expect([sh0, sh1].filter((host) => on.time.emulator.world.sessionHost(host).allowNewSession)).toHaveLength(1);
  });
});
