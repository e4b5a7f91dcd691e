import { describe, expect, it } from "vitest";
import { messageSent } from "../../provider/intents/message-sent";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const bob = { sessions: { user: "bob@contoso.com" } };
const message = { title: "Tonight", body: "Patching at 22:00." };

/** Has something happen when a run has listed the sessions, and is about to read the one that it means to touch. */
async function beforeItIsRead(act: () => void): Promise<void> {
  const { faults, clock } = time.emulator;
  await faults.whenMet(faults.add({ operation: "UserSessions_Get", nth: 1, delay: 1_000 }));
  act();
  clock.advance(1_000);
}

/** The session of bob, with his name in another case: everything else of it is as it was. */
function shout(): void {
  const { createTime, sessionState, applicationType } = time.session(3);
  time.emulator.world.logOff(time.session(3));
  time.emulator.world.place(time.host, 3, { userPrincipalName: "BOB@Contoso.com", createTime, sessionState, applicationType });
}

describe("An id that has gone to somebody else between the list and the act", () => {
  const toEve = (): void => {
    time.emulator.world.logOff(time.session(3));
    time.pass(1);
    time.emulator.world.place(time.host, 3, { userPrincipalName: "eve@contoso.com" });
  };

  it.each([
    ["told", () => time.run(messageSent, { ...bob, ...message })],
    ["given notice", () => time.run(sessionDisconnected, { ...bob, notice })],
    ["disconnected", () => time.run(sessionDisconnected, bob)],
    ["disconnected before a log-off", () => time.run(sessionLoggedOff, { ...bob, escalate: { minutes: 5 } })],
    ["logged off", () => time.run(sessionLoggedOff, bob)],
    ["logged off by force", () => time.run(sessionLoggedOff, { ...bob, force: true })],
  ])("is not that of somebody who is %s", async (_, run) => {
    const [{ reasons, violations }] = await Promise.all([run(), beforeItIsRead(toEve)]);
    expect([reasons, violations, time.writes, time.state(3)]).toEqual([[], [], [], "eve@contoso.com Active"]);
  });

  it("that is the same person's later session is another session", async () => {
    const again = (): void => {
      time.emulator.world.logOff(time.session(3));
      time.pass(1);
      time.emulator.world.place(time.host, 3, { userPrincipalName: "bob@contoso.com" });
    };
    const byId = { sessions: { sessionHost: "sh-0.contoso.com", sessionId: 3 } };
    const [{ reasons }] = await Promise.all([time.run(sessionLoggedOff, byId), beforeItIsRead(again)]);
    expect([reasons, time.writes, time.state(3)]).toEqual([[], [], "bob@contoso.com Active"]);
  });
});

describe("A user whose name is written in another case", () => {
  it("is told once, and has the deadline that was promised", async () => {
    const first = await time.run(sessionLoggedOff, { ...bob, notice });
    time.pass(14);
    shout();
    const second = await time.run(sessionLoggedOff, { ...bob, notice }, first.memory);
    expect([time.messages, second.nextAt]).toEqual([["bob@contoso.com Maintenance"], first.nextAt]);
    time.pass(1);
    await time.run(sessionLoggedOff, { ...bob, notice }, second.memory);
    expect(time.state(3)).toBe("");
  });

  it("is not sent a message again", async () => {
    const first = await time.run(messageSent, { ...bob, ...message });
    shout();
    await time.run(messageSent, { ...bob, ...message, audience: "newcomers" }, first.memory);
    expect(time.messages).toEqual(["bob@contoso.com Tonight"]);
  });

  it("between the list and the act is the one who is meant", async () => {
    await Promise.all([time.run(sessionDisconnected, bob), beforeItIsRead(shout)]);
    expect(time.state(3)).toBe("BOB@Contoso.com Disconnected");
  });

  it("is excepted by each spelling", async () => {
    shout();
    await time.run(sessionLoggedOff, { sessions: { sessionHost: "SH-0.contoso.com", except: { users: ["Bob@contoso.com", "contoso\\ALICE"] } } });
    expect([2, 3, 5].map((id) => time.state(id))).toEqual(["alice@contoso.com Active", "BOB@Contoso.com Active", ""]);
  });
});

describe("A user who is renamed in the middle of a session", () => {
  const rename = (): void => {
    const { createTime, sessionState, applicationType } = time.session(3);
    time.emulator.world.logOff(time.session(3));
    time.emulator.world.place(time.host, 3, { userPrincipalName: "bob.married@contoso.com", createTime, sessionState, applicationType });
  };
  const onSh0 = { sessions: { sessionHost: "sh-0.contoso.com", state: "Active" as const } };

  it("is told once, and has the deadline that was promised", async () => {
    const first = await time.run(sessionLoggedOff, { ...onSh0, notice });
    const told = time.messages.length;
    time.pass(10);
    rename();
    const second = await time.run(sessionLoggedOff, { ...onSh0, notice }, first.memory);
    expect([time.messages.length, second.nextAt]).toEqual([told, first.nextAt]);
    time.pass(5);
    await time.run(sessionLoggedOff, { ...onSh0, notice }, second.memory);
    expect(time.state(3)).toBe("");
  });

  it("is not sent a message again", async () => {
    const first = await time.run(messageSent, { ...onSh0, ...message });
    const told = time.messages.length;
    rename();
    await time.run(messageSent, { ...onSh0, ...message, audience: "newcomers" }, first.memory);
    expect(time.messages.length).toBe(told);
  });

  it("counts on as disconnected", async () => {
    time.emulator.world.disconnect(time.session(3));
    const stale = { sessions: { sessionHost: "sh-0.contoso.com", disconnectedFor: "1h" } };
    const first = await time.run(sessionLoggedOff, stale);
    rename();
    time.pass(60);
    await time.run(sessionLoggedOff, stale, first.memory);
    expect(time.state(3)).toBe("");
  });

  it("between the list and the act is left to the next look", async () => {
    await Promise.all([time.run(sessionDisconnected, onSh0), beforeItIsRead(rename)]);
    expect(time.state(3)).toBe("bob.married@contoso.com Disconnected");
  });
});

describe("A host that vanishes with its sessions", () => {
  const vanish = (): void => time.emulator.world.removeHost(time.host, { force: true });

  it.each([
    ["a log-off", () => time.run(sessionLoggedOff, { sessions: { sessionHost: "sh-0.contoso.com" } })],
    ["a message", () => time.run(messageSent, { sessions: { sessionHost: "sh-0.contoso.com" }, ...message })],
  ])("between the list and the act is no failure of %s", async (_, run) => {
    const [{ reasons, violations, matched }] = await Promise.all([run(), beforeItIsRead(vanish)]);
    expect([reasons, violations, matched]).toEqual([[], [], 0]);
    expect(time.writes).toEqual([]);
  });

  it("during a period of grace ends it", async () => {
    time.in(3, vanish);
    const { reasons, memory } = await time.run(sessionLoggedOff, { sessions: { sessionHost: "sh-0.contoso.com" }, notice: { ...notice, wait: true } });
    expect([reasons, memory]).toEqual([[], {}]);
  });
});

describe("A ghost session, of a host that has stopped", () => {
  const onSh0 = { sessions: { sessionHost: "sh-0.contoso.com", sessionId: 3 }, timeoutSeconds: 5 };

  it("stays, and is named with what ARM said of it and what helps", async () => {
    time.emulator.world.shutDown(time.host);
    const { reasons, violations } = await time.run(sessionLoggedOff, onSh0);
    expect(reasons).toEqual([expect.stringMatching(/^Could not log off session 3 of bob@contoso\.com on sh-0\.contoso\.com: /)]);
    expect(violations).toHaveLength(1);
    expect(time.state(3)).toBe("bob@contoso.com Active");
  });

  it("goes by force", async () => {
    time.emulator.world.shutDown(time.host);
    const { reasons, violations } = await time.run(sessionLoggedOff, { ...onSh0, force: true });
    expect([reasons, violations, time.state(3)]).toEqual([[], [], ""]);
  });

  it("goes in a later run, when the host is back", async () => {
    time.emulator.world.shutDown(time.host);
    const { memory } = await time.run(sessionLoggedOff, onSh0);
    time.emulator.world.startHost(time.host);
    expect((await time.run(sessionLoggedOff, onSh0, memory)).violations).toEqual([]);
    expect(time.state(3)).toBe("");
  });

  it("has the time that it was told, also by force", async () => {
    const first = await time.run(sessionLoggedOff, { ...onSh0, notice, force: true });
    time.emulator.world.shutDown(time.host);
    time.pass(14);
    const second = await time.run(sessionLoggedOff, { ...onSh0, notice, force: true }, first.memory);
    expect([second.violations.length, second.nextAt]).toEqual([1, first.nextAt]);
    time.pass(1);
    await time.run(sessionLoggedOff, { ...onSh0, notice, force: true }, second.memory);
    expect(time.state(3)).toBe("");
  });
});
