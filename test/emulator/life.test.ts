import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DesktopSessionEnding, DesktopSessionNotFound, type Emulator, type HostPool, HostPoolNotFound, manualClock, NoHostForNewcomer, type Returns, SessionEnding, SessionHostNotFound, SessionHostClosed, SessionHostUnreachable, SessionNotFound, SettingRefused, startEmulator, type Transitions } from "../../emulator/index";
import { type Answer, ask, HOST, POOL, SESSIONS, signedIn, SUBSCRIPTION } from "./wire";
import { GET, query, send, SESSION, texts } from "./wsman/wire";

const START = "2026-01-31T08:30:00.000Z";
const clock = manualClock(START);
let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  emulator = await startEmulator({ clock });
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());
beforeEach(() => {
  clock.set(START);
  emulator.reset();
});

const host = (name = "sh-0") => emulator.world.sessionHost(`${name}.contoso.com`);
const bob = () => emulator.world.session("sh-0.contoso.com", 3);
const stateOfBob = async () => (await call(`${SESSIONS}/3`)).json.properties?.sessionState;
const control = (method: string, path: string, body?: unknown): Promise<Answer> => ask(emulator, `/_emulator/${path}`, { method, headers: { "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const disconnectBob = () => call(`${SESSIONS}/3/disconnect`, { method: "POST" });
const logBobOff = (query = "") => call(`${SESSIONS}/3${query}`, { method: "DELETE" });

describe("a transition", () => {
  test("takes effect at once where nothing is said", async () => {
    expect((await disconnectBob()).status).toBe(200);
    expect(await stateOfBob()).toBe("Disconnected");
    await logBobOff();
    expect(await stateOfBob()).toBeUndefined();
  });

  test("takes effect after a time, by the emulator's clock: being disconnected shows as before, being logged off LogOff, a newcomer Pending", async () => {
    emulator.world.setTransitions({ disconnect: { after: 5000 }, logOff: { after: "5s" }, signIn: { after: "0.1m" } });
    await disconnectBob();
    clock.advance(4999);
    expect(await stateOfBob()).toBe("Active");
    clock.advance(1);
    expect(await stateOfBob()).toBe("Disconnected");

    expect((await logBobOff()).status).toBe(200);
    expect(await stateOfBob()).toBe("LogOff");
    clock.advance(4999);
    expect(await stateOfBob()).toBe("LogOff");
    clock.advance(1);
    expect((await call(`${SESSIONS}/3`)).status).toBe(404);

    const erin = emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    expect(erin.id).toBe(3);
    expect(await stateOfBob()).toBe("Pending");
    clock.advance(6000);
    expect(await stateOfBob()).toBe("Active");
  });

  test("takes effect after so many reads, by itself or in a list, of those who ask over ARM and not of those who look at the control plane", async () => {
    emulator.world.setTransitions({ logOff: { polls: 3 } });
    await logBobOff();
    const bobIn = (answer: Answer): string | undefined => answer.json.value.find(({ name }: { name: string }) => name.endsWith("sh-0.contoso.com/3"))?.properties.sessionState;
    expect(await stateOfBob()).toBe("LogOff");
    for (let look = 0; look < 5; look++) await control("GET", "sessions");
    expect(bobIn(await call(SESSIONS))).toBe("LogOff");
    expect(bobIn(await call(`${POOL}/userSessions?$filter=userPrincipalName eq 'bob@contoso.com'`))).toBe("LogOff");
    expect((await call(`${SESSIONS}/3`)).status).toBe(404);
  });

  test("is not brought nearer by reads of others", async () => {
    emulator.world.setTransitions({ disconnect: { polls: 1 } });
    await disconnectBob();
    await call(`${SESSIONS}/2`);
    await call(`${POOL}/userSessions?$filter=userPrincipalName eq 'alice@contoso.com'`);
    expect(await stateOfBob()).toBe("Active");
    expect(await stateOfBob()).toBe("Disconnected");
  });

  test("is as the host says, else the pool, else the subscription, else the world", () => {
    const { pool } = host();
    const scopes = [undefined, pool.resourceGroup.subscription, pool, host()] as const;
    for (const [index, scope] of scopes.entries()) emulator.world.setTransitions({ disconnect: { after: 1000 * (4 - index) } }, scope);
    for (const [index, scope] of scopes.toReversed().entries()) {
      const seconds = index + 1;
      emulator.world.disconnect(bob());
      clock.advance(seconds * 1000 - 1);
      expect(bob().sessionState).toBe("Active");
      clock.advance(1);
      expect(bob().sessionState).toBe("Disconnected");
      emulator.world.reconnect(bob());
      emulator.world.setTransitions({}, scope);
    }
    emulator.world.disconnect(bob());
    expect(bob().sessionState).toBe("Disconnected");
  });

  test("is at once on a host that says so, whatever is said around it", () => {
    emulator.world.setTransitions({ disconnect: { after: "1h" } });
    emulator.world.setTransitions({ disconnect: { after: 0 } }, host());
    emulator.world.disconnect(bob());
    expect(bob().sessionState).toBe("Disconnected");
  });

  test("begins once: who asks again does not put it off, nor does a disconnect stop a log-off", async () => {
    emulator.world.setTransitions({ disconnect: { after: "10s" }, logOff: { after: "10s" } });
    await disconnectBob();
    clock.advance(6000);
    await disconnectBob();
    clock.advance(4000);
    expect(await stateOfBob()).toBe("Disconnected");
    await logBobOff();
    clock.advance(6000);
    expect((await logBobOff()).status).toBe(200);
    expect((await disconnectBob()).status).toBe(200);
    clock.advance(4000);
    expect((await call(`${SESSIONS}/3`)).status).toBe(404);
  });

  test("of a disconnect is called off by the user who is back, that of a log-off is not, and force ends it", async () => {
    emulator.world.setTransitions({ disconnect: { after: "10s" }, logOff: { after: "10s" } });
    await disconnectBob();
    emulator.world.reconnect(bob());
    clock.advance(20_000);
    expect(await stateOfBob()).toBe("Active");
    await logBobOff();
    expect(() => emulator.world.reconnect(bob())).toThrow(SessionEnding);
    expect(await control("POST", "sessions/sh-0.contoso.com/3/reconnect")).toMatchObject({ status: 409, json: { error: { code: "SessionEnding" } } });
    await logBobOff("?force=true");
    expect((await call(`${SESSIONS}/3`)).status).toBe(404);
  });

  test("does not reach over a reset", () => {
    emulator.world.setTransitions({ logOff: { after: "10s" } });
    emulator.world.logOff(bob());
    emulator.reset();
    clock.advance(20_000);
    expect(bob().sessionState).toBe("Active");
    emulator.world.logOff(bob());
    expect(() => bob()).toThrow(SessionNotFound);
  });

  test("is for virtual desktops, too: by the clock, and by reads over WS-Management", async () => {
    const { rds } = emulator.world;
    const read = async () => texts(await send(emulator, { action: GET, resource: SESSION, selectors: { VMHostName: "hv-0.contoso.com", SessionId: 3 } }), "ConnectState");
    const inList = async () => texts(await send(emulator, query("SELECT * FROM Win32_VirtualDesktopSession WHERE UserName = 'bob'")), "ConnectState");
    emulator.world.setTransitions({ signIn: { after: "2s" }, disconnect: { polls: 2 } });
    emulator.world.setTransitions({ logOff: { after: "3s" } }, rds.collection("pool1"));
    const session = rds.session("hv-0.contoso.com", 3);
    rds.disconnect(session);
    expect([await read(), await inList(), await read()]).toEqual([["0"], ["0"], ["4"]]);
    rds.logOff(session);
    expect(() => rds.reconnect(session)).toThrow(DesktopSessionEnding);
    clock.advance(3000);
    expect(() => rds.session("hv-0.contoso.com", 3)).toThrow(DesktopSessionNotFound);
    const erin = rds.signIn(session.desktop, { user: "CONTOSO\\erin" });
    expect(erin.connectState).toBe("Init");
    clock.advance(2000);
    expect(erin.connectState).toBe("Active");
  });

  test("does not arrive on a virtual desktop that is turned off", () => {
    const { rds } = emulator.world;
    emulator.world.setTransitions({ disconnect: { after: "5s" } });
    const session = rds.session("hv-0.contoso.com", 3);
    rds.disconnect(session);
    rds.setState(session.desktop, "Off");
    clock.advance(60_000);
    rds.setState(session.desktop, "Running");
    expect(session.connectState).toBe("Active");
  });

  test.each<[unknown, RegExp]>([
    [{ logoff: { after: 1 } }, /there is no "logoff". There are signIn, disconnect, logOff/],
    [{ logOff: { after: "soon" } }, /the transition logOff: {"after":"soon"} is neither/],
    [{ logOff: { after: -1 } }, /is neither/],
    [{ logOff: { after: "" } }, /is neither/],
    [{ logOff: { polls: 1.5 } }, /is neither/],
    [{ logOff: { polls: 1, after: 1 } }, /is neither/],
    [{ logOff: null }, /is neither/],
    [["logOff"], /is not an object. Give {"logOff": {"after": "5s"}}/],
  ])("stated as %j is refused, in code and over the control plane", async (transitions, message) => {
    expect(() => emulator.world.setTransitions(transitions as Transitions)).toThrow(SettingRefused);
    expect(await control("PUT", "transitions", transitions)).toMatchObject({ status: 400, json: { error: { code: "SettingRefused", message: expect.stringMatching(message) } } });
  });

  test("can be stated over the control plane, for each scope", async () => {
    const { pool } = host();
    const scopes: [string, { transitions: Transitions }][] = [["", emulator.world], [`?subscription=${SUBSCRIPTION}`, pool.resourceGroup.subscription], ["?hostPool=POOL-1", pool], ["?sessionHost=sh-0.contoso.com", host()], ["?collection=Pool1", emulator.world.rds.collection("Pool1")]];
    for (const [index, [query, scope]] of scopes.entries()) {
      const transitions = { logOff: { polls: index + 1 } };
      expect(await control("PUT", `transitions${query}`, transitions)).toMatchObject({ status: 200, json: transitions });
      expect(scope.transitions).toEqual(transitions);
    }
    for (const [query, { transitions }] of scopes) expect((await control("GET", `transitions${query}`)).json).toEqual(transitions);
    for (const [query, status] of [["?hostPool=pool-9", 404], ["?sessionHost=sh-9", 404], ["?collection=P9", 404], [`?subscription=${SUBSCRIPTION.replace("1", "2")}`, 404], ["?hostPool=a&hostPool=b", 400]] as const) expect((await control("GET", `transitions${query}`)).status).toBe(status);
  });

  test("can be stated in a seed", async () => {
    const sessionHosts = { "sh-0": { userSessions: { 2: "alice@contoso.com" } }, "sh-1": { transitions: { logOff: { after: 0 } }, userSessions: { 2: "bob@contoso.com" } } };
    const own = await startEmulator({ clock, seed: { transitions: { logOff: { after: "1h" } }, subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { transitions: { logOff: { after: "5s" } }, sessionHosts } } } } } } } });
    try {
      for (const name of ["sh-0", "sh-1"]) own.world.logOff(own.world.session(name, 2));
      expect(own.world.sessionHost("sh-1").sessionCount).toBe(0);
      clock.advance(4999);
      expect(own.world.session("sh-0", 2).sessionState).toBe("LogOff");
      clock.advance(1);
      expect(own.world.sessionHost("sh-0").sessionCount).toBe(0);
    } finally {
      await own.close();
    }
  });
});

describe("a user who comes back by himself", () => {
  const returns = (stated: Returns) => emulator.world.setReturns(bob(), stated);
  const of = (user: string) => [...host().pool.sessions].filter(({ userPrincipalName }) => userPrincipalName === user);

  test("reconnects to his session after having been disconnected, as often as is said", async () => {
    returns({ after: "10m", times: 2 });
    for (const expected of ["Active", "Active", "Disconnected"]) {
      await disconnectBob();
      clock.advance(599_999);
      expect(await stateOfBob()).toBe("Disconnected");
      clock.advance(1);
      expect(await stateOfBob()).toBe(expected);
    }
  });

  test("signs in again after having been logged off, to a new session with the lowest free id", async () => {
    returns({ after: "10m", times: 1 });
    const before = bob();
    await logBobOff();
    clock.advance(600_000);
    const again = bob();
    expect(again).toMatchObject({ userPrincipalName: "bob@contoso.com", sessionState: "Active", createTime: "2026-01-31T08:40:00.000Z" });
    expect(again.objectId).not.toBe(before.objectId);
    await logBobOff();
    clock.advance(6_000_000);
    expect(of("bob@contoso.com")).toEqual([]);
  });

  test("comes back every time where no number is said, at once where no time is", () => {
    returns({ after: 0 });
    for (let time = 0; time < 5; time++) {
      emulator.world.logOff(bob());
      emulator.world.disconnect(bob());
      expect(bob().sessionState).toBe("Active");
    }
  });

  test("counts from the last time that he was sent away, and does not come twice", () => {
    returns({ after: "10m" });
    emulator.world.disconnect(bob());
    clock.advance(300_000);
    emulator.world.logOff(bob());
    clock.advance(599_999);
    expect(of("bob@contoso.com")).toEqual([]);
    clock.advance(1_000_000);
    expect(of("bob@contoso.com")).toHaveLength(1);
  });

  test("has no need to when he reconnected himself", () => {
    returns({ after: "10m", times: 1 });
    emulator.world.disconnect(bob());
    emulator.world.reconnect(bob());
    clock.advance(600_000);
    expect(emulator.world.returnsOf(bob())).toEqual({ after: "10m", times: 1 });
  });

  test("obeys drain mode as a newcomer, not as one who reconnects", () => {
    returns({ after: "10m" });
    emulator.world.drain(host());
    emulator.world.disconnect(bob());
    clock.advance(600_000);
    expect(bob().sessionState).toBe("Active");
    emulator.world.logOff(bob());
    clock.advance(600_000);
    expect(of("bob@contoso.com")).toEqual([]);
    emulator.world.undrain(host());
    expect(bob().userPrincipalName).toBe("bob@contoso.com");
  });

  test("goes to any host that takes newcomers, where that is said: breadth first to the emptiest", () => {
    returns({ after: "10m", to: "anyHost" });
    emulator.world.logOff(bob());
    clock.advance(600_000);
    expect(of("bob@contoso.com").map(({ host: { name }, id }) => [name, id])).toEqual([["sh-1.contoso.com", 3]]);
    emulator.world.shutDown(host("sh-1"));
    emulator.world.drain(host());
    emulator.world.logOff(of("bob@contoso.com")[0]!, { force: true });
    clock.advance(600_000);
    expect(of("bob@contoso.com")).toEqual([]);
    emulator.world.startHost(host("sh-1"));
    expect(of("bob@contoso.com").map(({ host: { name } }) => name)).toEqual(["sh-1.contoso.com"]);
  });

  test("goes to the fullest host that has room, depth first", async () => {
    const users = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [n + 2, `u${n}@contoso.com`]));
    const sessionHosts = { "sh-0": { userSessions: users(3) }, "sh-1": { userSessions: users(2) }, "sh-2": { userSessions: { 2: { userPrincipalName: "bob@contoso.com", returns: { after: 1000, to: "anyHost" as const } } } } };
    const own = await startEmulator({ clock, seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { loadBalancerType: "DepthFirst", maxSessionLimit: 3, sessionHosts } } } } } } } });
    try {
      own.world.logOff(own.world.session("sh-2", 2));
      clock.advance(1000);
      expect(own.world.session("sh-1", 4).userPrincipalName).toBe("bob@contoso.com");
    } finally {
      await own.close();
    }
  });

  describe("of a personal pool", () => {
    const hosts = { "sh-0": { assignedUser: "alice@contoso.com" }, "sh-1": {}, "sh-2": {} };
    const own = async (settings: object, act: (emulator: Emulator, pool: HostPool) => void): Promise<void> => {
      await using emulator = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { desktops: { hostPoolType: "Personal", ...settings, sessionHosts: hosts } } } } } } } });
      act(emulator, [...emulator.world.hostPools()][0]!);
    };
    const signIn = ({ world }: Emulator, pool: HostPool, person: string): string => world.signIn(pool, { userPrincipalName: `${person}@contoso.com` }).host.name;

    test("goes to his own host and to no other; the first that is nobody's becomes his", () =>
      own({}, (emulator, pool) => {
        expect([signIn(emulator, pool, "bob"), signIn(emulator, pool, "ALICE"), signIn(emulator, pool, "carol")]).toEqual(["sh-1", "sh-0", "sh-2"]);
        expect([...pool.hosts].map(({ assignedUser }) => assignedUser)).toEqual(["alice@contoso.com", "bob@contoso.com", "carol@contoso.com"]);
        expect(() => signIn(emulator, pool, "dave")).toThrow(NoHostForNewcomer);
        emulator.world.logOff(emulator.world.session("sh-1", 2));
        emulator.world.drain(emulator.world.sessionHost("sh-1"));
        expect(() => signIn(emulator, pool, "bob")).toThrow(NoHostForNewcomer);
      }));

    test("goes nowhere where hosts are assigned by the administrator, and none to him", () =>
      own({ personalDesktopAssignmentType: "Direct" }, (emulator, pool) => {
        expect(signIn(emulator, pool, "alice")).toBe("sh-0");
        expect(() => signIn(emulator, pool, "bob")).toThrow(NoHostForNewcomer);
        emulator.world.changeHost(emulator.world.sessionHost("sh-1"), { assignedUser: "bob@contoso.com" });
        expect(signIn(emulator, pool, "bob")).toBe("sh-1");
      }));
  });

  test("waits for a host that is not heard of, to reconnect", () => {
    returns({ after: "10m" });
    emulator.world.disconnect(bob());
    emulator.world.setHostStatus(host(), "NoHeartbeat");
    clock.advance(600_000);
    expect(bob().sessionState).toBe("Disconnected");
    emulator.world.startHost(host());
    expect(bob().sessionState).toBe("Active");
  });

  test("waits for a host that has stopped, to sign in anew once it has booted", () => {
    returns({ after: "10m" });
    emulator.world.disconnect(bob());
    emulator.world.shutDown(host());
    clock.advance(600_000);
    expect(bob().sessionState).toBe("Disconnected");
    emulator.world.startHost(host());
    expect(of("bob@contoso.com").map(({ id, sessionState }) => [id, sessionState])).toEqual([[2, "Active"]]);
  });

  test("counts from when the host has booted, where he was on it when it stopped", () => {
    returns({ after: "10m" });
    emulator.world.shutDown(host());
    clock.advance(600_000);
    emulator.world.startHost(host());
    clock.advance(599_999);
    expect(of("bob@contoso.com")).toEqual([]);
    clock.advance(1);
    expect(of("bob@contoso.com")).toHaveLength(1);
  });

  test("waits for room on a full host, and signs in when somebody has left it", async () => {
    const userSessions = { 2: { userPrincipalName: "bob@contoso.com", returns: { after: 1000 } }, 3: "alice@contoso.com" };
    await using own = await startEmulator({ clock, seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { maxSessionLimit: 2, sessionHosts: { "sh-0": { userSessions } } } } } } } } } });
    const { world } = own;
    const users = () => Array.from(world.sessionHost("sh-0").sessions, ({ userPrincipalName }) => userPrincipalName.split("@")[0]);
    world.logOff(world.session("sh-0", 2));
    world.signIn(world.sessionHost("sh-0"), { userPrincipalName: "carol@contoso.com" });
    clock.advance(1000);
    expect(users()).toEqual(["carol", "alice"]);
    world.logOff(world.session("sh-0", 3));
    expect(users()).toEqual(["carol", "bob"]);
  });

  test("comes back to the session that he has got there meanwhile", () => {
    returns({ after: "10m" });
    emulator.world.logOff(bob());
    const { id } = emulator.world.signIn(host(), { userPrincipalName: "bob@contoso.com" });
    emulator.world.disconnect(emulator.world.session("sh-0.contoso.com", id));
    clock.advance(600_000);
    expect(of("bob@contoso.com").map(({ sessionState }) => sessionState)).toEqual(["Active"]);
  });

  test("takes as long to sign in as others do", () => {
    emulator.world.setTransitions({ signIn: { after: "3s" } });
    returns({ after: "10m" });
    emulator.world.logOff(bob());
    clock.advance(600_000);
    expect(bob().sessionState).toBe("Pending");
    clock.advance(3000);
    expect(bob().sessionState).toBe("Active");
  });

  test("comes back no more after a reset, or when it is called off", async () => {
    returns({ after: "10m" });
    emulator.world.disconnect(bob());
    emulator.world.setReturns(bob(), undefined);
    clock.advance(600_000);
    expect(bob().sessionState).toBe("Disconnected");
    returns({ after: "10m" });
    emulator.reset();
    emulator.world.logOff(bob());
    clock.advance(600_000);
    expect(of("bob@contoso.com")).toEqual([]);
  });

  test("is said in a seed, where one who is disconnected is away already", async () => {
    const own = await startEmulator({ clock, seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { sessionHosts: { "sh-0": { userSessions: { 2: { userPrincipalName: "alice@contoso.com", sessionState: "Disconnected", returns: { after: "1m" } } } } } } } } } } } } });
    try {
      clock.advance(59_999);
      expect(own.world.session("sh-0", 2).sessionState).toBe("Disconnected");
      clock.advance(1);
      expect(own.world.session("sh-0", 2).sessionState).toBe("Active");
    } finally {
      await own.close();
    }
  });

  test("is said, and called off, over the control plane", async () => {
    const path = "sessions/sh-0.contoso.com/3/returns";
    expect(await control("PUT", path, { after: "10m", times: 3 })).toMatchObject({ status: 200, json: { after: "10m", times: 3 } });
    emulator.world.disconnect(bob());
    expect(emulator.world.returnsOf(bob())).toEqual({ after: "10m", times: 3, left: 600_000 });
    expect((await control("DELETE", path)).status).toBe(200);
    expect(emulator.world.returnsOf(bob())).toBeUndefined();
    for (const [body, message] of [[{}, /after is undefined/], [{ after: "x" }, /after is "x"/], [{ after: 1, times: 0 }, /times is 0/], [{ after: 1, to: "moon" }, /to is "moon"/], [{ after: 1, often: 2 }, /there is no "often"/], [[], /is not an object/]] as const) {
      expect(await control("PUT", path, body)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(message) } } });
    }
    expect((await control("PUT", "sessions/sh-0.contoso.com/9/returns", { after: 1 })).status).toBe(404);
  });
});

describe("a session host", () => {
  const get = async () => (await call(HOST)).json.properties;

  test("beats at regular intervals by the emulator's clock while it runs, and stands still when it has stopped", async () => {
    expect(await get()).toMatchObject({ status: "Available", lastHeartBeat: "2026-01-31T08:30:00Z", statusTimestamp: "2026-01-31T08:30:00Z" });
    const beat = async () => Date.parse((await get()).lastHeartBeat);
    const beats = new Set<number>();
    for (let second = 0; second < 600; second++) {
      clock.advance(1000);
      const at = Date.parse(host().lastHeartBeat);
      beats.add(at);
      expect(clock.now() - at).toBeLessThan(60_000);
    }
    const steps = [...beats].map((at, index, all) => at - (all[index - 1] ?? NaN)).slice(1);
    expect(new Set(steps)).toEqual(new Set([30_000]));
    clock.advance(7000);
    const last = await beat();
    expect((await control("POST", "hosts/sh-0.contoso.com/shut-down")).json).toMatchObject({ status: "Shutdown", sessions: 3 });
    const stopped = new Date(clock.now()).toISOString();
    clock.advance(1_800_000);
    expect(Date.parse((await get()).lastHeartBeat)).toBe(last);
    expect(Date.parse((await get()).statusTimestamp)).toBe(Date.parse(stopped));
    await control("POST", "hosts/sh-0.contoso.com/start");
    expect(await get()).toMatchObject({ status: "Available" });
    expect(await beat()).toBe(clock.now());
  });

  test("goes on in its own rhythm when its state changes while it runs", () => {
    clock.advance(10_000);
    emulator.world.setHostStatus(host(), "NeedsAssistance");
    clock.advance(25_000);
    expect(host()).toMatchObject({ lastHeartBeat: "2026-01-31T08:30:30.000Z", statusTimestamp: "2026-01-31T08:30:10.000Z" });
  });

  test.each(["Upgrading", "UpgradeFailed", "SxSStackListenerNotReady"] as const)("that is %s takes no connections, and ends sessions all the same", (status) => {
    emulator.world.setHostStatus(host(), status);
    expect(() => emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toThrow(SessionHostClosed);
    expect(() => emulator.world.reconnect(emulator.world.session("sh-0.contoso.com", 5))).toThrow(SessionHostClosed);
    emulator.world.logOff(bob());
    expect(host().sessionCount).toBe(2);
  });

  test("that stops leaves ghosts behind, which end by force only, or when it runs again", async () => {
    emulator.world.shutDown(host());
    expect((await call(SESSIONS)).json.value).toHaveLength(3);
    expect((await logBobOff()).status).toBe(409);
    expect(() => emulator.world.logOff(bob())).toThrow(SessionHostUnreachable);
    expect((await logBobOff("?force=true")).status).toBe(200);
    emulator.world.setHostStatus(host("sh-1"), "NoHeartbeat");
    emulator.world.startHost(host("sh-1"));
    expect((await call(`${SESSIONS.replace("sh-0", "sh-1")}/2`, { method: "DELETE" })).status).toBe(200);
  });

  test("that stops disconnects nobody, either: 409, and the session stays as it is", async () => {
    emulator.world.shutDown(host());
    expect(await disconnectBob()).toMatchObject({ status: 409, json: { error: { message: expect.stringContaining("Could not disconnect session 3 on sh-0.contoso.com: the host is Shutdown") } } });
    expect((await control("POST", "sessions/sh-0.contoso.com/3/disconnect")).status).toBe(409);
    expect(await stateOfBob()).toBe("Active");
  });

  test("that was shut down and is started has nobody on it", async () => {
    const told: unknown[] = [];
    await control("POST", "hosts/sh-0.contoso.com/shut-down");
    const stop = emulator.world.observe((event) => told.push([event.type, "userSessionId" in event && event.userSessionId]));
    expect((await control("POST", "hosts/sh-0.contoso.com/start")).json).toMatchObject({ status: "Available", sessions: 0 });
    stop();
    expect((await call(SESSIONS)).json.value).toEqual([]);
    expect(told).toEqual([["host.statusChanged", false], ["session.loggedOff", 2], ["session.loggedOff", 3], ["session.loggedOff", 5]]);
  });

  test.each(["Unavailable", "Disconnected", "NoHeartbeat"] as const)("that was %s has run meanwhile: its sessions are there", (status) => {
    emulator.world.setHostStatus(host(), status);
    emulator.world.startHost(host());
    expect(host().sessionCount).toBe(3);
  });

  test("has one session of a user, to which he comes back: disconnected before others, whatever the case of his name", () => {
    const erin = emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    expect(emulator.world.signIn(host(), { userPrincipalName: "ERIN@contoso.com" })).toBe(erin);
    const second = emulator.world.place(host(), 9, { userPrincipalName: "erin@contoso.com", sessionState: "Disconnected" });
    expect(emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toBe(second);
    expect(second.sessionState).toBe("Active");
    emulator.world.setTransitions({ logOff: { after: "5s" } });
    emulator.world.logOff(second);
    expect(emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toBe(erin);
    emulator.world.logOff(erin);
    expect(() => emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toThrow(SessionEnding);
    for (const id of [6, 7]) expect(emulator.world.signIn(host(), { userPrincipalName: "" }).id).toBe(id);
  });

  test("that has as many sessions as maxSessionLimit allows takes no newcomer, and lets those on it reconnect", async () => {
    await using own = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { maxSessionLimit: 1, sessionHosts: { "sh-0": { userSessions: { 2: "alice@contoso.com" } }, "sh-1": null } } } } } } } } });
    const { world } = own;
    const full = world.sessionHost("sh-0");
    expect(() => world.signIn(full, { userPrincipalName: "erin@contoso.com" })).toThrow("Could not sign erin@contoso.com in on sh-0: it has as many sessions as the maxSessionLimit of its pool allows, 1.");
    expect(await ask(own, "/_emulator/sessions", { method: "POST", body: '{"sessionHost":"sh-0","userPrincipalName":"e"}' })).toMatchObject({ status: 409, json: { error: { code: "SessionHostFull" } } });
    expect(world.signIn(full, { userPrincipalName: "alice@contoso.com" }).id).toBe(2);
    expect(world.signIn(full.pool, { userPrincipalName: "erin@contoso.com" }).host.name).toBe("sh-1");
    expect(() => world.signIn(full.pool, { userPrincipalName: "frank@contoso.com" })).toThrow(NoHostForNewcomer);
  });

  test("that has stopped keeps him out of the pool whose session is left on it", () => {
    emulator.world.shutDown(host());
    expect(() => emulator.world.signIn(host().pool, { userPrincipalName: "bob@contoso.com" })).toThrow(SessionHostClosed);
    emulator.world.logOff(bob(), { force: true });
    expect(emulator.world.signIn(host().pool, { userPrincipalName: "bob@contoso.com" }).host.name).toBe("sh-1.contoso.com");
  });

  test("that stops lets nothing arrive that was on its way", () => {
    emulator.world.setTransitions({ disconnect: { after: "5s" }, logOff: { after: "5s" } });
    const alice = host().session(2);
    emulator.world.disconnect(alice);
    emulator.world.logOff(bob());
    emulator.world.setHostStatus(host(), "NoHeartbeat");
    clock.advance(60_000);
    expect([alice.sessionState, bob().sessionState]).toEqual(["Active", "LogOff"]);
    emulator.world.startHost(host());
    emulator.world.logOff(bob());
    clock.advance(5000);
    expect(host().findSession(3)).toBeUndefined();
  });

  test("that has stopped lets nobody on, shows no messages, and forgets by force at once", async () => {
    emulator.world.setTransitions({ logOff: { after: "5s" } });
    emulator.world.shutDown(host());
    expect(() => emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" })).toThrow(SessionHostClosed);
    expect(() => emulator.world.reconnect(bob())).toThrow("Could not reconnect session 3 of bob@contoso.com on sh-0.contoso.com: the host is Shutdown, in which nobody gets on it. Make it Available first.");
    expect(await control("POST", "sessions", { sessionHost: "sh-0.contoso.com", userPrincipalName: "erin@contoso.com" })).toMatchObject({ status: 409, json: { error: { code: "SessionHostClosed" } } });
    expect(emulator.world.message(bob(), "t", "b").shown).toBe(false);
    emulator.world.logOff(bob(), { force: true });
    expect(host().findSession(3)).toBeUndefined();
  });

  test("can be in any state that the service names, and in no other", async () => {
    expect(await control("POST", "hosts/sh-0.contoso.com/status", { status: "Upgrading" })).toMatchObject({ status: 200, json: { status: "Upgrading" } });
    for (const body of [{ status: "Asleep" }, {}, undefined, { status: "Available", force: true }, ["Available"]]) {
      expect(await control("POST", "hosts/sh-0.contoso.com/status", body)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/Send {"status": …} with one of Available, Unavailable/) } } });
    }
    expect(() => emulator.world.setHostStatus(host(), "Asleep" as never)).toThrow(SettingRefused);
    expect(host().status).toBe("Upgrading");
  });

  test("is listed, drained and undrained over the control plane", async () => {
    expect((await control("GET", "hosts")).json.hosts).toMatchObject([{ hostPool: "pool-1", sessionHost: "sh-0.contoso.com", status: "Available", allowNewSession: true, sessions: 3 }, { sessionHost: "sh-1.contoso.com", sessions: 1 }]);
    expect((await control("POST", "hosts/SH-1.contoso.com/drain")).json).toMatchObject({ sessionHost: "sh-1.contoso.com", allowNewSession: false });
    expect((await control("POST", "hosts/sh-1.contoso.com/undrain?hostPool=pool-1")).json.allowNewSession).toBe(true);
    expect(await control("POST", "hosts/sh-1.contoso.com/dance")).toMatchObject({ status: 404, json: { error: { message: "There is no action dance. There are shut-down, start, drain, undrain, status." } } });
    for (const path of ["hosts/sh-9/drain", "hosts/sh-0.contoso.com/drain?hostPool=pool-9"]) expect((await control("POST", path)).status).toBe(404);
    expect((await control("GET", "hosts?hostPool=pool-9")).json.hosts).toEqual([]);
  });

  test("of a world that has been reset is none any more", () => {
    const before = host();
    const session = bob();
    emulator.reset();
    for (const verb of ["drain", "shutDown"] as const) expect(() => emulator.world[verb](before)).toThrow(SessionHostNotFound);
    expect(() => emulator.world.signIn(before, { userPrincipalName: "e" })).toThrow(SessionHostNotFound);
    expect(() => emulator.world.signIn(before.pool, { userPrincipalName: "e" })).toThrow(HostPoolNotFound);
    expect(() => emulator.world.disconnect(session)).toThrow(SessionNotFound);
    expect(bob().sessionState).toBe("Active");
  });
});

describe("a message", () => {
  test("is shown by an active session only: none that is disconnected, signing in or being logged off", async () => {
    emulator.world.setTransitions({ signIn: { after: "5s" }, logOff: { after: "5s" } });
    emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    await logBobOff();
    for (const id of [2, 3, 4, 5]) expect((await call(`${SESSIONS}/${id}/sendMessage`, { method: "POST", body: '{"messageTitle":"t","messageBody":"b"}' })).status).toBe(200);
    expect(emulator.world.messages.map(({ userPrincipalName, userSessionId, shown }) => [userPrincipalName, userSessionId, shown])).toEqual([
      ["alice@contoso.com", 2, true], ["bob@contoso.com", 3, false], ["erin@contoso.com", 4, false], ["carol@contoso.com", 5, false],
    ]);
  });
});
