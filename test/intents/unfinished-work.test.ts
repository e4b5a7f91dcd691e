import { detectDrift, HostDrained, HostEmpty, HostMaintenance, MessageSent, type HostMaintenanceArgs } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SessionHost } from "../../emulator";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const sample = useSample();
const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
// A stack runs the provider as it was serialized, which knows no clock but the machine's. The emulator's goes by that one, too.
const at = (time: string): void => void vi.setSystemTime(new Date(`2026-11-20T${time}Z`));
beforeEach(() => {
  process.env["PULUMI_HOME"] = temporaryFolder();
  vi.useFakeTimers({ toFake: ["Date"] });
  at("12:00:00");
});
afterEach(() => void vi.useRealTimers());

const host = (name = sh0): SessionHost => sample.emulator.world.sessionHost(name);
const drainedHosts = (): readonly string[] => [sh0, sh1].filter((name) => !host(name).allowNewSession);
const arrives = (user: string, name = sh0) => sample.emulator.world.signIn(host(name), { userPrincipalName: `${user}@contoso.com` });
const told = (title: string): number => sample.emulator.world.messages.filter((message) => message.title === title).length;
const failureOf = async (work: Promise<unknown>): Promise<string> => work.then(() => expect.fail("it should have failed"), (error: unknown) => (error as Error).message);
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };

const stackOf = (program: () => unknown): Promise<TestStack> =>
  createTestStack({ projectName: "desktops", stackName: "test", program: async () => (await Promise.resolve(program())) as Record<string, unknown> | undefined });
/** The work on a host is to tell dave, who may stay where he is. */
const maintenance = (more: Partial<HostMaintenanceArgs> = {}) =>
  new HostMaintenance("patch", {
    scope: pool,
    sessionHosts: [sh0],
    except: { users: ["dave@contoso.com"] },
    work: (name, options, emptiedAt) => new MessageSent(`work-on-${name}`, { scope: pool, sessions: { user: "dave@contoso.com" }, title: "Work", body: name, triggers: [emptiedAt], timeoutSeconds: 1 }, options),
    ...more,
  });
/** What the work is refused with: it is the only message that names a host. */
const refuseWork = (): void => void sample.emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: sh1, status: 403 });

/** What a report says of the host. */
async function driftOf(stack: TestStack) {
  const { stacks } = await detectDrift({ states: [{ state: await stack.exportStack() }] });
  const { outcome, wanted, nextUpdate, findings } = stacks[0]!.intents.find(({ intent }) => intent === "HostEmpty")!;
  return { outcome, wanted, nextUpdate, findings: findings.map(({ about, from, to, since }) => ({ about, from, to, since })) };
}

describe("triggers that are again those for which a host was emptied last", () => {
  let trigger = "b";
  let minutes = 0.0005;
  const again = (more: Partial<HostMaintenanceArgs> = {}) => stackOf(() => ({ ready: maintenance({ triggers: [trigger], notice: { ...notice, minutes, wait: minutes < 1 }, ...more }).ready }));
  beforeEach(() => {
    [trigger, minutes] = ["b", 0.0005];
  });

  it("have the host returned that was drained for others, and let be who was told for them", async () => {
    vi.useRealTimers(); // the first notice is sat out
    const stack = await again();
    await stack.up();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    arrives("erin");
    [trigger, minutes] = ["c", 15];
    expect(await failureOf(stack.up())).toContain("is not empty yet");
    expect([drainedHosts(), told("Work")]).toEqual([[sh0], 1]);
    trigger = "b";
    vi.setSystemTime(Date.now() + 20 * 60_000);
    const preview = (await stack.preview({ color: "never" })).stdout;
    expect(preview).toContain(`To be returned, since it was emptied for these triggers before: ${sh0}.`);
    expect(preview).not.toMatch(/To be (drained|logged off)/);
    const { stdout, outputs } = await stack.up();
    expect(stdout).toContain(`${sh0} takes newcomers again.`);
    expect([drainedHosts(), host().sessionCount, told("Work"), outputs["ready"]?.value]).toEqual([[], 1, 1, true]);
    expect((await driftOf(stack)).outcome).toBe("in sync");
    await stack.up({ refresh: true, expectNoChanges: true });
    trigger = "c"; // who was told for it had a promise, which is over
    expect(await failureOf(stack.up())).toContain("is not empty yet");
    expect(host().sessionCount).toBe(1);
  });

  it.each(["keepDrained", "return"] as const)("leave the host drained that was drained for them, and whose work has not been done, where what fails is to %s it", async (onFailure) => {
    const closed = { from: "01:00", to: "02:00", timeZone: "UTC" };
    const stack = await stackOf(() => maintenance({ triggers: [trigger], onFailure, ...(trigger === "c" && { within: closed }) }));
    refuseWork();
    await failureOf(stack.up());
    trigger = "c";
    expect(await failureOf(stack.up())).toContain("Run it again at 2026-11-21T01:00:00Z");
    trigger = "b";
    expect((await stack.preview({ color: "never" })).stdout).not.toContain("since it was emptied for these triggers before");
    await failureOf(stack.up());
    expect([drainedHosts(), told("Work")]).toEqual([[sh0], 0]);
    sample.emulator.faults.clear();
    await stack.up();
    expect([drainedHosts(), told("Work")]).toEqual([[], 1]);
  });

  it("hold nothing of a host that was returned for them: nothing is said of it when it leaves", async () => {
    const stack = await again({ notice: { ...notice, minutes: 15 } });
    for (const { id } of [sample.alice, sample.bob, sample.carol]) sample.emulator.world.logOff(sample.emulator.world.session(sh0, id));
    await stack.up();
    arrives("erin");
    trigger = "c";
    at("12:01:00");
    await failureOf(stack.up());
    trigger = "b";
    expect((await stack.up()).stdout).toContain(`${sh0} takes newcomers again.`);
    expect((await stack.destroy()).stdout).not.toContain(`${sh0} takes newcomers`);
  });

  it("are done also by a state of a version that did not write it down", async () => {
    let timeoutSeconds = 60;
    const stack = await stackOf(() => maintenance({ triggers: ["b"], timeoutSeconds }));
    await stack.up();
    const state = JSON.parse(JSON.stringify(await stack.exportStack())) as Awaited<ReturnType<TestStack["exportStack"]>>;
    for (const { inputs = {}, outputs = {} } of (state.deployment as { resources: { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> }[] }).resources) {
      for (const properties of [inputs, outputs]) for (const key of ["settledFor", "maintenance"]) Reflect.deleteProperty(properties, key);
    }
    await stack.importStack(state);
    arrives("erin");
    timeoutSeconds = 61;
    await stack.up();
    expect([drainedHosts(), host().sessionCount, told("Work")]).toEqual([[], 1, 1]);
  });

  it("leave a host drained to another intent that holds it", async () => {
    let isHeld = false;
    const stack = await stackOf(() => {
      const hold = isHeld ? [new HostDrained("hold", { scope: pool, sessionHost: sh0 })] : [];
      new HostEmpty("empty", { scope: pool, sessionHost: sh0, triggers: [trigger], ...(trigger === "c" && { notice }) }, { dependsOn: hold });
    });
    await stack.up();
    sample.emulator.world.undrain(host());
    arrives("erin");
    [trigger] = ["c"];
    at("12:01:00");
    await stack.up();
    isHeld = true;
    await stack.up();
    trigger = "b";
    expect((await stack.up()).stdout).toContain(`${sh0} stays drained: another intent of the stack holds it.`);
    expect([drainedHosts(), host().sessionCount]).toEqual([[sh0], 1]);
    await stack.up();
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it("leave a host drained that somebody has drained meanwhile", async () => {
    const stack = await again({ notice: { ...notice, minutes: 15 } });
    for (const { id } of [sample.alice, sample.bob, sample.carol]) sample.emulator.world.logOff(sample.emulator.world.session(sh0, id));
    await stack.up();
    trigger = "c";
    arrives("erin");
    at("12:00:30");
    await failureOf(stack.up());
    at("12:01:00");
    sample.emulator.world.changeHost(host(), { allowNewSession: false }, "operator");
    trigger = "b";
    expect((await stack.up()).stdout).toContain(`${sh0} stays drained: somebody changed it at 2026-11-20T12:01:00.000Z, after it was drained here.`);
    expect(drainedHosts()).toEqual([sh0]);
  });
});

describe("work on a host that has not come to its end", () => {
  const both = { sessionHosts: [sh0, sh1], atOnce: 2, timeoutSeconds: 1 };
  const begins = `${sh0} is empty, and stays drained until the work on it is done.`;
  const ends = `It would go on with the work on ${sh0}, and return ${sh0}.`;

  it("because it failed is said before, seen by a drift report, and done by the next update", async () => {
    const stack = await stackOf(() => maintenance());
    refuseWork();
    expect(await failureOf(stack.up())).toContain(begins);
    expect(drainedHosts()).toEqual([sh0]);
    expect(await driftOf(stack)).toEqual({
      outcome: "drift",
      wanted: `${sh0} was drained and emptied once for its triggers, and is worked on and returned.`,
      nextUpdate: ends,
      findings: [{ about: "host", from: "returned", to: "stays drained", since: "2026-11-20T12:00:00.000Z" }],
    });
    sample.emulator.faults.clear();
    expect((await stack.preview({ color: "never" })).stdout).toContain(`To be returned when the work on it is done: ${sh0}.`);
    await stack.up();
    expect([drainedHosts(), told("Work")]).toEqual([[], 1]);
    expect((await driftOf(stack)).outcome).toBe("in sync");
  });

  it("is seen also where an earlier one did", async () => {
    let trigger = 1;
    const stack = await stackOf(() => maintenance({ triggers: [trigger] }));
    await stack.up();
    at("12:01:00");
    trigger = 2;
    refuseWork();
    await failureOf(stack.up());
    expect(await driftOf(stack)).toMatchObject({ outcome: "drift", nextUpdate: ends });
  });

  it("because another host of the maintenance failed is said, and done by the next update", async () => {
    const { faults } = sample.emulator;
    const stack = await stackOf(() => maintenance(both));
    arrives("erin", sh1);
    refuseWork(); // so that the one host has failed before the work on the other has ended
    faults.add({ operation: "UserSessions_Delete", sessionHost: sh1, status: 403 });
    // Also where it was emptied by an earlier run.
    for (let turn = 0; turn < 2; turn++) {
      expect(await failureOf(stack.up())).toContain(`${sh0} was emptied for its work, too. Where it does not take newcomers again by the end of this update, it stays drained until the next one: \`pulumi up --continue-on-error\` goes on with it`);
    }
    expect([drainedHosts(), (await driftOf(stack)).nextUpdate]).toEqual([[sh0], ends]);
    faults.clear();
    await stack.up();
    expect([drainedHosts(), told("Work"), (await driftOf(stack)).outcome]).toEqual([[], 2, "in sync"]);
  });

  it("is not said of hosts that are back, now or since an earlier run", async () => {
    const stack = await stackOf(() => maintenance({ sessionHosts: [sh0, sh1], timeoutSeconds: 1 }));
    arrives("erin", sh1);
    sample.emulator.faults.add({ operation: "UserSessions_Delete", sessionHost: sh1, status: 403 });
    for (let turn = 0; turn < 2; turn++) {
      const failure = await failureOf(stack.up());
      expect(failure).toContain(`Could not log off session 3 of erin@contoso.com on ${sh1}`);
      expect(failure).not.toContain("was emptied for its work, too");
    }
  });

  it("is said to wait where another host has failed before", async () => {
    const stack = await stackOf(() => maintenance(both));
    refuseWork();
    sample.emulator.faults.add({ operation: "SessionHosts_Update", sessionHost: sh1, status: 403 });
    expect(await failureOf(stack.up())).toContain(`${begins} ${sh1} failed, so that this may be in the next update.`);
    expect(drainedHosts()).toEqual([sh0]);
  });

  it("is no drift of a host that was found drained", async () => {
    sample.emulator.world.drain(host());
    const stack = await stackOf(() => maintenance());
    refuseWork();
    await failureOf(stack.up());
    expect(await driftOf(stack)).toMatchObject({ outcome: "in sync", nextUpdate: `It would go on with the work on ${sh0}.` });
  });

  it("would meet people, where somebody has let them onto the host: a drift report says so", async () => {
    const stack = await stackOf(() => maintenance());
    refuseWork();
    await failureOf(stack.up());
    at("12:30:00");
    sample.emulator.world.undrain(host());
    arrives("erin");
    expect(await driftOf(stack)).toMatchObject({
      outcome: "drift",
      nextUpdate: `It would go on with the work on ${sh0}, with 1 session on it: other triggers have it emptied first.`,
      findings: [{ about: "host", from: "drained", to: "takes newcomers", since: "2026-11-20T12:30:00.000Z" }],
    });
  });
});

describe("a preview", () => {
  const previewOf = async (program: () => unknown): Promise<string> => (await (await stackOf(program)).preview({ color: "never" })).stdout;

  it("says which hosts will be returned", async () => {
    expect(await previewOf(() => maintenance())).toContain(`To be returned when the work on it is done: ${sh0}.`);
  });

  it.each([["HostDrained", HostDrained], ["HostEmpty", HostEmpty]])("says that %s would be refused by minimumAvailable", async (_, Intent) => {
    sample.emulator.world.drain(host(sh1));
    const said = await previewOf(() => new Intent("one", { scope: pool, sessionHost: sh0, minimumAvailable: 1 }));
    expect(said).toContain(`The update would fail at ${sh0}, and touch nobody on it. Could not drain ${sh0} in rg-avd/pool-1: minimumAvailable is 1, and without it no host would take newcomers.`);
    expect(said).not.toMatch(/To be (drained|logged off)/);
  });

  it("says so of the host at which a maintenance that returns none leaves too few", async () => {
    const said = await previewOf(() => new HostMaintenance("hold", { scope: pool, sessionHosts: [sh0, sh1], minimumAvailable: 1 }));
    expect(said).toContain(`To be drained: ${sh0}.`);
    expect(said).toContain(`The update would fail at ${sh1}, and touch nobody on it. Could not drain ${sh1} in rg-avd/pool-1: minimumAvailable is 1`);
  });

  it.each([["HostDrained", HostDrained], ["HostEmpty", HostEmpty]])("says that %s names a host that is not there", async (_, Intent) => {
    const said = await previewOf(() => new Intent("one", { scope: pool, sessionHost: "sh-11.contoso.com" }));
    expect(said).toContain(`The update would fail at sh-11.contoso.com, and touch nobody on it. Could not drain sh-11.contoso.com: there is no session host sh-11.contoso.com in rg-avd/pool-1. There are ${sh0}, ${sh1}.`);
  });

  it("says only that, where a guard of its sessions refuses", async () => {
    const said = await previewOf(() => new HostEmpty("one", { scope: pool, sessionHost: sh0, maxSessions: 2 }));
    expect(said).toContain("The update would fail at sh-0.contoso.com, and touch nobody on it. Could not log off 3 sessions in rg-avd/pool-1: maxSessions is 2");
    expect(said).not.toMatch(/To be (drained|logged off)/);
  });

  it("says no more of a closed window than is known of its opening", async () => {
    sample.emulator.world.drain(host(sh1));
    const within = { from: "22:00", to: "23:00", timeZone: "UTC" };
    expect(await previewOf(() => new HostDrained("one", { scope: pool, sessionHost: sh0, minimumAvailable: 1, within }))).toContain(`To be drained when the window opens at 2026-11-20T22:00:00Z: ${sh0}.`);
    expect(await previewOf(() => new HostDrained("one", { scope: pool, sessionHost: "sh-11.contoso.com", within }))).toContain("An update after the window opens at 2026-11-20T22:00:00Z would fail at sh-11.contoso.com, and touch nobody on it. Could not drain sh-11.contoso.com");
  });
});

describe("a maintenance that names a host that is not there", () => {
  it("touches nobody on the others", async () => {
    const stack = await stackOf(() => maintenance({ sessionHosts: [sh0, "sh-11.contoso.com"] }));
    const why = `Could not drain ${sh0}: there is no session host sh-11.contoso.com in rg-avd/pool-1.`;
    expect((await stack.preview({ color: "never" })).stdout).toContain(`The update would fail at ${sh0}, and touch nobody on it. ${why}`);
    expect(await failureOf(stack.up())).toContain(why);
    expect([drainedHosts(), host().sessionCount]).toEqual([[], 3]);
  });

  it("goes on where that is one which is done, such as for good", async () => {
    const stack = await stackOf(() => maintenance({ sessionHosts: [sh0, sh1], timeoutSeconds: 1 }));
    arrives("erin", sh1);
    sample.emulator.faults.add({ operation: "UserSessions_Delete", sessionHost: sh1, status: 403 });
    await failureOf(stack.up());
    sample.emulator.faults.clear();
    sample.emulator.world.removeHost(host());
    await stack.up();
    expect(told("Work")).toBe(2);
  });
});

describe("a maintenance without work, for triggers", () => {
  it("goes on where a host that was emptied for them is not there any more", async () => {
    const stack = await stackOf(() => new HostMaintenance("retire", { scope: pool, sessionHosts: [sh0, sh1], triggers: ["old"], timeoutSeconds: 1 }));
    arrives("erin", sh1);
    sample.emulator.faults.add({ operation: "UserSessions_Delete", sessionHost: sh1, status: 403 });
    await failureOf(stack.up());
    sample.emulator.faults.clear();
    sample.emulator.world.removeHost(host());
    await stack.up();
    expect([host(sh1).allowNewSession, host(sh1).sessionCount]).toEqual([false, 0]);
  });
});

describe("a maintenance that gets more hosts", () => {
  it("does nothing to those that it holds", async () => {
    let sessionHosts = [sh0];
    const stack = await stackOf(() => new HostMaintenance("hold", { scope: pool, sessionHosts }));
    await stack.up();
    sessionHosts = [sh0, sh1];
    expect((await stack.preview({ color: "never" })).changeSummary).toEqual({ create: 1, same: 3 });
  });

  it("keeps those that it holds where one of them is not there", async () => {
    let [sessionHosts, timeoutSeconds] = [[sh0], 60];
    const stack = await stackOf(() => new HostMaintenance("hold", { scope: pool, sessionHosts, timeoutSeconds }));
    await stack.up();
    [sessionHosts, timeoutSeconds] = [[sh0, "sh-11.contoso.com"], 61];
    expect(await failureOf(stack.up())).toContain("there is no session host sh-11.contoso.com");
    expect(drainedHosts()).toEqual([sh0]);
  });

  it("keeps those that it holds where an update of them can't begin", async () => {
    let timeoutSeconds = 60;
    const stack = await stackOf(() => new HostMaintenance("hold", { scope: pool, sessionHosts: [sh0], timeoutSeconds }));
    await stack.up();
    timeoutSeconds = 61;
    sample.emulator.faults.add({ operation: "UserSessions_ListByHostPool", status: 403 });
    expect(await failureOf(stack.up())).toContain("Could not list the sessions of rg-avd/pool-1");
    expect(drainedHosts()).toEqual([sh0]);
  });
});

describe("minimumAvailable that a host keeps from others which has left the program", () => {
  it("says so, and the host that goes back into the program is returned first", async () => {
    let sessionHosts = [sh0];
    const stack = await stackOf(() => maintenance({ sessionHosts, minimumAvailable: 1, notice: { ...notice, minutes: 60 } }));
    arrives("erin", sh1);
    await failureOf(stack.up());
    sessionHosts = [sh1];
    for (let turn = 0; turn < 2; turn++) expect(await failureOf(stack.up())).toContain(`In drain mode: ${sh0}. What this stack holds and the program does not name any more is returned first by \`pulumi destroy --target URN\``);
    sessionHosts = [sh0, sh1];
    at("13:01:00");
    expect((await stack.preview({ color: "never" })).stdout).not.toContain("The update would fail");
    expect(await failureOf(stack.up())).toContain(`${sh1} is not empty yet`); // erin has her time
    expect([drainedHosts(), told("Work")]).toEqual([[sh1], 1]);
  });
});
