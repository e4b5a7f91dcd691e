import { describe, expect, it } from "vitest";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { start } from "./time-of-sleep";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const everyone = { sessions: { sessionHost: "sh-0.contoso.com" }, notice };
const instant = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();

describe("A notice", () => {
  it("is told to each session, and nobody is touched", async () => {
    const { violations, reasons, memory, nextAt } = await time.run(sessionLoggedOff, everyone);
    expect(time.messages).toEqual(["bob@contoso.com Maintenance", "alice@contoso.com Maintenance"].toSorted().toReversed());
    expect(violations).toHaveLength(3);
    expect(reasons).toEqual([]);
    expect(nextAt).toBe(start + time.minutes(15));
    expect(memory.notices?.map(({ user, status, deadline }) => [user, status, deadline]).toSorted()).toEqual([
      ["alice@contoso.com", "shown", instant(15)],
      ["bob@contoso.com", "shown", instant(15)],
      ["carol@contoso.com", "notShown", instant(15)],
    ]);
    expect(time.writes).toEqual(["UserSessions_SendMessage", "UserSessions_SendMessage"]);
  });

  it("says of a session that shows no messages why it was not told", async () => {
    const { memory } = await time.run(sessionLoggedOff, everyone);
    expect(memory.notices?.find(({ user }) => user === "carol@contoso.com")?.reason).toBe("the session is Disconnected, and only an active one shows messages");
  });

  it("is told to such a session when it shows messages again, without another deadline", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    time.pass(5);
    time.emulator.world.reconnect(time.session(5));
    const { memory } = await time.run(sessionLoggedOff, everyone, first.memory);
    expect(time.messages.at(-1)).toBe("carol@contoso.com Maintenance");
    expect(memory.notices?.find(({ user }) => user === "carol@contoso.com")).toMatchObject({ status: "shown", deadline: instant(15) });
  });

  it("is told once, however many runs there are before the deadline", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    time.pass(10);
    const second = await time.run(sessionLoggedOff, everyone, first.memory);
    expect(second.memory).toEqual(first.memory);
    expect(time.writes).toHaveLength(2);
    expect(time.said.at(-1)).toMatch(/^Left until 2026-11-20T20:15:00Z or later: session 3 of bob@contoso.com on sh-0.contoso.com, /);
  });

  it("is followed after the deadline, also for whom could not be told", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    time.pass(15);
    const { violations, reasons, memory, nextAt } = await time.run(sessionLoggedOff, everyone, first.memory);
    expect([violations, reasons, memory, nextAt]).toEqual([[], [], {}, undefined]);
    expect([2, 3, 5].map((id) => time.state(id))).toEqual(["", "", ""]);
  });

  it("leaves whoever goes in time untouched", async () => {
    const first = await time.run(sessionDisconnected, everyone);
    time.emulator.world.disconnect(time.session(3));
    time.pass(15);
    const { violations } = await time.run(sessionDisconnected, everyone, first.memory);
    expect(violations).toEqual([]);
    expect(time.emulator.requests().filter(({ operation }) => operation === "UserSessions_Disconnect").map(({ url }) => url)).toEqual([expect.stringContaining("/userSessions/2/disconnect")]);
  });

  it("gives those who come later a time of their own", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    time.pass(10);
    time.emulator.world.signIn(time.host, { userPrincipalName: "erin@contoso.com" });
    const second = await time.run(sessionLoggedOff, everyone, first.memory);
    expect(second.memory.notices?.find(({ user }) => user === "erin@contoso.com")?.deadline).toBe(instant(25));
    time.pass(5);
    const third = await time.run(sessionLoggedOff, everyone, second.memory);
    expect(third.violations.map(({ user }) => user)).toEqual(["erin@contoso.com"]);
    expect(third.nextAt).toBe(start + time.minutes(25));
    time.pass(10);
    expect((await time.run(sessionLoggedOff, everyone, third.memory)).violations).toEqual([]);
  });

  it("that was promised is kept, though the program says less now, or nothing", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    for (const said of [{ ...everyone, notice: { ...notice, minutes: 1 } }, { sessions: everyone.sessions }]) {
      time.pass(5);
      expect((await time.run(sessionLoggedOff, said, first.memory)).memory.notices?.map(({ deadline }) => deadline)).toEqual([instant(15), instant(15), instant(15)]);
    }
    expect(time.writes).toHaveLength(2);
  });

  it("is not repeated to whom goes and comes back within the time, and is to whom comes back later", async () => {
    const bob = { sessions: { user: "bob@contoso.com" }, notice };
    const first = await time.run(sessionDisconnected, bob);
    time.emulator.world.disconnect(time.session(3));
    const gone = await time.run(sessionDisconnected, bob, first.memory);
    time.emulator.world.reconnect(time.session(3));
    const back = await time.run(sessionDisconnected, bob, gone.memory);
    expect(time.messages).toHaveLength(1);
    time.emulator.world.disconnect(time.session(3));
    time.pass(20);
    const over = await time.run(sessionDisconnected, bob, back.memory);
    expect(over.memory.notices).toBeUndefined();
    time.emulator.world.reconnect(time.session(3));
    await time.run(sessionDisconnected, bob, over.memory);
    expect(time.messages).toHaveLength(2);
    expect(time.state(3)).toBe("bob@contoso.com Active");
  });

  it("is told again to whom left in time and comes back weeks later, also when no run has looked in between", async () => {
    const bob = { sessions: { user: "bob@contoso.com" }, notice };
    const first = await time.run(sessionDisconnected, bob);
    time.emulator.world.disconnect(time.session(3));
    const gone = await time.run(sessionDisconnected, bob, first.memory);
    time.pass(30 * 24 * 60);
    time.emulator.world.reconnect(time.session(3));
    const back = await time.run(sessionDisconnected, bob, gone.memory);
    expect([time.messages.length, time.state(3)]).toEqual([2, "bob@contoso.com Active"]);
    expect(back.nextAt).toBe(time.emulator.clock.now() + time.minutes(15));
  });

  it("to somebody else is not a notice to who has the id now", async () => {
    const first = await time.run(sessionLoggedOff, everyone);
    time.emulator.world.logOff(time.session(3));
    time.pass(14);
    time.emulator.world.signIn(time.host, { userPrincipalName: "eve@contoso.com" });
    time.pass(1);
    await time.run(sessionLoggedOff, everyone, first.memory);
    expect(time.state(3)).toBe("eve@contoso.com Active");
  });
});

describe("A notice that is sat out", () => {
  const waiting = { ...everyone, notice: { ...notice, wait: true } };

  it("tells, waits and acts in one run", async () => {
    const { violations, reasons, memory } = await time.run(sessionLoggedOff, waiting);
    expect([violations, reasons, memory]).toEqual([[], [], {}]);
    expect(time.emulator.clock.now()).toBeGreaterThanOrEqual(start + time.minutes(15));
    expect(time.messages).toHaveLength(2);
  });

  it("says what is left when half of the time has passed, and no oftener", async () => {
    await time.run(sessionLoggedOff, waiting);
    expect(time.said.filter((line) => line.includes("left, until"))).toEqual([
      "3 sessions have 15 min left, until 2026-11-20T20:15:00Z.",
      "3 sessions have 8 min left, until 2026-11-20T20:15:00Z.",
      "3 sessions have 4 min left, until 2026-11-20T20:15:00Z.",
      "3 sessions have 90 s left, until 2026-11-20T20:15:00Z.",
      "3 sessions have 30 s left, until 2026-11-20T20:15:00Z.",
    ]);
  });

  it("ends together for those whose times end within seconds, none before it is over", async () => {
    const first = await time.run(sessionLoggedOff, { ...everyone, sessions: { user: "bob@contoso.com" } });
    time.pass(3 / 60);
    await time.run(sessionLoggedOff, waiting, first.memory);
    expect(time.said.filter((line) => line.startsWith("Logging off: "))).toHaveLength(1);
    expect(time.emulator.clock.now()).toBeGreaterThanOrEqual(start + time.minutes(15) + 3_000);
  });

  it("says of the next deadline alone whose it is, and of the others when it is their turn", async () => {
    const first = await time.run(sessionLoggedOff, { ...everyone, sessions: { user: "bob@contoso.com" } });
    time.pass(10);
    await time.run(sessionLoggedOff, waiting, first.memory);
    expect(time.said.filter((line) => line.includes("left, until"))).toEqual([
      "1 session has 5 min left, until 2026-11-20T20:15:00Z; 2 more have longer.",
      "1 session has 3 min left, until 2026-11-20T20:15:00Z; 2 more have longer.",
      "1 session has 60 s left, until 2026-11-20T20:15:00Z; 2 more have longer.",
      "1 session has 30 s left, until 2026-11-20T20:15:00Z; 2 more have longer.",
      "2 sessions have 10 min left, until 2026-11-20T20:25:00Z.",
      "2 sessions have 5 min left, until 2026-11-20T20:25:00Z.",
      "2 sessions have 3 min left, until 2026-11-20T20:25:00Z.",
      "2 sessions have 60 s left, until 2026-11-20T20:25:00Z.",
      "2 sessions have 30 s left, until 2026-11-20T20:25:00Z.",
    ]);
  });

  it("ends early when nobody is left", async () => {
    time.in(3, () => { for (const id of [2, 3, 5]) time.emulator.world.logOff(time.session(id)); });
    await time.run(sessionLoggedOff, waiting);
    expect(time.emulator.clock.now()).toBeLessThan(start + time.minutes(4));
    expect(time.writes).toEqual(["UserSessions_SendMessage", "UserSessions_SendMessage"]);
  });

  it("tells newcomers, and leaves them to a later run", async () => {
    time.in(7, () => void time.emulator.world.signIn(time.host, { userPrincipalName: "erin@contoso.com" }));
    const { violations, reasons, nextAt } = await time.run(sessionLoggedOff, waiting);
    expect(violations.map(({ user }) => user)).toEqual(["erin@contoso.com"]);
    expect(reasons).toEqual([]);
    expect(nextAt).toBeGreaterThanOrEqual(start + time.minutes(22));
    expect(time.messages.at(-1)).toBe("erin@contoso.com Maintenance");
  });
});

describe("Escalation", () => {
  it("disconnects first, and logs off when another period has passed", async () => {
    const gentle = { sessions: everyone.sessions, escalate: { minutes: 30 } };
    const first = await time.run(sessionLoggedOff, gentle);
    expect([2, 3, 5].map((id) => time.state(id))).toEqual(["alice@contoso.com Disconnected", "bob@contoso.com Disconnected", "carol@contoso.com Disconnected"]);
    expect(time.writes).toEqual(["UserSessions_Disconnect", "UserSessions_Disconnect"]); // nobody was connected to carol's
    expect(time.said.filter((line) => line.startsWith("Disconnect"))).toEqual([
      expect.stringMatching(/^Disconnecting: session \d of (alice|bob)@contoso.com on \S+, session \d of (alice|bob)@contoso.com on \S+\.$/),
      "Disconnected already: session 5 of carol@contoso.com on sh-0.contoso.com.",
    ]);
    expect(first.nextAt).toBe(start + time.minutes(30));
    time.pass(29);
    const second = await time.run(sessionLoggedOff, gentle, first.memory);
    expect(second.violations).toHaveLength(3);
    time.pass(1);
    expect((await time.run(sessionLoggedOff, gentle, second.memory)).violations).toEqual([]);
  });

  it("that began without a notice logs nobody off who was not told, once the program has one", async () => {
    const bob = { sessions: { user: "bob@contoso.com" } };
    const first = await time.run(sessionLoggedOff, { ...bob, escalate: { minutes: 5 } });
    time.pass(10);
    time.emulator.world.reconnect(time.session(3));
    const second = await time.run(sessionLoggedOff, { ...bob, notice }, first.memory);
    expect([time.messages, time.state(3)]).toEqual([["bob@contoso.com Maintenance"], "bob@contoso.com Active"]);
    expect(second.nextAt).toBe(start + time.minutes(25));
    time.pass(15);
    await time.run(sessionLoggedOff, { ...bob, notice }, second.memory);
    expect(time.state(3)).toBe("");
  });

  it("comes after the notice, each with its time", async () => {
    const { violations } = await time.run(sessionLoggedOff, { ...everyone, notice: { ...notice, wait: true }, escalate: { minutes: 10 } });
    expect(violations).toEqual([]);
    expect(time.emulator.clock.now()).toBeGreaterThanOrEqual(start + time.minutes(25));
    expect(time.writes.toSorted()).toEqual([
      ...Array<string>(3).fill("UserSessions_Delete"),
      ...Array<string>(2).fill("UserSessions_Disconnect"),
      ...Array<string>(2).fill("UserSessions_SendMessage"),
    ]);
  });
});

describe("A window", () => {
  const within = { from: "22:00", to: "06:00", timeZone: "Europe/Berlin" };

  it("that is closed lets nobody be touched or told, and says when it opens", async () => {
    const { violations, reasons, nextAt } = await time.run(sessionLoggedOff, { ...everyone, within });
    expect(violations).toHaveLength(3);
    expect([reasons, time.writes]).toEqual([[], []]);
    expect(nextAt).toBe(start + time.minutes(60));
    expect(time.said).toEqual([expect.stringMatching(/^Outside its window, which opens at 2026-11-20T21:00:00Z: nobody is touched, and these wait: session 3 of bob/)]);
  });

  it("that is open changes nothing", async () => {
    time.pass(60);
    expect((await time.run(sessionLoggedOff, { sessions: everyone.sessions, within })).violations).toEqual([]);
  });

  it("that closes while people have the time that they were promised without one is heeded, and the rest is left until it opens", async () => {
    const closing = { from: "20:00", to: "21:10", timeZone: "Europe/Berlin" };
    const first = await time.run(sessionLoggedOff, everyone);
    const { violations, reasons, nextAt } = await time.run(sessionLoggedOff, { ...everyone, notice: { ...notice, wait: true }, within: closing }, first.memory);
    expect([violations.length, reasons]).toEqual([3, []]);
    expect(nextAt).toBe(start + time.minutes(23 * 60));
    expect(time.writes).toEqual(["UserSessions_SendMessage", "UserSessions_SendMessage"]);
    expect(time.emulator.clock.now()).toBe(start); // nobody can go on with it in this opening
  });

  it("that closes while many are acted on is heeded by the next of them", async () => {
    const closing = { from: "20:00", to: "21:01", timeZone: "Europe/Berlin" };
    const { faults, clock } = time.emulator;
    const closes = faults.whenMet(faults.add({ operation: "UserSessions_Get", nth: 1, delay: 1_000 })).then(() => clock.advance(time.minutes(1)));
    for (let more = 0; more < 40; more++) time.emulator.world.signIn(time.host, { userPrincipalName: `user-${more}@contoso.com` });
    const [{ violations, reasons, nextAt }] = await Promise.all([time.run(sessionLoggedOff, { sessions: everyone.sessions, within: closing }), closes]);
    expect(violations.length).toBeGreaterThanOrEqual(1);
    expect([reasons, nextAt]).toEqual([[], start + time.minutes(23 * 60)]);
  });

  it("that is closed does not unsettle what nothing breaks", async () => {
    expect(await time.run(sessionLoggedOff, { sessions: { user: "nobody@contoso.com" }, within })).toEqual({ matched: 0, violations: [], memory: {}, reasons: [] });
  });
});

describe("Protection", () => {
  it.each([
    [{ users: ["*@contoso.com"] }, 'its user is protected by "*@contoso.com"'],
    [{ users: ["CONTOSO\\BOB"] }, 'its user is protected by "CONTOSO\\BOB"'],
    [{ sessionHosts: ["sh-?.contoso.com", "SH-0.*"] }, 'its host is protected by "SH-0.*"'],
  ])("of %j refuses the whole run, and says who would have been hit", async (protect, why) => {
    const failed = await time.run(sessionLoggedOff, { ...everyone, protect }).catch((error: unknown) => (error as Error).message);
    expect(failed).toContain(why);
    for (const user of ["alice", "bob", "carol"]) expect(failed).toContain(`${user}@contoso.com on sh-0.contoso.com`);
    expect(time.writes).toEqual([]);
  });

  it("of somebody who comes in the middle leaves that one alone", async () => {
    time.in(1, () => void time.emulator.world.signIn(time.host, { userPrincipalName: "svc@contoso.com" }));
    const { violations, reasons } = await time.run(sessionLoggedOff, { ...everyone, notice: { ...notice, wait: true }, protect: { users: ["svc@*"] } });
    expect(violations.map(({ user }) => user)).toEqual(["svc@contoso.com"]);
    expect(reasons).toEqual([expect.stringContaining('it appeared during the run and was left alone, since its user is protected by "svc@*"')]);
  });
});

describe("Sessions that have been disconnected for some time", () => {
  const stale = { sessions: { disconnectedFor: "4h" } };

  it("are those that were seen disconnected so long ago, and are still", async () => {
    const first = await time.run(sessionLoggedOff, stale);
    expect(first).toMatchObject({ matched: 0, violations: [], memory: { disconnectedSince: [{ user: "carol@contoso.com", since: instant(0) }] } });
    time.pass(120);
    time.emulator.world.disconnect(time.session(3));
    const second = await time.run(sessionLoggedOff, stale, first.memory);
    time.pass(120);
    const third = await time.run(sessionLoggedOff, stale, second.memory);
    expect([time.state(3), time.state(5)]).toEqual(["bob@contoso.com Disconnected", ""]);
    expect(third.memory.disconnectedSince).toMatchObject([{ user: "bob@contoso.com", since: instant(120) }]);
  });

  it("begin anew when they are seen connected", async () => {
    const first = await time.run(sessionLoggedOff, stale);
    time.emulator.world.reconnect(time.session(5));
    time.pass(200);
    const second = await time.run(sessionLoggedOff, stale, first.memory);
    expect(second.memory.disconnectedSince).toEqual([]);
    time.emulator.world.disconnect(time.session(5));
    time.pass(60);
    const third = await time.run(sessionLoggedOff, stale, second.memory);
    expect(third.memory.disconnectedSince).toMatchObject([{ user: "carol@contoso.com", since: instant(260) }]);
    expect(time.state(5)).toBe("carol@contoso.com Disconnected");
  });

  it("are not those of somebody who has the id by now", async () => {
    const first = await time.run(sessionLoggedOff, stale);
    time.emulator.world.logOff(time.session(5));
    time.pass(240);
    time.emulator.world.place(time.host, 5, { userPrincipalName: "eve@contoso.com", sessionState: "Disconnected" });
    await time.run(sessionLoggedOff, stale, first.memory);
    expect(time.state(5)).toBe("eve@contoso.com Disconnected");
  });
});
