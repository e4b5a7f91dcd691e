import { describe, expect, it, vi } from "vitest";
import { Ledger } from "../../provider/ledger";
import { scopeKey } from "../../provider/scope";
import { pool } from "../sample";
import { useHostStories } from "./host-stories";

const on = useHostStories();
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const patient = { notice: { ...notice, wait: true } };
const drained = (): boolean => !on.host.allowNewSession;
const people = (): number => on.host.sessionCount;
const writes = (): number => on.time.emulator.requests().filter(({ operation }) => operation === "SessionHosts_Update").length;
const fails = (operation: string, rule: object): void => void on.time.emulator.faults.add({ operation, ...rule });
const unanswered = { status: 503, headers: { "retry-after-ms": "1" } };

/** An operator drains it, some minutes later. */
function byOperator(minutes = 1): void {
  on.time.pass(minutes);
  on.time.emulator.world.changeHost(on.host, { allowNewSession: false }, "operator");
}

describe("a host that was emptied for its triggers", () => {
  const once = { ...patient, triggers: ["2026-11"] };

  it("is left to whoever works on it now, also when other arguments change", async () => {
    const story = on.story("HostEmpty");
    await story.up(once);
    on.time.emulator.world.undrain(on.host);
    on.time.emulator.world.signIn(on.host, { userPrincipalName: "erin@contoso.com" });
    const otherwise = { ...once, notice: { ...once.notice, body: "Another text." }, timeoutSeconds: 60 };
    await story.up(otherwise);
    const { outs } = await story.update(otherwise); // an engine may insist
    expect([drained(), people(), outs["settled"], outs["timeoutSeconds"]]).toEqual([false, 1, true, 60]);
  });

  it("is emptied again for others, with all that has changed meanwhile", async () => {
    const story = on.story("HostEmpty");
    await story.up({ triggers: [1] });
    on.time.emulator.world.undrain(on.host);
    on.time.emulator.world.signIn(on.host, { userPrincipalName: "erin@contoso.com" });
    await story.up({ triggers: [2], except: { users: ["erin@contoso.com"] } });
    expect([drained(), people()]).toEqual([true, 1]);
  });

  it("is emptied again when it is to be held from now on", async () => {
    const story = on.story("HostEmpty");
    await story.up(once);
    on.time.emulator.world.undrain(on.host);
    await story.up(patient);
    expect(drained()).toBe(true);
  });
});

describe("a host that was drained by a run for other triggers, which was killed", () => {
  const maintenance = { sessionHosts: ["sh-0.contoso.com"], hasWork: true };
  /** The host is emptied, returned, and drained by a run of which only a ledger tells. */
  async function kill(args: object) {
    const story = on.story("HostEmpty");
    await story.up(args);
    on.time.pass(1);
    on.time.emulator.world.undrain(on.host); // as HostReturned does
    on.time.pass(1);
    on.time.emulator.world.drain(on.host);
    const at = new Date(on.time.emulator.clock.now()).toISOString();
    const killed = new Ledger(["drained", scopeKey(pool), "sh-0.contoso.com"], "drained");
    killed.write({ drained: "yes", at, changedAt: at });
    killed.leave();
    return story;
  }

  it("is returned where the triggers are again those of before", async () => {
    const args = { triggers: ["b"], maintenance };
    const story = await kill(args);
    expect([(await story.up(args)).failure, drained(), story.kept?.["settled"]]).toEqual(["", false, true]);
    const before = writes();
    await story.up(args);
    expect(writes()).toBe(before);
  });

  it("stays drained where nothing is to return it before it is deleted", async () => {
    const args = { triggers: ["b"] };
    const story = await kill(args);
    await story.up(args);
    expect(drained()).toBe(true);
    await story.delete();
    expect(drained()).toBe(false);
  });
});

describe("a request to drain a host", () => {
  it("whose answer is lost is seen to have been followed, and the host is returned in the end", async () => {
    const story = on.story("HostDrained");
    fails("SessionHosts_Update", { ...unanswered, effect: true });
    expect((await story.up()).failure).toBe("");
    expect(writes()).toBe(1);
    on.time.emulator.faults.clear();
    await story.delete();
    expect(drained()).toBe(false);
  });

  it("that was not followed is repeated, and given up after three", async () => {
    const story = on.story("HostDrained");
    fails("SessionHosts_Update", unanswered);
    expect((await story.up()).failure).toContain("Could not drain sh-0.contoso.com in rg-avd/pool-1: ARM answered 503");
    expect([writes(), drained(), story.kept]).toEqual([3, false, undefined]);
  });

  it("of which nothing can be heard stays in the state until it is known, and the host is returned in the end", async () => {
    const story = on.story("HostDrained");
    fails("SessionHosts_Update", { ...unanswered, effect: true, times: 1 });
    fails("SessionHosts_List", { status: 403, nth: 2 });
    fails("SessionHosts_List", { status: 403, nth: 3 }); // so that it cannot be returned either
    expect((await story.up()).failure).toContain("Could not list the session hosts");
    expect([drained(), story.kept?.["found"]]).toEqual([true, { allowNewSession: true, triedAt: expect.any(String) }]);
    on.time.emulator.faults.clear();
    expect((await story.up()).failure).toBe("");
    expect([writes(), story.kept?.["found"]]).toEqual([1, { allowNewSession: true, changedAt: expect.any(String) }]);
    await story.delete();
    expect(drained()).toBe(false);
  });

  it("of which nothing was heard is not taken for what an operator does later", async () => {
    const story = on.story("HostDrained");
    fails("SessionHosts_Update", { ...unanswered, times: 1 });
    fails("SessionHosts_List", { status: 403, nth: 2 });
    fails("SessionHosts_List", { status: 403, nth: 3 });
    await story.up();
    on.time.emulator.faults.clear();
    byOperator(6);
    await story.up();
    await story.delete();
    expect(drained()).toBe(true);
  });

  it("that was refused leaves nothing: an operator's own drain stays his", async () => {
    const refused = on.story("HostDrained");
    fails("SessionHosts_Update", { status: 403 });
    expect((await refused.up()).failure).toContain("Could not drain");
    on.time.emulator.faults.clear();
    byOperator();
    const story = on.story("HostDrained");
    await story.up();
    expect(story.kept?.["found"]).toEqual({ allowNewSession: false });
    await story.delete();
    expect(drained()).toBe(true);
  });
});

describe("a run that fails", () => {
  const patiently = { notice: { ...notice, minutes: 60 } };

  it("returns a host that an earlier run has drained", async () => {
    const story = on.story("HostEmpty");
    await story.up(patiently);
    expect(drained()).toBe(true);
    fails("UserSessions_ListByHostPool", { status: 403 });
    expect((await story.up(patiently)).failure).toContain("sh-0.contoso.com takes newcomers again.");
    expect([drained(), story.kept?.["found"], story.kept?.["notices"].length]).toEqual([false, undefined, 3]);
  });

  it("for its guards returns it, too", async () => {
    const story = on.story("HostEmpty");
    await story.up(patiently);
    expect((await story.up({ ...patiently, maxSessions: 1 })).failure).toContain("maxSessions is 1");
    expect(drained()).toBe(false);
  });

  it.each([
    ["though it is drained already", true, {}],
    ["once it is drained", false, { nth: 2 }],
  ])("keeps a host drained where it is told to: the sessions can't be listed, %s", async (_, isDrained, when) => {
    const story = on.story("HostEmpty");
    const keeping = { onFailure: "keepDrained", ...patiently };
    if (isDrained) await story.up(keeping);
    fails("UserSessions_ListByHostPool", { status: 403, ...when });
    expect((await story.up(keeping)).failure).toContain("Could not list the sessions");
    expect([drained(), story.kept?.["found"]]).toEqual([true, { allowNewSession: true, changedAt: expect.any(String) }]);
    on.time.emulator.faults.clear();
    await story.delete();
    expect(drained()).toBe(false);
  });

  it("keeps it drained where it is told to, and somebody can't be logged off", async () => {
    const story = on.story("HostEmpty");
    fails("UserSessions_Delete", { status: 409 });
    expect((await story.up({ onFailure: "keepDrained" })).failure).toContain("Could not log off");
    expect(drained()).toBe(true);
  });

  it("logs off by force only where it is told to", async () => {
    on.time.emulator.world.shutDown(on.host);
    expect((await on.story("HostEmpty").up({ timeoutSeconds: 5 })).failure).toContain("is");
    expect(people()).toBe(3);
    expect((await on.story("HostEmpty").up({ force: true })).failure).toBe("");
    expect(people()).toBe(0);
  });
});

describe("drain mode that somebody undoes", () => {
  it("while people have time ends the run: nobody else is touched, and the next one drains it again", async () => {
    const story = on.story("HostEmpty");
    const left: number[] = [];
    on.time.in(5, () => {
      on.time.emulator.world.undrain(on.host);
      on.time.emulator.world.signIn(on.host, { userPrincipalName: "erin@contoso.com" });
      left.push(people());
    });
    const { outs, failure } = await story.up(patient);
    expect(failure).toContain("somebody turned its drain mode off");
    expect([outs["settled"], drained(), people()]).toEqual([false, false, left[0]]);
    expect((await story.up(patient)).failure).toBe("");
    expect([drained(), people()]).toEqual([true, 0]);
  });

  it("while they are logged off is noticed before it is called settled", async () => {
    const { emulator } = on.time;
    const held = emulator.faults.add({ operation: "UserSessions_Delete", nth: 3, delay: 1_000 });
    const moment = emulator.faults.whenMet(held).then(() => {
      emulator.world.undrain(on.host);
      emulator.clock.advance(1_000);
    });
    const [{ outs, failure }] = await Promise.all([on.story("HostEmpty").up(), moment]);
    expect(failure).toContain("somebody turned its drain mode off");
    expect(outs["settled"]).toBe(false);
  });
});

describe("a window", () => {
  const within = { days: ["Fri"], from: "21:00", to: "21:10", timeZone: "Europe/Berlin" }; // it opens as the story begins
  const opening = "2026-11-27T20:00:00.000Z";

  const short = { notice: { ...notice, minutes: 5 }, within };

  it("in which nobody's time would be over has nothing done in it, and nobody told: the host takes newcomers until the next one", async () => {
    on.time.pass(6);
    const story = on.story("HostEmpty");
    const { outs } = await story.up(short);
    expect([outs["settled"], outs["nextAt"], outs["found"], writes(), on.time.messages, people()]).toEqual([false, opening, undefined, 0, [], 3]);
    on.time.pass(7 * 24 * 60 - 6);
    expect(await story.up({ ...short, notice: { ...short.notice, wait: true } })).toMatchObject({ failure: "", outs: { settled: true } });
    expect([drained(), people()]).toEqual([true, 0]);
  });

  it("in which nobody's time would be over has nothing promised by a preview", async () => {
    on.time.pass(6);
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const story = on.story("HostEmpty");
    await story.preview(short);
    expect(said.mock.calls.flat()).toEqual([
      expect.stringMatching(/: To be drained when the window opens again at 2026-11-27T20:00:00Z: sh-0\.contoso\.com\.$/),
      expect.stringMatching(/: To be left alone until the window opens again at 2026-11-27T20:00:00Z, since it closes before their time would be over: session 2 of alice@\S+ on sh-0\.contoso\.com, session 3 of bob/),
    ]);
    said.mockRestore();
  });

  it("that closed before anybody went on with it returns the host, and people are told anew in the next one", async () => {
    const story = on.story("HostEmpty");
    await story.up(short);
    expect([drained(), on.time.messages.length]).toEqual([true, 2]);
    on.time.pass(20);
    await story.up(short);
    expect([drained(), story.kept?.["nextAt"]]).toEqual([false, opening]);
    on.time.pass(7 * 24 * 60 - 20);
    await story.up(short);
    expect([drained(), people(), on.time.messages.length]).toEqual([true, 3, 4]);
    on.time.pass(5);
    await story.up(short);
    expect([drained(), people(), on.time.messages.length]).toEqual([true, 0, 4]);
  });

  it("that closes while a run waits for the system returns it until the next one", async () => {
    const { faults, clock } = on.time.emulator;
    const held = faults.add({ operation: "UserSessions_Get", nth: 4, delay: 1_000 }); // the first three are before the notices
    const closes = faults.whenMet(held).then(() => clock.advance(on.time.minutes(6)));
    const [{ outs, failure }] = await Promise.all([on.story("HostEmpty").up({ ...short, notice: { ...short.notice, wait: true } }), closes]);
    expect([failure, outs["settled"], outs["nextAt"], drained()]).toEqual(["", false, opening, false]);
    expect(people()).toBeGreaterThanOrEqual(1);
  });

  it("keeps it drained where it is told to, also when nobody's time would be over", async () => {
    on.time.pass(6);
    await on.story("HostEmpty").up({ ...short, onFailure: "keepDrained" });
    expect([drained(), on.time.messages]).toEqual([true, []]);
  });

  it("that is closed leaves a host drained that had been emptied, whoever is back on it", async () => {
    const story = on.story("HostEmpty");
    await story.up({ within });
    on.time.pass(20);
    on.time.emulator.world.place(on.host, 9, { userPrincipalName: "erin@contoso.com" });
    await story.refresh();
    await story.up({ within });
    expect([drained(), people(), story.kept?.["settled"]]).toEqual([true, 1, false]);
    expect(story.kept?.["settledAt"]).toEqual(expect.any(String));
  });

  it("makes work that must not begin wait for the next one, and the host takes newcomers", async () => {
    on.time.pass(6);
    const { failure } = await on.story("HostEmpty").up({ ...short, mustSettle: true });
    expect(failure).toContain("Run it again at 2026-11-27T20:00:00Z or later.");
    expect([drained(), writes()]).toEqual([false, 0]);
  });
});

describe("a host that is returned when the work on it is done", () => {
  it("is so also where the work has changed it", async () => {
    const empty = on.story("HostEmpty");
    const { outs } = await empty.up({ triggers: [] });
    on.time.pass(1);
    on.time.emulator.world.changeHost(on.host, { friendlyName: "patched" }, "work");
    await on.story("HostReturned").up({ found: outs["found"], emptiedAt: outs["settledAt"] });
    expect(drained()).toBe(false);
  });

  it("stays drained where it was found so", async () => {
    byOperator();
    const { outs } = await on.story("HostEmpty").up({ triggers: [] });
    await on.story("HostReturned").up({ found: outs["found"], emptiedAt: outs["settledAt"] });
    expect(drained()).toBe(true);
  });

  it("is returned each time that it was emptied, whatever made it so", async () => {
    const returned = on.story("HostReturned");
    for (const triggers of [[1], [1]]) {
      const { outs } = await on.story("HostEmpty").up({ triggers }); // the second is not in the state: somebody took it out
      expect(drained()).toBe(true);
      on.time.pass(1);
      await returned.up({ found: outs["found"], emptiedAt: outs["settledAt"] });
      expect(drained()).toBe(false);
    }
  });
});
