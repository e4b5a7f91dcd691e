import { MessageSent, HostDrained, HostEmpty, HostMaintenance, type HostEmptyArgs } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const sample = useSample();
beforeEach(() => {
  process.env["PULUMI_HOME"] = temporaryFolder();
});
const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
const soon = { title: "Maintenance", body: "Please save your work.", minutes: 0.0005, wait: true }; // 30 ms

const drainedHosts = (): string[] => {
  const { emulator } = sample;
  return [sh0, sh1].filter((name) => !emulator.world.sessionHost(name).allowNewSession);
};
const stackOf = (program: () => unknown): Promise<TestStack> =>
  createTestStack({ projectName: "desktops", stackName: "test", program: async () => (await Promise.resolve(program())) as Record<string, unknown> | undefined });
const failureOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => expect.fail("it should have failed"), (error: unknown) => (error as Error).message);
const writes = (): readonly string[] => sample.emulator.requests().filter(({ method }) => method === "PATCH").map(({ operation }) => operation ?? "");

describe("HostDrained", () => {
  const drained = (more = {}) => () => new HostDrained("drain", { scope: pool, sessionHost: "SH-0.contoso.com", ...more });

  it("lets no newcomers onto the host, and leaves who is there", async () => {
    const stack = await stackOf(drained());
    await stack.up();
    expect(drainedHosts()).toEqual([sh0]);
    expect(sample.emulator.world.sessionHost(sh0).sessionCount).toBe(3);
    await stack.up({ expectNoChanges: true });
    expect(writes()).toHaveLength(1);
  });

  it("notices drain mode that was undone, and puts it right", async () => {
    const stack = await stackOf(drained());
    await stack.up();
    sample.emulator.world.undrain(sample.emulator.world.sessionHost(sh0));
    const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
    expect(stdout).toContain('~ SH-0.contoso.com: "takes newcomers" => "drained"');
    await stack.up({ refresh: true });
    expect(drainedHosts()).toEqual([sh0]);
  });

  it("restores what it found when it is deleted", async () => {
    const stack = await stackOf(drained());
    await stack.up();
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it("leaves a host drained that it found so", async () => {
    sample.emulator.world.drain(sample.emulator.world.sessionHost(sh0));
    const stack = await stackOf(drained());
    await stack.up();
    await stack.destroy();
    expect(drainedHosts()).toEqual([sh0]);
    expect(writes()).toEqual([]);
  });

  it("leaves a host drained that somebody has changed since", async () => {
    const stack = await stackOf(drained());
    await stack.up();
    await new Promise((resolve) => setTimeout(resolve, 5)); // the emulator dates changes to the millisecond
    sample.emulator.world.changeHost(sample.emulator.world.sessionHost(sh0), { friendlyName: "under repair" }, "carol");
    await stack.destroy();
    expect(drainedHosts()).toEqual([sh0]);
  });

  it("refuses a host that is not there, and says which are", async () => {
    expect(await failureOf((await stackOf(drained({ sessionHost: "sh-9.contoso.com" }))).up())).toContain(
      `Could not drain sh-9.contoso.com: there is no session host sh-9.contoso.com in rg-avd/pool-1. There are ${sh0}, ${sh1}.`,
    );
  });

  it("leaves enough hosts available, also when a program drains many at once", async () => {
    const stack = await stackOf(() => [sh0, sh1].map((sessionHost) => new HostDrained(sessionHost, { scope: pool, sessionHost: sessionHost, minimumAvailable: 1 })));
    expect(await failureOf(stack.up())).toContain("minimumAvailable is 1, and without it no host would take newcomers. sh-1.contoso.com was left as it is.");
    expect(drainedHosts()).toHaveLength(1);
  });

  it("does not count itself among those that are available", async () => {
    const stack = await stackOf(drained({ minimumAvailable: 2 }));
    expect(await failureOf(stack.up())).toContain(`only ${sh1} would take newcomers`);
  });

  it.each([["is renamed", ["one"], ["two"]], ["is one of two that hold the host, and is deleted", ["one", "two"], ["two"]]])("that %s leaves the host drained to the other, which returns it", async (_, before, after) => {
    let names = before;
    const stack = await stackOf(() => names.map((name) => new HostDrained(name, { scope: pool, sessionHost: sh0 })));
    await stack.up();
    names = after;
    const { stdout } = await stack.up();
    expect(stdout).toContain(`${sh0} stays drained: another intent of the stack holds it.`);
    expect(drainedHosts()).toEqual([sh0]);
    await stack.up(); // it takes over what was left to it
    await stack.up({ expectNoChanges: true });
    expect(writes()).toHaveLength(1);
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it.each<[string, (stack: TestStack) => Promise<unknown>]>([
    ["an update with refresh", (stack) => stack.up({ refresh: true })],
    ["a destroy with refresh", (stack) => stack.destroy({ refresh: true })],
  ])("and another one that holds the host return it when %s deletes both", async (_, remove) => {
    let names = ["one", "two"];
    const stack = await stackOf(() => names.map((name) => new HostDrained(name, { scope: pool, sessionHost: sh0 })));
    await stack.up();
    names = [];
    await remove(stack);
    expect(drainedHosts()).toEqual([]);
  });

  it("returns the host also where it is deleted before it took it over", async () => {
    let name = "one";
    const stack = await stackOf(() => new HostDrained(name, { scope: pool, sessionHost: sh0 }));
    await stack.up();
    name = "two";
    await stack.up();
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it("of which there are two returns the host when both are deleted at once", async () => {
    let names = ["one", "two"];
    const stack = await stackOf(() => names.map((each) => new HostDrained(each, { scope: pool, sessionHost: sh0 })));
    await stack.up();
    names = [];
    await stack.up();
    expect(drainedHosts()).toEqual([]);
  });

  it("is gone with its host at the next refresh", async () => {
    const stack = await stackOf(drained());
    await stack.up();
    const { deployment } = await stack.exportStack();
    const moved = JSON.parse(JSON.stringify(deployment).replaceAll("SH-0.contoso.com", "sh-9.contoso.com"));
    await stack.importStack({ version: 3, deployment: moved });
    const { summary } = await stack.refresh();
    expect(summary.resourceChanges).toMatchObject({ delete: 1 });
  });
});

describe("HostEmpty", () => {
  const empty = (more: Partial<HostEmptyArgs> = {}) => () => new HostEmpty("empty", { scope: pool, sessionHost: sh0, ...more });

  it("drains the host, tells who is there, and logs them off after their time", async () => {
    const stack = await stackOf(empty({ notice: soon, except: { users: ["carol@contoso.com"] } }));
    await stack.up();
    const { world } = sample.emulator;
    expect(drainedHosts()).toEqual([sh0]);
    expect(Array.from(world.sessionHost(sh0).sessions, ({ userPrincipalName }) => userPrincipalName)).toEqual(["carol@contoso.com"]);
    expect(world.messages.map(({ userPrincipalName }) => userPrincipalName).toSorted()).toEqual(["alice@contoso.com", "bob@contoso.com"]);
  });

  it("is another one for another host: that is emptied, and the first is returned", async () => {
    let sessionHost = sh0;
    const stack = await stackOf(() => empty({ sessionHost })());
    await stack.up();
    sessionHost = sh1;
    const { summary } = await stack.up();
    expect(summary.resourceChanges).toMatchObject({ replace: 1 });
    expect(drainedHosts()).toEqual([sh1]);
  });

  it("disconnects where it is to finish so", async () => {
    await (await stackOf(empty({ finish: "disconnected" }))).up();
    expect([sample.alice, sample.bob, sample.carol].map(({ sessionState }) => sessionState)).toEqual(["Disconnected", "Disconnected", "Disconnected"]);
  });

  it("keeps the host drained while people have time, and goes on in the next run", async () => {
    const stack = await stackOf(() => ({ settled: empty({ notice: { ...soon, minutes: 60, wait: false } })().settled }));
    await stack.up();
    expect(drainedHosts()).toEqual([sh0]);
    expect(sample.emulator.world.sessionHost(sh0).sessionCount).toBe(3);
    const { changeSummary, stdout } = await stack.preview({ color: "never" });
    expect(changeSummary).toMatchObject({ update: 1 });
    expect(stdout).toMatch(/To be left alone until 20\S+Z: session/);
    expect(stdout).not.toContain("To be told");
  });

  it("returns the host to newcomers when it could not be emptied", async () => {
    const stack = await stackOf(empty({ protect: { users: ["dave@*"] }, maxSessions: 2 }));
    expect(await failureOf(stack.up())).toContain("maxSessions is 2, and nothing was touched");
    expect(drainedHosts()).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("sees also who came just before it was drained", async () => {
    const { emulator } = sample;
    const stack = await stackOf(empty());
    // The second list of the hosts is the one by which it is drained.
    const drained = emulator.faults.whenMet(emulator.faults.add({ operation: "SessionHosts_List", nth: 2, delay: 3_600_000 })).then(() => {
      for (const { id } of [sample.alice, sample.bob, sample.carol]) emulator.world.logOff(emulator.world.session(sh0, id));
      emulator.world.signIn(emulator.world.sessionHost(sh0), { userPrincipalName: "erin@contoso.com" });
      emulator.faults.clear();
    });
    await Promise.all([stack.up(), drained]);
    expect(emulator.world.sessionHost(sh0).sessionCount).toBe(0);
  });

  it("that can't be returned after a failure stays in the state, and is returned with it", async () => {
    const { faults } = sample.emulator;
    const stack = await stackOf(empty());
    faults.add({ operation: "UserSessions_Delete", status: 409 });
    faults.add({ operation: "SessionHosts_Update", nth: 2, status: 409 });
    expect(await failureOf(stack.up())).toContain(`Could not let newcomers onto ${sh0}`);
    expect(drainedHosts()).toEqual([sh0]);
    faults.add({ operation: "SessionHosts_List", status: 403 });
    const failure = await failureOf(stack.up());
    expect(failure.match(/\* Could not list the session hosts/g)).toHaveLength(1);
    expect(failure).toContain(`${sh0} was not returned, and stays in the state: the next update goes on with it, and a destroy returns it.`);
    faults.clear();
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it("whose sessions can't be listed once it is drained is returned, also when it was drained and returned before", async () => {
    let trigger = "2026-11";
    const { faults, world } = sample.emulator;
    const stack = await stackOf(() => empty({ triggers: [trigger] })());
    await stack.up();
    world.undrain(world.sessionHost(sh0));
    trigger = "2026-12";
    faults.add({ operation: "UserSessions_ListByHostPool", nth: 2, status: 403 });
    expect(await failureOf(stack.up())).toContain("Could not list the sessions of rg-avd/pool-1");
    expect(drainedHosts()).toEqual([]);
  });

  it("sees who is back on the host, and that it takes newcomers", async () => {
    const stack = await stackOf(empty());
    await stack.up();
    const { world } = sample.emulator;
    world.undrain(world.sessionHost(sh0));
    world.signIn(world.sessionHost(sh0), { userPrincipalName: "erin@contoso.com" });
    const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
    expect(stdout).toMatch(/~ sh-0\.contoso\.com +: "takes newcomers" => "drained"/);
    expect(stdout).toContain(`~ ${sh0}/2 erin@contoso.com: "Active" => "logged off"`);
    await stack.up({ refresh: true });
    expect(drainedHosts()).toEqual([sh0]);
    expect(world.sessionHost(sh0).sessionCount).toBe(0);
  });

  it("with triggers does it once for each of them", async () => {
    let trigger = "2026-11";
    const stack = await stackOf(() => empty({ triggers: [trigger] })());
    await stack.up();
    const { world } = sample.emulator;
    world.undrain(world.sessionHost(sh0));
    await stack.up({ refresh: true, expectNoChanges: true });
    trigger = "2026-12";
    await stack.up();
    expect(drainedHosts()).toEqual([sh0]);
  });
});

describe("HostMaintenance", () => {
  /** Who was drained when the work on a host was done: work is anything that depends on the host. */
  const rolling = (more = {}) => () =>
    new HostMaintenance("patch", {
      scope: pool,
      sessionHosts: [sh0, sh1],
      minimumAvailable: 1,
      triggers: ["2026-11"],
      work: (host, options, emptiedAt) => new MessageSent(`work-on-${host}`, { scope: pool, sessions: { user: "dave@contoso.com" }, title: "Work", body: host, triggers: [emptiedAt] }, options),
      ...more,
    });

  it("takes hosts in turn: each is drained, emptied, worked on and returned before the next", async () => {
    await (await stackOf(rolling())).up();
    const steps = sample.emulator.requests().flatMap(({ operation, url }) => {
      const host = /sessionHosts\/([^/?]+)/.exec(url)?.[1];
      return operation === "SessionHosts_Update" ? `change ${host}` : operation === "UserSessions_Delete" ? `log off ${host}` : operation === "UserSessions_SendMessage" ? "work" : [];
    });
    expect(steps).toEqual([`change ${sh0}`, ...Array<string>(3).fill(`log off ${sh0}`), "work", `change ${sh0}`, `change ${sh1}`, `log off ${sh1}`, `change ${sh1}`]);
    expect(drainedHosts()).toEqual([]);
  });

  it("has nothing to do again until a trigger changes", async () => {
    const stack = await stackOf(rolling());
    await stack.up();
    await stack.up({ refresh: true, expectNoChanges: true });
  });

  it("without work holds the hosts until it is deleted", async () => {
    const stack = await stackOf(() => ({ ready: new HostMaintenance("patch", { scope: pool, sessionHosts: [sh0, sh1], atOnce: "50%" }).ready }));
    const { outputs } = await stack.up();
    expect(outputs["ready"]?.value).toBe(true);
    expect(drainedHosts()).toEqual([sh0, sh1]);
    await stack.destroy();
    expect(drainedHosts()).toEqual([]);
  });

  it("never leaves too few hosts: the next one is not begun while the last is away", async () => {
    const stack = await stackOf(() => new HostMaintenance("patch", { scope: pool, sessionHosts: [sh0, sh1], minimumAvailable: 1 }));
    expect(await failureOf(stack.up())).toContain(`Could not drain ${sh1} in rg-avd/pool-1: minimumAvailable is 1`);
    expect(drainedHosts()).toEqual([sh0]);
  });

  describe("whose people have time, or whose window is closed", () => {
    // A stack runs the provider as it was serialized, which knows no clock but the machine's. The emulator's goes by that one, too.
    const at = (time: string): void => void vi.setSystemTime(new Date(time));
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["Date"] });
      at("2026-11-20T12:00:00Z");
    });
    afterEach(() => void vi.useRealTimers());
    const sent = (): readonly string[] => sample.emulator.world.messages.map(({ title }) => title).toSorted();

    it("does not begin the work on a host with people on it: the run fails, the host stays drained, and a later run goes on", async () => {
      const stack = await stackOf(rolling({ sessionHosts: [sh0], notice: { ...soon, minutes: 60, wait: false } }));
      expect(await failureOf(stack.up())).toContain(`${sh0} is not empty yet, and nothing that depends on it may begin (mustSettle). Run it again at 2026-11-20T13:00:00Z or later.`);
      expect([sent(), drainedHosts(), sample.emulator.world.sessionHost(sh0).sessionCount]).toEqual([["Maintenance", "Maintenance"], [sh0], 3]);
      at("2026-11-20T13:01:00Z");
      await stack.up();
      expect([sent(), drainedHosts(), sample.emulator.world.sessionHost(sh0).sessionCount]).toEqual([["Maintenance", "Maintenance", "Work"], [], 0]);
    });

    it("says in a refresh of a host that its window closes too soon for, as in a preview, that it is left alone", async () => {
      const stack = await stackOf(() => new HostEmpty("empty", { scope: pool, sessionHost: sh0, notice: { ...soon, minutes: 15, wait: false }, within: { from: "11:00", to: "12:10", timeZone: "UTC" } }));
      await stack.up();
      expect((await stack.preview({ color: "never" })).stdout).toContain(`To be drained when the window opens again at 2026-11-21T11:00:00Z: ${sh0}.`);
      const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
      expect(stdout.replaceAll(/ +:/g, ":")).toContain(`~ ${sh0}: "takes newcomers" => "left alone until the window opens again at 2026-11-21T11:00:00Z"`);
      expect(drainedHosts()).toEqual([]);
    });

    it("does not begin the work outside its window", async () => {
      const stack = await stackOf(rolling({ sessionHosts: [sh0], within: { from: "22:00", to: "23:00", timeZone: "UTC" } }));
      expect(await failureOf(stack.up())).toContain("Run it again at 2026-11-20T22:00:00Z or later.");
      expect([sent(), drainedHosts(), writes()]).toEqual([[], [], []]);
      expect((await stack.preview({ color: "never" })).stdout).toContain(`To be drained when the window opens at 2026-11-20T22:00:00Z: ${sh0}.`);
      at("2026-11-20T22:00:00Z");
      await stack.up();
      expect([sent(), drainedHosts()]).toEqual([["Work"], []]);
    });
  });

  it.each([[0], [1.5], ["0%"], ["101%"], ["half"]])("refuses to take %j at once", async (atOnce) => {
    expect(await failureOf((await stackOf(rolling({ atOnce }))).up())).toContain("atOnce is");
  });
});
