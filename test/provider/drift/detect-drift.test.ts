import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { detectDrift, SessionDisconnected, SessionLoggedOff, type DriftOptions, type DriftReport } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import { azureEstate } from "../../intents/azure-estate";
import { rdsEstate } from "../../intents/rds-estate";
import { pool } from "../../sample";
import { temporaryFolder } from "../../temporary-folder";
import { checkpoint, encrypted, exported, inStack, provider, resource, shown, urnOf } from "./state-of";
import { settledStack, useEstates } from "./use-estates";

const estates = useEstates();
const of = (state: unknown, options: Omit<DriftOptions, "states"> = {}): Promise<DriftReport> => detectDrift({ states: [{ state }], ...options });
const intentsOf = ({ stacks }: DriftReport) => stacks.flatMap(({ intents }) => intents);
const findingsOf = (report: DriftReport) => intentsOf(report).flatMap(({ findings }) => findings);
const bobsOutcome = (report: DriftReport) => intentsOf(report).find(({ name }) => name === "bob-off")?.outcome;

describe.each([azureEstate, rdsEstate])("the drift of a stack: $system", (estate) => {
  const [host] = estate.hosts;

  it("is none right after an update, as a refresh says", async () => {
    const stack = await settledStack(estate);
    const report = await of(await stack.exportStack());
    expect(report).toMatchObject({ schemaVersion: 1, outcome: "in sync", stacks: [{ stack: "desktops/prod", source: "an object", outcome: "in sync" }] });
    expect(intentsOf(report).map(({ name, outcome, nextUpdate }) => [name, outcome, nextUpdate])).toEqual(
      ["bob-off", "carol-out", "told"].map((name) => [name, "in sync", "It would change nothing."]),
    );
    await stack.previewRefresh({ expectNoChanges: true });
  });

  it("says who came back, on which host, and what the next update would do", async () => {
    const stack = await settledStack(estate);
    estate.in(estates.emulator).reconnect("bob");
    const report = await of(await stack.exportStack());
    expect(report.outcome).toBe("drift");
    expect(intentsOf(report)[0]).toMatchObject({
      urn: urnOf("bob-off"),
      intent: "SessionDisconnected",
      scope: estate.scope,
      scopeName: estate.scopeName,
      outcome: "drift",
      wanted: `Nobody who matches user ${estate.userOf("bob")} is connected.`,
      nextUpdate: "It would disconnect 1 session.",
      matched: 1,
      settledAt: expect.stringMatching(/^20\d\d-/) as string,
      findings: [{ id: expect.stringMatching(/^[0-9a-f]{16}$/) as string, session: { user: estate.userOf("bob"), sessionHost: host, sessionId: "3" }, from: "Disconnected", to: "Active" }],
    });
    await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow("no changes were expected");
  });

  it("says of whom nobody knows whether the message was shown to them, as long as they are there", async () => {
    const stack = await settledStack(estate);
    const state = JSON.stringify(await stack.exportStack());
    const dave = estate.userOf("dave");
    expect(state).toContain('"status":"sent"');
    const unconfirmed = JSON.parse(state.replaceAll('"status":"sent"', '"status":"unconfirmed","reason":"ARM answered 503: Busy."')) as unknown;
    const told = intentsOf(await of(unconfirmed)).find(({ name }) => name === "told")!;
    expect([told.outcome, told.wanted]).toEqual(["in sync", "Everybody who has an active session was sent the message, or may have been."]);
    expect(told.nextUpdate).toMatch(/^It would change nothing\. Nobody knows whether the message was shown to session .*, and it is not repeated\.$/);
    expect(told.nextUpdate).toContain(`of ${dave} on ${estate.hosts[1]}`);
    estate.in(estates.emulator).logOff("dave");
    expect(intentsOf(await of(unconfirmed)).find(({ name }) => name === "told")!.nextUpdate).not.toContain(dave);
  });

  it("says of each kind of intent what breaks it", async () => {
    const stack = await settledStack(estate);
    const inhabited = estate.in(estates.emulator);
    inhabited.logOff("dave");
    inhabited.signIn("carol", estate.hosts[1]);
    const report = await of(await stack.exportStack());
    expect(intentsOf(report).map(({ name, wanted, nextUpdate, findings }) => [name, wanted, nextUpdate, findings.map(({ session: { user }, from, to }) => `${user} ${from} ${to}`)])).toEqual([
      ["bob-off", `Nobody who matches user ${estate.userOf("bob")} is connected.`, "It would change nothing.", []],
      ["carol-out", `Nobody who matches user ${estate.userOf("carol")} has a session.`, "It would log off 1 session.", [`${estate.userOf("carol")} logged off Active`]],
      ["told", "Everybody who has an active session was sent the message.", "It would send the message to 1 session.", [`${estate.userOf("carol")} sent not sent`]],
    ]);
  });

  it("is observed by one list for all intents of all stacks, and touches nobody", async () => {
    const states = [await settledStack(estate, "prod"), await settledStack(estate, "test")].map(async (stack) => ({ state: await stack.exportStack() }));
    const inhabited = estate.in(estates.emulator);
    const before = inhabited.calls.length;
    const report = await detectDrift({ states: await Promise.all(states) });
    expect(inhabited.calls.slice(before)).toEqual(["list"]);
    expect(report.stacks.map(({ stack, intents }) => [stack, intents.length])).toEqual([["desktops/prod", 3], ["desktops/test", 3]]);
    expect(report.scopes).toHaveLength(1);
  });

  it("counts who is there, host by host, and names nobody", async () => {
    const report = await of(exported(resource("bob-off", { scope: estate.scope, sessions: { user: estate.userOf("bob") } })));
    expect(report.scopes).toEqual([
      {
        scope: estate.scope,
        scopeName: estate.scopeName,
        system: estate.system,
        hosts: [
          { sessionHost: estate.hosts[0], states: { Active: 2, Disconnected: 1 } },
          { sessionHost: estate.hosts[1], states: { Active: 1 } },
        ],
      },
    ]);
  });
});

const bobOff = exported(resource("bob-off"));

describe("a finding", () => {
  it("has an id of its own that stays the same from run to run", async () => {
    const state = exported(resource("bob-off"), resource("all-off", { sessions: { everyone: true } }));
    const [first, second] = [findingsOf(await of(state)), findingsOf(await of(state))];
    expect(second).toEqual(first);
    expect(new Set(first.map(({ id }) => id)).size).toBe(4);
  });

  it("is another one when the same user has another session under the same id", async () => {
    const { world } = estates.emulator;
    const [before] = findingsOf(await of(bobOff));
    world.logOff(world.session("sh-0.contoso.com", 3));
    const { id } = world.signIn(world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "bob@contoso.com" });
    const [after] = findingsOf(await of(bobOff));
    expect(id).toBe(3);
    expect(after!.id).not.toBe(before!.id);
  });

  it("is so since the session began, where nobody should be and that was after the intent was settled", async () => {
    const { createTime } = estates.emulator.world.session("sh-0.contoso.com", 3);
    const sinceOf = async (outputs: object, intent = "SessionLoggedOff") => findingsOf(await of(exported(resource("bob-out", outputs, intent))))[0]!.since;
    expect(await sinceOf({ settledAt: "2026-01-01T00:00:00.000Z" })).toBe(createTime);
    expect(await sinceOf({ settledAt: undefined })).toBe(createTime);
    expect(await sinceOf({ settledAt: "2099-01-01T00:00:00.000Z" })).toBeUndefined();
  });

  it("is so since an unknown time, where the user may have been away in between", async () => {
    expect(findingsOf(await of(exported(resource("bob-off", { settledAt: "2026-01-01T00:00:00.000Z" }))))[0]!.since).toBeUndefined();
  });
});

describe("an earlier report", () => {
  const later = new Date(Date.now() + 3_600_000).toISOString(); // than any session began
  const settledLate = (...names: string[]) => exported(...names.map((name) => resource(name, { settledAt: later })));
  const at = (hour: number) => ({ clock: { now: () => Date.parse(later) + hour * 3_600_000 } });
  const timeAt = (hour: number): string => new Date(Date.parse(later) + hour * 3_600_000).toISOString();

  it("says when it was first seen, in whatever report that was", async () => {
    const first = await of(settledLate("bob-off"), at(1));
    const second = await of(settledLate("bob-off"), { since: first, ...at(2) });
    const third = await of(settledLate("bob-off"), { since: second, ...at(3) });
    expect([first, second, third].map((report) => findingsOf(report)[0]!.firstSeen)).toEqual([undefined, timeAt(1), timeAt(1)]);
    expect(findingsOf(third)[0]).not.toHaveProperty("since"); // the user may have been away in between
  });

  it("says nothing of a time before the intent was settled again", async () => {
    const first = await of(settledLate("bob-off"), at(1));
    const again = await of(exported(resource("bob-off", { settledAt: timeAt(2) })), { since: first, ...at(3) });
    expect(findingsOf(again)).toMatchObject([{ history: "still there" }]);
    expect(findingsOf(again)[0]).not.toHaveProperty("firstSeen");
  });

  it("tells what is new, still there and gone", async () => {
    const both = exported(resource("bob-off"), resource("dave-off", { sessions: { user: "dave@contoso.com" } }));
    const { world } = estates.emulator;
    world.disconnect(world.session("sh-1.contoso.com", 2));
    const first = await of(both);
    expect(first.gone).toBeUndefined();
    expect(findingsOf(first)[0]).not.toHaveProperty("history");
    world.reconnect(world.session("sh-1.contoso.com", 2));
    const second = await of(both, { since: first });
    expect(findingsOf(second).map(({ session: { user }, history }) => [user, history])).toEqual([["bob@contoso.com", "still there"], ["dave@contoso.com", "new"]]);
    expect(second.gone).toEqual([]);
    world.disconnect(world.session("sh-0.contoso.com", 3));
    const third = await of(both, { since: second });
    expect(third.gone).toMatchObject([{ stack: "desktops/prod", urn: urnOf("bob-off"), finding: { id: findingsOf(second)[0]!.id, session: { user: "bob@contoso.com" } } }]);
  });

  it.each<[string, () => Promise<DriftReport>, number]>([
    ["the stack was destroyed, and its state says no more whose it is", async () => of(exported(), { since: await of(bobOff) }), 1],
    ["the stack was destroyed, and its state says whose it is", async () => of(checkpoint(), { since: await of(bobOff) }), 1],
    ["one of two states from one place is of a stack that was destroyed", async () => detectDrift({ states: [{ state: exported() }, { state: inStack("test", bobOff) }], since: await of(bobOff) }), 0],
    ["the intent has left a state with others", async () => of(exported(resource("carol-off", { sessions: { user: "carol@contoso.com" } })), { since: await of(bobOff) }), 1],
    ["the pool can't be looked at", async () => of(exported(resource("bob-off", { scope: { ...pool, hostPoolName: "pool-9" } })), { since: await of(bobOff) }), 0],
    ["the state can't be read", async () => of({}, { since: await of(bobOff) }), 0],
    ["no CLI can export the stack", async () => detectDrift({ states: [{ stack: "desktops/prod" }], environment: { PATH: "/nowhere", PULUMI_HOME: "/nowhere" }, since: await of(bobOff) }), 0],
    ["it is another stack", async () => of(checkpoint(), { since: await of(inStack("other", bobOff)) }), 0],
    ["the intent is left out", async () => of(exported(resource("x")), { only: "x", since: await of(bobOff) }), 0],
  ])("knows what is gone when %s", async (_, run, gone) => {
    const report = await run();
    expect(report.gone).toHaveLength(gone);
    // What is neither there nor gone is kept for the next report.
    expect(report.unseen ?? []).toHaveLength(1 - gone);
  });

  it("names a stack that was destroyed as it was named before", async () => {
    const report = await of(exported(), { since: await of(bobOff) });
    expect(report).toMatchObject({ outcome: "in sync", stacks: [{ stack: "desktops/prod", intents: [] }] });
  });

  it.each<[string, (since: DriftReport) => Promise<DriftReport>]>([
    ["could not sign in", async (since) => {
      const secret = process.env["AZURE_CLIENT_SECRET"];
      process.env["AZURE_CLIENT_SECRET"] = "hunter2";
      try {
        return await of(settledLate("bob-off", "x"), { since, ...at(2) });
      } finally {
        process.env["AZURE_CLIENT_SECRET"] = secret;
      }
    }],
    ["left the intent out", (since) => of(settledLate("bob-off", "x"), { since, only: "x", ...at(2) })],
    ["could not read the state", (since) => of({}, { since, ...at(2) })],
    ["was of another stack", (since) => of(inStack("test", settledLate("x")), { since, ...at(2) })],
  ])("loses nothing to a run in between that %s", async (_, between) => {
    const first = await of(settledLate("bob-off"), at(1));
    const second = await between(first);
    expect(second.unseen).toMatchObject([{ stack: "desktops/prod", urn: urnOf("bob-off"), finding: { id: findingsOf(first)[0]!.id, firstSeen: timeAt(1) } }]);
    const third = await of(settledLate("bob-off"), { since: second, ...at(3) });
    expect(findingsOf(third)).toMatchObject([{ history: "still there", firstSeen: timeAt(1) }]);
    const { gone = [], unseen = [] } = third;
    expect([...gone, ...unseen].filter(({ urn }) => urn === urnOf("bob-off"))).toEqual([]);
  });

  it.each<[string, () => Promise<DriftReport>, string | undefined]>([
    ["looked at the intent", () => of(settledLate("bob-off"), { clock: { now: () => 0 } }), "new"],
    ["looked at its stack, which had no such intent", () => of(exported(resource("x", { sessions: { user: "dan@contoso.com" } }))), "new"],
    ["left intents of its stack out", () => of(exported(resource("x", { sessions: { user: "dan@contoso.com" } }), resource("bob-off")), { only: "x" }), undefined],
    ["could not look at its pool", () => of(exported(resource("bob-off", { scope: { ...pool, hostPoolName: "pool-9" } }))), undefined],
    ["was of another stack", () => of(inStack("test", exported(resource("x", { sessions: { user: "dan@contoso.com" } })))), undefined],
  ])("that %s makes a finding new, or says nothing of it", async (_, earlier, history) => {
    const { world } = estates.emulator;
    world.disconnect(world.session("sh-0.contoso.com", 3));
    const since = await earlier();
    world.reconnect(world.session("sh-0.contoso.com", 3));
    expect(findingsOf(await of(bobOff, { since }))[0]!.history).toBe(history);
  });

  it.each<[string, string, RegExp]>([
    ["is not there", "", /ENOENT/],
    ["is not JSON", "drift!", /it is not JSON/],
    ["is none", "{}", /schemaVersion is missing; .*generatedAt is missing/],
    ["is of another version", '{"schemaVersion":2,"generatedAt":"2026-11-21T00:00:00.000Z","stacks":[]}', /schemaVersion is 2; expected 1/],
  ])("that %s is refused", async (_, text, message) => {
    const file = join(temporaryFolder(), "report.json");
    if (text !== "") writeFileSync(file, text);
    await expect(of(bobOff, { since: file })).rejects.toThrow(message);
    await expect(of(bobOff, { since: file })).rejects.toMatchObject({ name: "ReportUnreadable" });
  });
});

describe("rules", () => {
  const today = Date.parse("2026-11-21T23:59:59.999Z");
  const ignore = (yaml: string): string => {
    const file = join(temporaryFolder(), "ignore.yaml");
    writeFileSync(file, yaml);
    return file;
  };
  const under = (yaml: string, now = today) => of(bobOff, { ignore: ignore(yaml), clock: { now: () => now } });
  const reasoned = (rule: string) => `- { ${rule}, reason: on call, expires: 2026-11-21 }`;

  it.each([
    "user: BOB@contoso.com",
    "user: CONTOSO\\bob",
    "host: SH-0.contoso.com",
    "intent: bob-off",
    `intent: "${urnOf("bob-off")}"`,
    "user: bob@contoso.com, host: sh-0.contoso.com, intent: bob-off",
  ])("by %s hide a finding until their last day is over, and leave it visible", async (rule) => {
    const report = await under(reasoned(rule));
    expect(report.outcome).toBe("in sync");
    expect(findingsOf(report)).toMatchObject([{ session: { user: "bob@contoso.com" }, ignored: { reason: "on call", expires: "2026-11-21" } }]);
    expect(intentsOf(report)[0]!.nextUpdate).toBe("It would disconnect 1 session.");
  });

  it("by id hide that finding only", async () => {
    const all = exported(resource("all-off", { sessions: { everyone: true } }));
    const [first, ...others] = findingsOf(await of(all));
    const report = await of(all, { ignore: ignore(reasoned(`id: ${first!.id}`)), clock: { now: () => today } });
    expect(report.outcome).toBe("drift");
    expect(findingsOf(report).filter(({ ignored }) => !ignored).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
  });

  it.each(["user: bob", "host: sh-1.contoso.com", "intent: bob", "user: bob@contoso.com, host: sh-1.contoso.com", "id: 0123456789012345"])("by %s are about somebody else", async (rule) => {
    expect((await under(reasoned(rule))).outcome).toBe("drift");
  });

  it("that have expired are errors that name them, and hide nothing", async () => {
    const report = await under(reasoned("user: bob@contoso.com"), today + 1);
    expect(report.outcome).toBe("error");
    expect(report.errors).toEqual([
      { name: "IgnoreExpired", message: expect.stringMatching(/^Could not follow the rule for user bob@contoso\.com of .*ignore\.yaml \(on call\): its last day was 2026-11-21\. /) as string },
    ]);
    expect(bobsOutcome(report)).toBe("drift");
    expect(findingsOf(report)[0]).not.toHaveProperty("ignored");
  });

  it.each<[string, RegExp]>([
    ["- { user: bob, expires: 2026-11-21 }", /rule 1 \(line 1\): reason is missing/],
    ['- { user: bob, reason: " ", expires: 2026-11-21 }', /rule 1 \(line 1\): reason is " "/],
    ["- { user: bob, reason: on call }", /rule 1 \(line 1\): expires is missing; expected a day such as 2026-12-31/],
    ["- { user: bob, reason: on call, expires: 2026-02-30 }", /rule 1 \(line 1\): expires is "2026-02-30"; expected a day/],
    ["- { user: bob, reason: on call, expires: never }", /rule 1 \(line 1\): expires is "never"/],
    ["- { reason: on call, expires: 2026-11-21 }", /rule 1 \(line 1\) is about nothing in particular; expected one of id, intent, user, host/],
    ["- { user: bob, hosts: sh-0, reason: on call, expires: 2026-11-21 }", /rule 1 \(line 1\): hosts is not a property of a rule/],
    ["- { id: 12, reason: on call, expires: 2026-11-21 }", /rule 1 \(line 1\): id is "12"; expected the id of a finding/],
    ["# who is on call\n- { user: bob, reason: on call, expires: 2026-11-21 }\n-\n  user: dan\n  reason: on call\n", /ignore\.yaml: rule 2 \(line 4\): expires is missing/],
    ["- { user: bob, reason: on call, expires: 2026-11-21 }\n\n- dan\n", /ignore\.yaml: rule 2 is "dan"; /],
    ['- { user: "*@contoso.com", reason: on call, expires: 2026-11-21 }', /rule 1 \(line 1\): user is "\*@contoso\.com"; expected a whole name, without wildcards/],
    ["- { host: sh-?.contoso.com, reason: on call, expires: 2026-11-21 }", /rule 1 \(line 1\): host is "sh-\?\.contoso\.com"; expected a whole name, without wildcards/],
    ["user: bob", /it is an object; expected a list of rules/],
    ["- {", /Could not read the rules of .*ignore\.yaml: /],
  ])("such as %s are refused", async (yaml, message) => {
    await expect(under(yaml)).rejects.toThrow(message);
    await expect(under(yaml)).rejects.toMatchObject({ name: "IgnoreRefused" });
  });

  it("that no finding is about are mentioned, and no more than that", async () => {
    const yaml = ["user: bob@contoso.com", "host: sh-0.contoso.com", "intent: team-*"].map(reasoned).join("\n");
    const report = await under(yaml);
    expect(report.outcome).toBe("in sync");
    expect(report.notes).toEqual([expect.stringMatching(/^No finding is about the rule for intent team-\* of .*ignore\.yaml \(on call, until 2026-11-21\)\.$/)]);
    expect(await under(reasoned("user: bob@contoso.com"))).not.toHaveProperty("notes");
  });

  it("that no finding is about are not mentioned where not everything was looked at", async () => {
    const [idle, now] = [ignore(reasoned("user: dan@contoso.com")), { now: () => today }];
    expect(await of(bobOff, { only: "bob*", ignore: idle, clock: now })).not.toHaveProperty("notes");
    expect(await of(exported(resource("lost", { scope: { ...pool, hostPoolName: "pool-9" } }), resource("bob-off")), { ignore: idle, clock: now })).not.toHaveProperty("notes");
  });

  it("may be none", async () => {
    expect((await under("# nothing yet\n")).outcome).toBe("drift");
  });

  it("that are not there are refused", async () => {
    await expect(of(bobOff, { ignore: "/nowhere/ignore.yaml" })).rejects.toThrow("Could not read the rules of /nowhere/ignore.yaml: ENOENT");
  });
});

describe("intents that are left out", () => {
  const state = exported(resource("team-a/bob"), resource("team-b/bob"), resource("other"), resource("a[b]"), resource("!(x)|{y,z}"));
  it.each([
    ["team-*", ["team-a/bob", "team-b/bob"]],
    ["*::other", ["other"]],
    ["*desktop-sessions:SessionDisconnected::team-a*", ["team-a/bob"]],
    ["a[b]", ["a[b]"]],
    ["!(x)|{y,z}", ["!(x)|{y,z}"]],
    ["**", ["team-a/bob", "team-b/bob", "other", "a[b]", "!(x)|{y,z}"]],
    ["nobody", []],
    ["team-?/bob", []],
    ["team-{a,c}/bob", []],
    ["!nobody", []],
  ])("by %s are not looked at", async (only, names) => {
    const report = await of(state, { only });
    expect(report.stacks[0]!.leftOut).toBe(names.length < 5 ? 5 - names.length : undefined);
    expect(intentsOf(report).map(({ name }) => name)).toEqual(names);
    expect(report.outcome).toBe(names.length > 0 ? "drift" : "error");
    expect(report.errors?.map(({ message }) => message)).toEqual(
      names.length > 0 ? undefined : [`Could not look at the intents that match ${only}: none of the 5 that there are does. Give the name of a resource or a URN, in which * stands for any characters.`],
    );
    expect(report.scopes).toHaveLength(names.length > 0 ? 1 : 0);
  });
});

describe("what can't be looked at is an error, and the rest is still reported", () => {
  it("a pool that is gone", async () => {
    const report = await of(exported(resource("lost", { scope: { ...pool, hostPoolName: "pool-9" } }), resource("bob-off")));
    expect(report.outcome).toBe("error");
    expect(intentsOf(report)).toMatchObject([
      { name: "lost", outcome: "error", findings: [], error: { name: "NotFound", message: expect.stringContaining("rg-avd/pool-9: ARM answered 404") as string } },
      { name: "bob-off", outcome: "drift" },
    ]);
    expect(report.scopes).toMatchObject([{ scopeName: "rg-avd/pool-9", hosts: [], error: { name: "NotFound" } }, { scopeName: "rg-avd/pool-1" }]);
  });

  it("a collection that the broker does not have, which is not one that nobody is in", async () => {
    const on = (collectionId: string) => ({ scope: { connectionBroker: "rdcb1.contoso.com", collectionId }, sessions: { user: "CONTOSO\\bob" } });
    const { rds } = estates.emulator.world;
    for (const session of [...rds.sessions()].filter(({ desktop }) => desktop.collection.alias === "Pool2")) rds.logOff(session);
    const report = await of(exported(resource("misspelt", on("Pol1")), resource("again", on("pol1")), resource("empty", on("pool2"))));
    expect(intentsOf(report)).toMatchObject([
      { outcome: "error", error: { name: "CollectionNotFound", message: expect.stringContaining("rdcb1.contoso.com has no collection Pol1. ") as string } },
      { outcome: "error", error: { name: "CollectionNotFound" } },
      { outcome: "in sync", matched: 0 },
    ]);
    const asked = estates.emulator.requests().flatMap(({ operation }) => operation ?? []);
    expect(asked.filter((operation) => /from Win32_RDMSVirtualDesktopCollection$/i.test(operation))).toHaveLength(2);
  });

  it("a broker that is down", async () => {
    const rds = { scope: { connectionBroker: "rdcb1.contoso.com" }, sessions: { user: "CONTOSO\\bob" } };
    process.env["DESKTOP_SESSIONS_RDS_ENDPOINT"] = "https://127.0.0.1:1/wsman";
    const report = await of(exported(resource("rds", rds), resource("bob-off")));
    expect(intentsOf(report)).toMatchObject([{ outcome: "error", error: { name: "RequestFailed", message: expect.stringContaining("ECONNREFUSED") as string } }, { outcome: "drift" }]);
  });

  it("a sign-in that fails, without a word about refreshes", async () => {
    process.env["AZURE_CLIENT_SECRET"] = "hunter2";
    const [intent] = intentsOf(await of(bobOff));
    expect(intent!.error).toMatchObject({ name: "SignInFailed", message: expect.stringContaining("AADSTS7000215") as string });
    expect(intent!.error!.message).not.toMatch(/refresh/);
  });

  it("an intent that is secret", async () => {
    const report = await of(exported(resource("hidden", { sessions: encrypted }), resource("bob-off")));
    expect(intentsOf(report)).toMatchObject([{ name: "hidden", outcome: "error", scopeName: "an unknown scope", error: { name: "StateUnreadable" } }, { outcome: "drift" }]);
    expect(report.outcome).toBe("error");
  });

  it("a state that is none", async () => {
    const report = await detectDrift({ states: ["/nowhere/state.json", { state: {} }, { state: bobOff }] });
    expect(report.stacks).toMatchObject([
      { stack: "/nowhere/state.json", outcome: "error", error: { name: "StateUnreadable", message: "Could not read the state /nowhere/state.json: ENOENT: no such file or directory. Give a file that is there and may be read." }, intents: [] },
      { outcome: "error", error: { name: "StateUnreadable" } },
      { stack: "desktops/prod", outcome: "drift" },
    ]);
    expect(report.outcome).toBe("error");
  });

  it("a project in a folder that is not there, before a CLI is looked for", async () => {
    const { stacks } = await detectDrift({ states: [{ stack: "prod", cwd: "/nowhere" }], environment: { PATH: "/nowhere", PULUMI_HOME: "/nowhere" } });
    expect(stacks[0]!.error).toEqual({ name: "StateUnreadable", message: "Could not read the state of the stack prod: there is no folder /nowhere. Give the folder of the stack's project." });
  });

  it.each([
    ["prod", "name: desktops\nruntime: nodejs\n", "desktops/prod"],
    ["contoso/prod", "name: desktops\nruntime: nodejs\n", "desktops/prod"],
    ["contoso/labs/prod", "name: desktops\nruntime: nodejs\n", "labs/prod"],
    ["prod", "runtime: nodejs\n", "prod"],
    ["prod", "", "prod"],
  ])("the stack %s that only a CLI could export, where none is, with its project %j", async (stack, project, named) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "Pulumi.yaml"), project);
    const report = await detectDrift({ states: [{ stack, cwd }], environment: { PATH: "/nowhere", PULUMI_HOME: "/nowhere" } });
    expect(report.stacks).toMatchObject([{ stack: named, source: `pulumi stack export --stack ${stack} --cwd ${cwd}`, error: { name: "NoPulumiCli", message: expect.stringContaining("--state") as string } }]);
  });

  it("a scope whose secret lies in the stack's configuration alone, which the error says", async () => {
    const config = provider({ "desktop-sessions:tenantId": process.env["AZURE_TENANT_ID"], "desktop-sessions:clientSecret": encrypted });
    const { AZURE_CLIENT_SECRET: _, ...environment } = process.env;
    process.env = environment; // Azure's own credentials read it, too
    const report = await of(exported(config, resource("bob-off"), resource("again")), { environment });
    expect(intentsOf(report).map(({ error }) => error)).toEqual(Array(2).fill({ name: "SignInFailed", message: expect.stringContaining("The stack's own clientSecret is secret, and a drift report reads no secrets") as string }));
    expect(report.scopes).toHaveLength(1);
  });
});

describe("the configuration of a stack", () => {
  it("is used as far as its state says it in clear, and the environment for the rest", async () => {
    const wrong = of(exported(provider({ "desktop-sessions:tenantId": "11111111-1111-1111-1111-111111111119" }), resource("bob-off")));
    expect((await wrong).stacks[0]!.intents[0]!.error).toMatchObject({ name: "SignInFailed", message: expect.stringContaining("1119' not found") as string });
    const { AZURE_TENANT_ID, ...environment } = process.env;
    const right = of(exported(provider({ "desktop-sessions:tenantId": AZURE_TENANT_ID }), resource("bob-off")), { environment });
    expect((await right).outcome).toBe("drift");
  });

  it("may differ between two stacks that look at the same pool", async () => {
    const wrong = exported(provider({ "desktop-sessions:tenantId": "11111111-1111-1111-1111-111111111119" }), resource("bob-off"));
    const report = await detectDrift({ states: [{ state: wrong }, { state: inStack("test", bobOff) }] });
    expect(report.stacks.map(({ outcome }) => outcome)).toEqual(["error", "drift"]);
    expect(report.scopes).toHaveLength(2);
  });

  it("may differ, and sessions that were seen with both count once", async () => {
    const other = exported(provider({ "desktop-sessions:clientCertificatePath": "/nowhere/unused.pem" }), resource("bob-off"));
    const report = await detectDrift({ states: [{ state: other }, { state: inStack("test", bobOff) }] });
    expect(report.stacks.map(({ outcome }) => outcome)).toEqual(["drift", "drift"]);
    expect(report.scopes).toMatchObject([{ scope: pool, hosts: [{ states: { Active: 2, Disconnected: 1 } }, { states: { Active: 1 } }] }]);
  });
});

describe("a stack that is given twice", () => {
  const file = (document: object): string => {
    const path = join(temporaryFolder(), "prod.json");
    writeFileSync(path, JSON.stringify(document));
    return path;
  };

  it("in the same words counts once", async () => {
    const path = file(bobOff);
    const report = await detectDrift({ states: [path, path, relative(process.cwd(), path), { state: exported() }] });
    expect(report.stacks.map(({ stack, intents }) => [stack, intents.length])).toEqual([["desktops/prod", 1], ["an object", 0]]);
    const nowhere = { environment: { PATH: "/nowhere", PULUMI_HOME: "/nowhere" } };
    expect((await detectDrift({ states: [{ stack: "a" }, { stack: "a", cwd: "." }, { stack: "b" }], ...nowhere })).stacks).toHaveLength(2);
  });

  it("in other words is an error that names both, and counts once", async () => {
    const path = file(checkpoint(resource("bob-off"), resource("again")));
    const report = await detectDrift({ states: [{ state: bobOff }, path, { state: inStack("test", bobOff) }] });
    expect(report.outcome).toBe("error");
    expect(report.stacks).toMatchObject([
      { stack: "desktops/prod", outcome: "drift", intents: [{}] },
      { stack: "desktops/prod", outcome: "error", intents: [], error: { name: "StackGivenTwice", message: expect.stringContaining(`Could not take the stack desktops/prod from ${path}: it was already taken from an object. `) as string } },
      { stack: "desktops/test", outcome: "drift" },
    ]);
    expect(findingsOf(report)).toHaveLength(2);
  });
});

describe("secrets", () => {
  it.each([false, true])("of a state are in no report, and need not be decrypted (shown: %s)", async (isShown) => {
    const stack = await createTestStack({
      projectName: "desktops",
      stackName: "prod",
      passphrase: "drift",
      config: { "desktop-sessions:clientSecret": { value: process.env["AZURE_CLIENT_SECRET"]!, secret: true } },
      program: async () => {
        new SessionDisconnected("hidden", { scope: pool, sessions: { user: pulumi.secret("bob@contoso.com") } });
        new SessionLoggedOff("carol-out", { scope: pool, sessions: { user: "carol@contoso.com" } });
      },
    });
    await stack.up();
    let text = JSON.stringify(await stack.exportStack());
    if (isShown) text = text.replace(/\{"4dabf18193072939515e22adb298388d":[^}]*\}/g, JSON.stringify(shown({ user: "bob@contoso.com" })));
    const report = await of(JSON.parse(text));
    expect(intentsOf(report).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([{ name: "carol-out", outcome: "in sync" }, { name: "hidden", outcome: "error" }]);
    expect(JSON.stringify(report)).not.toMatch(/bob@contoso\.com|emulator-secret|ciphertext|plaintext/);
  });
});

describe("what the next update would do", () => {
  it.each<[string, object, string]>([
    ["fewer than maxSessions", { maxSessions: 3 }, "It would disconnect 3 sessions."],
    ["more than maxSessions", { maxSessions: 2 }, "It would fail here and touch nobody: it had to disconnect 3 sessions, and maxSessions is 2."],
  ])("with %s", async (_, more, sentence) => {
    const [intent] = intentsOf(await of(exported(resource("all-off", { sessions: { everyone: true }, ...more }))));
    expect(intent).toMatchObject({ wanted: "Nobody is connected.", nextUpdate: sentence });
  });
});

describe("a stack without intents", () => {
  it("is in sync, and nobody is asked", async () => {
    expect(await of(exported())).toMatchObject({ outcome: "in sync", stacks: [{ intents: [] }], scopes: [] });
    expect(estates.emulator.requests()).toEqual([]);
  });
});
