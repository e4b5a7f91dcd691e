import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { detectDrift, HostDrained, HostEmpty, HostMaintenance, MessageSent, SessionDisconnected, SessionLoggedOff, type DriftReport, type Finding, type HostEmptyArgs } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import { pool, useSample } from "../../sample";
import { temporaryFolder } from "../../temporary-folder";
import { exported, resource, shown } from "./state-of";

const sample = useSample();
const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
const host = (name = sh0) => sample.emulator.world.sessionHost(name);
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const minutes = (count: number): number => count * 60_000;

async function stackOf(program: () => unknown): Promise<TestStack> {
  const stack = await createTestStack({ projectName: "desktops", stackName: "prod", program: async () => void program() });
  await stack.up();
  return stack;
}
/** @param later minutes from now */
const driftOf = async (stack: TestStack, later = 0): Promise<DriftReport> =>
  detectDrift({ states: [{ state: await stack.exportStack() }], clock: { now: () => Date.now() + minutes(later) } });
const only = ({ stacks }: DriftReport) => stacks[0]!.intents[0]!;
const shortOf = ({ about, session, from, to }: Finding): string => `${about ?? session.user} ${session.sessionHost}: ${from} → ${to}`;

describe("a host that is to be drained", () => {
  const drained = () => new HostDrained("drain-0", { scope: pool, sessionHost: "SH-0.contoso.com" });

  it("is in sync right after an update", async () => {
    const report = await driftOf(await stackOf(drained));
    expect(report.outcome).toBe("in sync");
    expect(only(report)).toMatchObject({ intent: "HostDrained", wanted: "SH-0.contoso.com takes no newcomers.", nextUpdate: "It would change nothing.", findings: [] });
    expect(only(report)).not.toHaveProperty("matched");
  });

  it("that takes newcomers again is drift, since somebody last changed it", async () => {
    const stack = await stackOf(drained);
    const settled = new Date(Date.now() + minutes(1)).toISOString();
    sample.emulator.clock.freeze(settled);
    try {
      sample.emulator.world.undrain(host());
    } finally {
      sample.emulator.clock.set(new Date());
      sample.emulator.clock.resume();
    }
    const report = await driftOf(stack, 2);
    expect(report.outcome).toBe("drift");
    expect(only(report).nextUpdate).toBe("It would drain sh-0.contoso.com.");
    expect(only(report).findings).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{16}$/), about: "host", session: { sessionHost: sh0, sessionId: "", user: "" }, from: "drained", to: "takes newcomers", since: settled },
    ]);
    await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow("no changes were expected");
  });

  it("that may not be drained is said to fail", async () => {
    const state = exported(resource("drain-0", { sessionHost: sh0, minimumAvailable: 2 }, "HostDrained"));
    expect(only(await detectDrift({ states: [{ state }] })).nextUpdate).toBe(`It would fail here and touch nobody: without ${sh0} only ${sh1} would take newcomers, and minimumAvailable is 2.`);
  });

  it("that is not there any more is an error that says which are", async () => {
    const state = exported(resource("drain-9", { sessionHost: "sh-9.contoso.com" }, "HostDrained"));
    const report = await detectDrift({ states: [{ state }] });
    expect([report.outcome, only(report).error]).toEqual(["error", { name: "HostNotFound", message: expect.stringContaining(`Could not look at sh-9.contoso.com: there is no session host sh-9.contoso.com in rg-avd/pool-1. There are ${sh0}, ${sh1}.`) }]);
  });

  it("costs no list of sessions, and one of hosts for all", async () => {
    const state = exported(...[sh0, sh1].map((name) => resource(name, { sessionHost: name }, "HostDrained")));
    await detectDrift({ states: [{ state }] });
    expect(sample.emulator.requests().flatMap(({ operation }) => (operation?.includes("List") ? operation : []))).toEqual(["SessionHosts_List"]);
  });

  it("is the same finding from run to run, and can be ignored by the host's name", async () => {
    const state = exported(resource("drain-0", { sessionHost: sh0 }, "HostDrained"));
    const first = await detectDrift({ states: [{ state }] });
    const ignore = join(temporaryFolder(), "ignore.yaml");
    writeFileSync(ignore, "- { host: SH-0.contoso.com, reason: under repair, expires: 2099-12-31 }\n");
    const again = await detectDrift({ states: [{ state }], since: first, ignore });
    expect(again.outcome).toBe("in sync");
    expect(only(again).findings).toMatchObject([{ id: only(first).findings[0]!.id, history: "still there", ignored: { reason: "under repair" } }]);
  });
});

describe("a host that is to be empty", () => {
  const empty = (more: Partial<HostEmptyArgs> = {}) => () => new HostEmpty("empty-0", { scope: pool, sessionHost: sh0, ...more });

  it("is drift where it takes newcomers, and where somebody is on it", async () => {
    const stack = await stackOf(empty());
    sample.emulator.world.undrain(host());
    sample.emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    const report = await driftOf(stack);
    expect(only(report).findings.map(shortOf)).toEqual([`host ${sh0}: drained → takes newcomers`, `erin@contoso.com ${sh0}: logged off → Active`]);
    expect(only(report)).toMatchObject({ outcome: "drift", matched: 1, wanted: `${sh0} takes no newcomers, and nobody has a session on it.`, nextUpdate: `It would drain ${sh0}, and log off 1 session.` });
  });

  it("leaves whom it excepts out of it", async () => {
    const report = await driftOf(await stackOf(empty({ except: { users: ["carol@contoso.com"] }, finish: "disconnected" })));
    expect(only(report)).toMatchObject({ outcome: "in sync", matched: 2, wanted: `${sh0} takes no newcomers, and nobody, except carol@contoso.com, is connected to it.` });
  });

  it("that was emptied once for its triggers is not looked at again", async () => {
    const stack = await stackOf(empty({ triggers: [{ patch: "2026-11" }] }));
    sample.emulator.world.undrain(host());
    const before = sample.emulator.requests().length;
    const report = await driftOf(stack);
    expect(only(report)).toMatchObject({ outcome: "in sync", wanted: `${sh0} was drained and emptied once for its triggers.`, findings: [] });
    expect([report.scopes, sample.emulator.requests().length]).toEqual([[], before]);
  });

  it("of a maintenance that is over is no drift, and neither is what returned it", async () => {
    const work = (name: string, options: object) => new MessageSent(`work-${name}`, { scope: pool, sessions: { user: "dave@contoso.com" }, title: "Work", body: "Done" }, options);
    const report = await driftOf(await stackOf(() => new HostMaintenance("patch", { scope: pool, sessionHosts: [sh0], work })));
    expect(report.stacks[0]!.intents.map(({ intent, outcome }) => [intent, outcome])).toEqual([["HostEmpty", "in sync"], ["MessageSent", "in sync"]]);
  });

  it("is waiting while its window is closed", async () => {
    const [from, to] = ["00:00", "00:01"];
    const report = await driftOf(await stackOf(empty({ within: { days: [new Date(Date.now() + minutes(3 * 24 * 60)).toLocaleDateString("en", { weekday: "short", timeZone: "UTC" }) as "Mon"], from, to, timeZone: "UTC" } })));
    expect(report.outcome).toBe("in sync");
    expect(only(report).findings.map(({ waiting }) => waiting?.why)).toEqual(Array<string>(4).fill("its window is closed"));
    expect(only(report).nextUpdate).toMatch(/^It would touch nobody: its window opens at 20\d\d-\d\d-\d\dT00:00:00Z\.$/);
  });
});

it("a host in whose window nobody's time would be over is left as it is, and with everybody on it waits for the next", async () => {
  const inUtc = (later: number): string => new Date(Date.now() + minutes(later)).toISOString().slice(11, 16);
  const within = { from: inUtc(-10), to: inUtc(10), timeZone: "UTC" };
  const report = await driftOf(await stackOf(() => new HostEmpty("empty", { scope: pool, sessionHost: sh0, notice, within })));
  expect(report.outcome).toBe("in sync");
  expect(only(report).findings.map(({ waiting }) => waiting?.why)).toEqual(Array<string>(4).fill("its window closes too soon"));
  expect(only(report).nextUpdate).toMatch(/^It would leave 3 sessions alone until 20\S+Z\.$/);
});

describe("sessions within the time that they were promised", () => {
  const program = () => new SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: sh0 }, notice });

  it("are told of and no drift, until that has passed", async () => {
    const stack = await stackOf(program);
    const during = await driftOf(stack, 14);
    expect(during.outcome).toBe("in sync");
    expect(only(during).nextUpdate).toMatch(/^It would leave 3 sessions alone until /);
    expect(Object.fromEntries(only(during).findings.map(({ session, waiting }) => [session.user, waiting?.why]))).toEqual({
      "alice@contoso.com": "told",
      "bob@contoso.com": "told",
      "carol@contoso.com": "not told: the session is Disconnected, and only an active one shows messages",
    });
    const after = await driftOf(stack, 16);
    expect([after.outcome, only(after).nextUpdate]).toEqual(["drift", "It would log off 3 sessions."]);
    expect(only(after).findings.filter(({ waiting }) => waiting)).toEqual([]);
  });

  it("do not hide somebody who was told nothing yet", async () => {
    const stack = await stackOf(program);
    sample.emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    const report = await driftOf(stack);
    expect(report.outcome).toBe("drift");
    expect(only(report).findings.filter(({ waiting }) => !waiting).map(({ session }) => session.user)).toEqual(["erin@contoso.com"]);
    expect(only(report).nextUpdate).toMatch(/^It would tell 1 session, which is then left alone for 15 min, and leave 3 sessions alone until /);
  });

  it("and are then disconnected first have more of it", async () => {
    const stack = await stackOf(() => new SessionLoggedOff("out", { scope: pool, sessions: { user: "bob@contoso.com" }, escalate: { minutes: 30 } }));
    expect(only(await driftOf(stack)).findings.map(({ waiting }) => waiting?.why)).toEqual(["disconnected first"]);
    expect((await driftOf(stack, 31)).outcome).toBe("drift");
  });

  it("are seen so though what they were told is secret", async () => {
    const said = { ...notice, title: shown("Layoffs"), body: shown("Do not tell") };
    const report = await detectDrift({ states: [{ state: exported(resource("off", { notice: said })) }] });
    expect(only(report)).toMatchObject({ outcome: "drift", nextUpdate: "It would tell 1 session, which is then left alone for 15 min." });
    expect(JSON.stringify(report)).not.toMatch(/Layoffs|Do not tell/);
    const hidden = await detectDrift({ states: [{ state: exported(resource("off", { notice: { ...notice, minutes: shown(15) } })) }] });
    expect(only(hidden).error?.message).toContain("notice of it is secret");
  });
});

describe("sessions that have been disconnected for some time", () => {
  it("are those of which the state remembers it, since it has been so long", async () => {
    const stack = await stackOf(() => new SessionLoggedOff("stale", { scope: pool, sessions: { disconnectedFor: "4h" } }));
    const early = await driftOf(stack, 239);
    expect(only(early)).toMatchObject({ outcome: "in sync", matched: 0, wanted: "Nobody who matches disconnected for 4h has a session." });
    const late = await driftOf(stack, 241);
    const { deployment } = await stack.exportStack() as { deployment: { resources: { outputs?: { disconnectedSince?: { since: string }[] } }[] } };
    const [{ since }] = deployment.resources.flatMap(({ outputs }) => outputs?.disconnectedSince ?? []) as [{ since: string }];
    expect(only(late).findings).toMatchObject([{ session: { user: "carol@contoso.com" }, since: new Date(Date.parse(since) + minutes(240)).toISOString() }]);
  });

  it("are not, where nothing remembers it", async () => {
    const state = exported(resource("off", { sessions: { disconnectedFor: "1ms" } }));
    expect((await detectDrift({ states: [{ state }] })).outcome).toBe("in sync");
  });
});

it("what an update would do is what a refresh before it says", async () => {
  const stack = await stackOf(() => {
    new HostEmpty("empty-0", { scope: pool, sessionHost: sh0, notice });
    new SessionDisconnected("off", { scope: pool, sessions: { user: "dave@contoso.com" }, notice });
  });
  expect((await driftOf(stack)).outcome).toBe("in sync");
  const { stdout } = await stack.preview({ refresh: true, color: "never" });
  expect(stdout).not.toContain("To be told");
});
