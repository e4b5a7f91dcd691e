import { beforeAll, afterAll, beforeEach, describe, expect, test } from "vitest";
import { AmbiguousSessionHost, DesktopSessionNotFound, type Emulator, HostDrained, manualClock, SessionHostNotFound, SessionNotFound, startEmulator } from "../../emulator/index";

const clock = manualClock("2026-01-31T08:30:00Z");
let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ clock })));
afterAll(() => emulator.close());
beforeEach(() => {
  clock.set("2026-01-31T08:30:00Z");
  emulator.reset();
});

const host = () => emulator.world.sessionHost("sh-0.contoso.com");
const bob = () => emulator.world.session("sh-0.contoso.com", 3);

describe("the world", () => {
  test("gives a newcomer the lowest free id, and a freed id to the next", () => {
    const ids = ["u1", "u2"].map((user) => emulator.world.signIn(host(), { userPrincipalName: user }).id);
    expect(ids).toEqual([4, 6]);
    emulator.world.logOff(bob());
    expect(emulator.world.signIn(host(), { userPrincipalName: "u3" }).id).toBe(3);
  });

  test("dates a session by its clock", () => {
    clock.advance(90_000);
    expect(emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" }).createTime).toBe("2026-01-31T08:31:30.000Z");
  });

  test("lets a user disconnect and come back to the same session", () => {
    emulator.world.disconnect(bob());
    expect(bob().sessionState).toBe("Disconnected");
    emulator.world.reconnect(bob());
    expect(bob().sessionState).toBe("Active");
  });

  test("never mistakes the next holder of an id for the one before", () => {
    const before = bob();
    emulator.world.logOff(before);
    emulator.world.signIn(host(), { userPrincipalName: "mallory@contoso.com" });
    for (const verb of ["disconnect", "reconnect", "logOff"] as const) expect(() => emulator.world[verb](before)).toThrow(SessionNotFound);
    expect(bob()).toMatchObject({ userPrincipalName: "mallory@contoso.com", sessionState: "Active" });
    expect(bob().objectId).not.toBe(before.objectId);
  });

  test("never mistakes the next session on a virtual desktop for the one before", () => {
    const { rds } = emulator.world;
    const before = rds.session("hv-0.contoso.com", 3);
    rds.logOff(before);
    const after = rds.signIn(before.desktop, { user: "CONTOSO\\mallory" });
    expect(after.id).toBe(3);
    for (const verb of ["disconnect", "reconnect", "logOff"] as const) expect(() => rds[verb](before)).toThrow(DesktopSessionNotFound);
    expect(() => rds.message(before, "", "")).toThrow(DesktopSessionNotFound);
    expect(rds.session("hv-0.contoso.com", 3)).toBe(after);
    expect(after.connectState).toBe("Active");
    expect(rds.messages).toEqual([]);
  });

  test("refuses newcomers on a drained host, not those who reconnect", () => {
    emulator.world.drain(host());
    expect(() => emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toThrow(HostDrained);
    emulator.world.disconnect(bob());
    emulator.world.reconnect(bob());
    expect(bob().sessionState).toBe("Active");
    emulator.world.undrain(host());
    expect(emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" }).id).toBe(4);
  });

  test("is back at its seed after a reset, with the same ids and times", () => {
    const before = bob();
    emulator.world.logOff(before);
    clock.advance(1000);
    emulator.reset();
    expect(bob()).toMatchObject({ objectId: before.objectId, createTime: before.createTime, userPrincipalName: "bob@contoso.com" });
  });

  test("forgets the oldest messages", () => {
    for (let n = 0; n <= 10_000; n++) emulator.world.message(bob(), `${n}`, "");
    expect(emulator.world.messages).toHaveLength(10_000);
    expect(emulator.world.messages[0]!.title).toBe("1");
  });

  test("forgets the oldest messages sooner where they are long, but not the last", () => {
    const titles = () => emulator.world.allMessages.map(({ title }) => title);
    for (let n = 1; n <= 100; n++) emulator.world.message(bob(), `${n}`, "x".repeat(1_000_000));
    expect(titles()).toEqual(Array.from({ length: 15 }, (_, n) => `${n + 86}`));
    emulator.world.message(bob(), "short", "");
    expect(titles()).toHaveLength(16);
    emulator.world.message(bob(), "long", "x".repeat(20_000_000));
    expect(titles()).toEqual(["long"]);
    emulator.reset();
    for (let n = 0; n < 9; n++) emulator.world.message(bob(), "again", "x".repeat(1_000_000));
    expect(titles()).toHaveLength(9);
  });

  test("says what it does not know", () => {
    expect(() => emulator.world.session("sh-9", 1)).toThrow(SessionHostNotFound);
    expect(() => emulator.world.session("sh-0.contoso.com", 99)).toThrow("There is no session 99 on sh-0.contoso.com: the user has logged off, or was never there.");
  });

  test("asks which pool is meant when two have a host of that name", async () => {
    const hosts = { sessionHosts: { "sh-0": null } };
    const other = await startEmulator({ seed: { subscriptions: { "00000000-0000-0000-0000-000000000001": { resourceGroups: { rg: { hostPools: { "pool-a": hosts, "pool-b": hosts } } } } } } });
    try {
      expect(() => other.world.sessionHost("sh-0")).toThrow(AmbiguousSessionHost);
      expect(other.world.sessionHost("sh-0", "pool-b").pool.name).toBe("pool-b");
    } finally {
      await other.close();
    }
  });

  test("shares nothing with another emulator in the process", async () => {
    const other = await startEmulator();
    try {
      other.world.logOff(other.world.session("sh-0.contoso.com", 3));
      expect(bob().userPrincipalName).toBe("bob@contoso.com");
    } finally {
      await other.close();
    }
  });
});
