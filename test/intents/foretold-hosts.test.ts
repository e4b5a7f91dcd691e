import fc from "fast-check";
import { detectDrift, HostDrained, HostMaintenance, MessageSent, type HostMaintenanceArgs } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startEmulator, type Emulator, type SessionHost } from "../../emulator";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const names = ["a", "b", "c", "d", "e"].map((name) => `sh-${name}.contoso.com`);
const [a, b, c, d, e] = names as [string, string, string, string, string];
const spare = "sh-z.contoso.com";
const sessionHosts = { ...Object.fromEntries(names.map((name) => [name, { userSessions: { 2: `on-${name.slice(3, 4)}@contoso.com` } }])), [spare]: { userSessions: { 2: "admin@contoso.com" } } };
const seed = { subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } } };

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ seed });
  emulator.trust();
});
const begin = (): void => {
  emulator.reset();
  emulator.faults.clear();
  process.env = { ...before, ...emulator.env(), PULUMI_HOME: temporaryFolder() };
};
beforeEach(begin);
afterAll(() => {
  process.env = { ...before };
  return emulator.close();
});

const host = (name: string): SessionHost => emulator.world.sessionHost(name);
const byOperator = (name: string, allowNewSession: boolean): void => {
  emulator.world.changeHost(host(name), { allowNewSession }, "operator");
};
const drainedHosts = (): readonly string[] => [...names, spare].filter((name) => !host(name).allowNewSession);

/** What a state says of the maintenance that a host is a part of. */
interface Maintained {
  readonly maintenance?: { atOnce?: number };
}

const stackOf = (program: () => unknown): Promise<TestStack> => createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });
const refuseWork = (): void => void emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: spare, status: 403 });
const work: HostMaintenanceArgs["work"] = (name, options, emptiedAt) =>
  new MessageSent(`work-on-${name}`, { scope: pool, sessions: { user: "admin@contoso.com" }, title: "Work", body: name, triggers: [emptiedAt], timeoutSeconds: 1 }, options);
const maintenance = (more: Partial<HostMaintenanceArgs> = {}) => new HostMaintenance("patch", { scope: pool, sessionHosts: names, timeoutSeconds: 1, work, ...more });

const previewOf = async (stack: TestStack): Promise<string> => (await stack.preview({ color: "never" })).stdout;
const failureOf = (run: Promise<unknown>): Promise<string> => run.then(() => "", (error: unknown) => (error as Error).message);
/** Of which hosts a text says something, in the order of the pool. */
const named = (text: string, pattern: RegExp): readonly string[] => [...new Set([...text.matchAll(pattern)].flatMap(([, ...names]) => names.filter(Boolean)))].toSorted();

const notice = { title: "Maintenance", body: "Save your work.", minutes: 15 };

/** What a preview says of each host. */
const foretoldIn = (text: string) => ({
  refused: named(text, /HostEmpty \S+ in \S+: The update would fail at (\S+), and touch nobody on it\./g),
  stopped: named(text, /HostEmpty (\S+) in \S+: The update would stop here: /g),
  drained: named(text, /To be drained: (\S+)\./g),
  returned: named(text, /To be returned[^:]*: (\S+)\./g),
});

/** What the run does to each. */
async function doneBy(stack: TestStack) {
  const [drained, returned] = [[], []] as [string[], string[]];
  const stop = emulator.world.observe((event) => {
    if (event.type === "host.drained") drained.push(event.sessionHost);
    if (event.type === "host.undrained") returned.push(event.sessionHost);
  });
  const failure = await failureOf(stack.up());
  stop();
  return { refused: named(failure, /^\s+(?:error: |\* )(?:Could not drain (\S+) in|.* on (\S+) is not to be touched)/gm), stopped: named(failure, /(\S+) is not empty yet, and nothing that depends on it may begin/g), drained: drained.toSorted(), returned: returned.toSorted(), failure };
}

describe("a preview of a maintenance", () => {
  it("foresees what the run asks: which hosts are drained and returned, and at which it fails, whatever has been before", async () => {
    const all = [...names, spare];
    const some = fc.subarray(names);
    const round = fc.record({ drained: some, undrained: some, unhealthy: fc.subarray(all, { maxLength: 2 }), arrives: some, trigger: fc.integer({ min: 0, max: 1 }), workFails: fc.boolean(), hasNotice: fc.boolean() });
    const world = fc.record({
      atOnce: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom("20%", "50%", "70%", "100%")),
      minimumAvailable: fc.integer({ min: 0, max: 6 }),
      hasWork: fc.boolean(),
      protectedHosts: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(names, { maxLength: 1 })),
      rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ atOnce, minimumAvailable, hasWork, protectedHosts, rounds }) => {
        begin();
        let [trigger, hasNotice] = [0, false];
        const stack = await stackOf(() => maintenance({ ...(hasNotice && { notice }), atOnce, minimumAvailable, protect: { sessionHosts: protectedHosts }, triggers: [trigger], ...(!hasWork && { work: undefined! }) }));
        for (const { drained, undrained, unhealthy, arrives, workFails, ...now } of rounds) {
          ({ trigger, hasNotice } = now);
          for (const name of drained) byOperator(name, false);
          for (const name of undrained) byOperator(name, true);
          for (const name of all) emulator.world.setHostStatus(host(name), unhealthy.includes(name) ? "NeedsAssistance" : "Available");
          for (const name of arrives) if (host(name).allowNewSession) emulator.world.signIn(host(name), { userPrincipalName: "erin@contoso.com" });
          emulator.faults.clear();
          if (workFails) refuseWork();
          const preview = await previewOf(stack);
          const foretold = foretoldIn(preview);
          const { failure, ...run } = await doneBy(stack);
          const both = `${preview}\n${failure}`;
          if (workFails) continue; // which nobody can foresee
          expect(run.refused.length + run.stopped.length > 0, both).toBe(foretold.refused.length + foretold.stopped.length > 0);
          // What a failed run gives back is not foretold, nor which hosts of its batch the engine has not begun with when one fails at once.
          if (failure === "") expect(foretold, both).toEqual(run);
          else for (const what of ["refused", "stopped", "drained"] as const) expect(foretold[what], both).toEqual(expect.arrayContaining([...run[what]]));
        }
      }),
      { numRuns: 15 },
    );
  });

  const batch = (more: Partial<HostMaintenanceArgs> = {}) => stackOf(() => maintenance({ sessionHosts: [a, b, c, d], atOnce: 2, minimumAvailable: 5, ...more }));

  it("says which host of a batch leaves too few, and that the update does not come to those after it", async () => {
    const stack = await batch();
    const preview = await previewOf(stack);
    expect(preview).toContain(`To be drained: ${a}.`);
    expect(preview).toContain(`HostEmpty ${b} in rg-avd/pool-1: The update would fail at ${b}, and touch nobody on it. Could not drain ${b} in rg-avd/pool-1: minimumAvailable is 5, and without it only ${[c, d, e, spare].join(", ")} would take newcomers.`);
    for (const later of [c, d]) expect(preview).toContain(`HostEmpty ${later} in rg-avd/pool-1: The update would not come to ${later}, since it would fail at ${b} before.`);
    expect(foretoldIn(preview)).toEqual({ refused: [b], stopped: [], drained: [a], returned: [a] });
    expect(await doneBy(stack)).toMatchObject({ refused: [b], drained: [a] });
  });

  it("counts a host that was found drained as one that stays so", async () => {
    byOperator(a, false);
    const stack = await batch({ atOnce: 1 });
    expect(foretoldIn(await previewOf(stack))).toEqual({ refused: [b], stopped: [], drained: [], returned: [] });
    expect(await doneBy(stack)).toMatchObject({ refused: [b], drained: [] });
  });

  it("counts hosts that it holds as back in their turn", async () => {
    const stack = await batch({ atOnce: 1 });
    refuseWork();
    await failureOf(stack.up());
    emulator.faults.clear();
    expect([drainedHosts(), foretoldIn(await previewOf(stack))]).toEqual([[a], { refused: [], stopped: [], drained: [b, c, d], returned: [a, b, c, d] }]);
    expect(await doneBy(stack)).toMatchObject({ failure: "", drained: [b, c, d], returned: [a, b, c, d] });
  });

  it("says the same of hosts that a program spells in its own way", async () => {
    const [bigA, bigB] = [a.toUpperCase(), b.toUpperCase()];
    const stack = await batch({ sessionHosts: [bigA, bigB, c, d] });
    const preview = await previewOf(stack);
    expect(preview).toContain(`without it only ${[c, d, e, spare].join(", ")} would take newcomers`);
    expect(foretoldIn(preview)).toMatchObject({ drained: [a], returned: [bigA] });
    for (const later of [c, d]) expect(preview).toContain(`The update would not come to ${later}, since it would fail at ${bigB} before.`);
  });

  it("does not count an update that only a later one would fail after as one that fails", async () => {
    const today = new Date().getUTCDay();
    const days = (["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const).filter((_, day) => day === (today + 3) % 7);
    const gone = "sh-gone.contoso.com";
    const preview = await previewOf(await stackOf(() => maintenance({ sessionHosts: [gone, b], work: undefined!, within: { days, from: "01:00", to: "04:00", timeZone: "UTC" } })));
    expect(preview).toMatch(new RegExp(`HostEmpty ${gone} in \\S+: An update after the window opens at \\S+ would fail`));
    expect(preview).not.toContain("would not come to");
  });

  it("reads a state of a version that knew of no batches, and changes nothing for it", async () => {
    const stack = await batch({ minimumAvailable: 0 });
    await stack.up();
    const state = JSON.parse(JSON.stringify(await stack.exportStack())) as Awaited<ReturnType<TestStack["exportStack"]>>;
    const { resources } = state.deployment as { resources: { inputs?: Maintained; outputs?: Maintained }[] };
    const maintained = resources.flatMap(({ inputs, outputs }) => [inputs, outputs].flatMap((properties) => properties?.maintenance ?? []));
    expect(maintained.map(({ atOnce }) => atOnce)).toEqual(Array<number>(8).fill(2));
    for (const one of maintained) delete one.atOnce;
    await stack.importStack(state);
    await stack.up({ refresh: true, expectNoChanges: true });
    expect((await detectDrift({ states: [{ state: await stack.exportStack() }] })).outcome).toBe("in sync");
  });
});

it("A preview of hosts that a program drains each for itself says of which there would be too many", async () => {
  const stack = await stackOf(() => [a, b, c].map((sessionHost) => new HostDrained(sessionHost, { scope: pool, sessionHost, minimumAvailable: 4 })));
  const preview = await previewOf(stack);
  expect([named(preview, /To be drained: (\S+)\./g), named(preview, /The update would fail at (\S+), and touch nobody on it\. Could not drain/g)]).toEqual([[a, b], [c]]);
  await failureOf(stack.up());
  expect(drainedHosts()).toHaveLength(2);
});

describe("a preview says that a host will be returned after its work, but not", () => {
  const alone = (more: () => Partial<HostMaintenanceArgs> = () => ({})) => stackOf(() => maintenance({ sessionHosts: [a], ...more() }));
  const returned = `To be returned when the work on it is done: ${a}.`;

  it("one that was found drained", async () => {
    const stack = await alone();
    expect(await previewOf(stack)).toContain(returned);
    byOperator(a, false);
    expect(await previewOf(stack)).not.toContain("To be returned");
  });

  it("one that may not be emptied", async () => {
    expect(await previewOf(await alone(() => ({ protect: { sessionHosts: [a] } })))).not.toContain("To be returned");
  });

  it("one that is done for the triggers to which the program goes back", async () => {
    let trigger = 1;
    const stack = await alone(() => ({ triggers: [trigger] }));
    await stack.up();
    trigger = 2;
    expect(await previewOf(stack)).toContain(returned);
    emulator.world.signIn(host(a), { userPrincipalName: "erin@contoso.com" });
    emulator.faults.add({ operation: "UserSessions_Delete", sessionHost: a, status: 403 });
    expect(await failureOf(stack.up())).toContain("Could not log off");
    trigger = 1;
    expect(await previewOf(stack)).not.toContain("To be returned");
    expect(await doneBy(stack)).toMatchObject({ failure: "", returned: [] });
  });

  it("one whose drain mode somebody has undone before its work was done", async () => {
    const stack = await alone();
    refuseWork();
    await failureOf(stack.up());
    expect(await previewOf(stack)).toContain(returned);
    byOperator(a, true);
    expect(await previewOf(stack)).not.toContain("To be returned");
  });
});

describe("a preview of hosts with work says that the update stops", () => {
  const notReached = `HostEmpty ${b} in rg-avd/pool-1: The update would not come to ${b}, since it would fail at ${a} before.`;
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T22:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("where people get time, at the host that they are on, and not at those before, and nothing is returned there", async () => {
    const stack = await stackOf(() => maintenance({ sessionHosts: [a, b], notice }));
    const first = await previewOf(stack);
    expect(first).toContain(`The update would stop here: ${a} is not empty before 2026-11-20T22:15:00Z, and the work on it waits. Run it again then.`);
    expect(first).toContain(notReached);
    expect(foretoldIn(first)).toEqual({ refused: [], stopped: [a], drained: [a], returned: [] });
    expect(await doneBy(stack)).toMatchObject({ stopped: [a], drained: [a], returned: [] });
    expect(await previewOf(stack)).toContain(`The update would stop here: ${a} is not empty before 2026-11-20T22:15:00Z`);
    vi.setSystemTime(new Date("2026-11-20T22:15:00Z"));
    const second = await previewOf(stack);
    expect(second).toMatch(/To be logged off, whose time was over at 2026-11-20T22:15:00Z: session \d+ of on-a@contoso\.com on sh-a/);
    expect(foretoldIn(second)).toEqual({ refused: [], stopped: [b], drained: [b], returned: [a] });
    expect(await doneBy(stack)).toMatchObject({ stopped: [b], drained: [b], returned: [a] });
  });

  it("where the window is closed, or closes too soon", async () => {
    let within = { from: "23:00", to: "23:30", timeZone: "UTC" };
    const stack = await stackOf(() => maintenance({ sessionHosts: [a, b], notice, within }));
    const stops = (at: string): string => `The update would stop here: nothing is done to ${a} before ${at}, and the work on it waits. Run it again then.`;
    const closed = await previewOf(stack);
    for (const line of [stops("2026-11-20T23:00:00Z"), notReached, `To be drained when the window opens at 2026-11-20T23:00:00Z: ${a}.`]) expect(closed).toContain(line);
    expect(closed).not.toContain("To be returned");
    within = { from: "21:00", to: "22:10", timeZone: "UTC" };
    const closing = await previewOf(stack);
    for (const line of [stops("2026-11-21T21:00:00Z"), notReached, `To be drained when the window opens again at 2026-11-21T21:00:00Z: ${a}.`]) expect(closing).toContain(line);
    expect(await doneBy(stack)).toMatchObject({ stopped: [a], drained: [], returned: [] });
  });

  it("but not where the time is sat out, or nothing waits for it", async () => {
    for (const more of [{ notice: { ...notice, wait: true } }, { notice, work: undefined! }])
      expect(await previewOf(await stackOf(() => maintenance({ sessionHosts: [a], ...more })))).not.toContain("would stop here");
  });
});

describe("a maintenance that names a host that is not there", () => {
  const missing = "sh-11.contoso.com";
  const within = { from: "22:00", to: "23:00", timeZone: "UTC" };
  const nextUpdateOf = async (stack: TestStack): Promise<string> =>
    (await detectDrift({ states: [{ state: await stack.exportStack() }] })).stacks[0]!.intents.find(({ name }) => name === `patch-${a}`)!.nextUpdate;
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T12:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  it("fails once its window is open: a preview says so before, and the run before then says nothing of it", async () => {
    const stack = await stackOf(() => maintenance({ sessionHosts: [a, missing], work: undefined!, within }));
    const preview = await previewOf(stack);
    expect(preview).toContain(`An update after the window opens at 2026-11-20T22:00:00Z would fail at ${a}, and touch nobody on it. Could not drain ${a}: there is no session host ${missing} in rg-avd/pool-1.`);
    expect(preview).not.toContain("The update would fail");
    expect(await failureOf(stack.up())).toBe("");
    expect(await nextUpdateOf(stack)).toBe("It would touch nobody: its window opens at 2026-11-20T22:00:00Z.");
    vi.setSystemTime(new Date("2026-11-20T22:10:00Z"));
    expect(await nextUpdateOf(stack)).toBe(`It would fail here and touch nobody: its maintenance names ${missing}, and there is no such session host in rg-avd/pool-1.`);
    expect(await previewOf(stack)).toContain(`The update would fail at ${a}, and touch nobody on it. Could not drain ${a}: there is no session host ${missing}`);
    expect(await failureOf(stack.up())).toContain(`Could not drain ${a}: there is no session host ${missing}`);
    expect(drainedHosts()).toEqual([]);
  });

  it("does not stop another that is left as it is, since its window closes too soon: a preview says when it would", async () => {
    vi.setSystemTime(new Date("2026-11-20T22:50:00Z"));
    const stack = await stackOf(() => maintenance({ sessionHosts: [a, missing], work: undefined!, within, notice }));
    const preview = await previewOf(stack);
    expect(preview).toContain(`An update after the window opens again at 2026-11-21T22:00:00Z would fail at ${a}, and touch nobody on it. Could not drain ${a}`);
    expect(preview).not.toContain(`The update would fail at ${a}, and touch nobody on it. Could not drain ${a}`);
    const failure = await failureOf(stack.up()); // in its own turn, as there is nobody to wait for
    expect([named(failure, /^\s+(?:error: |\* )Could not drain (\S+):/gm), drainedHosts()]).toEqual([[missing], []]);
    expect(await nextUpdateOf(stack)).toBe("It would leave 1 session alone until 2026-11-21T22:00:00Z.");
  });

  it("goes on with hosts that it holds, in a drift report, a preview and a run", async () => {
    let sessionHosts = [a];
    let timeoutSeconds = 1;
    const stack = await stackOf(() => maintenance({ sessionHosts, work: undefined!, timeoutSeconds }));
    await stack.up();
    [sessionHosts, timeoutSeconds] = [[a, missing], 2];
    await failureOf(stack.up());
    timeoutSeconds = 3;
    byOperator(a, true);
    expect(await nextUpdateOf(stack)).toBe(`It would drain ${a}.`);
    expect(foretoldIn(await previewOf(stack))).toEqual({ refused: [missing], stopped: [], drained: [a], returned: [] });
    expect(await doneBy(stack)).toMatchObject({ drained: [a] });
  });

  it("is not taken for done because a refresh has looked at its return", async () => {
    let sessionHosts = [b];
    const stack = await stackOf(() => maintenance({ sessionHosts }));
    await stack.up();
    sessionHosts = [a, b];
    emulator.world.removeHost(host(b));
    expect(await failureOf(stack.up({ refresh: true }))).toContain(`there is no session host ${b} in rg-avd/pool-1.`);
    expect([host(a).allowNewSession, host(a).sessionCount]).toEqual([true, 1]);
  });

  it.each([
    ["before the others are, does not stop them", [b, a], `It would drain ${a}, and log off 1 session.`],
    ["behind the others, stops them, and it is said what to do", [a, b], `It would fail here and touch nobody: its maintenance names ${b}, and there is no such session host in rg-avd/pool-1.`],
  ])("and was done %s", async (_, inOrder, nextUpdate) => {
    let sessionHosts = [b];
    const stack = await stackOf(() => maintenance({ sessionHosts }));
    await stack.up();
    sessionHosts = inOrder;
    emulator.faults.add({ operation: "UserSessions_Delete", sessionHost: a, status: 403 });
    expect(await failureOf(stack.up())).toContain("Could not log off");
    emulator.faults.clear();
    emulator.world.removeHost(host(b));
    expect(await nextUpdateOf(stack)).toBe(nextUpdate);
    const isFirst = inOrder[0] === a;
    expect(foretoldIn(await previewOf(stack)).refused).toEqual(isFirst ? [a] : []);
    const failure = await failureOf(stack.up());
    if (!isFirst) {
      expect(failure).toBe("");
      return;
    }
    expect(failure).toContain(`there is no session host ${b} in rg-avd/pool-1.`);
    expect(failure).toContain("Take one out of sessionHosts that is gone for good, also where it was done before");
    expect([host(a).allowNewSession, host(a).sessionCount]).toEqual([true, 1]);
    sessionHosts = [a];
    expect(await failureOf(stack.up())).toBe("");
    expect(host(a).sessionCount).toBe(0);
  });
});
