import { load } from "js-yaml";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, type Seed, SeedRefused, type SeedHostPool, startEmulator, type SessionHost, SubscriptionNotFound, TenantNotFound, type UserSession, type VirtualDesktop, type World } from "../../emulator/index";
import { hostStatuses } from "../../emulator/world/session-host";
import { ask, askForToken, CLIENT, SUBSCRIPTION, TENANT, VERSION } from "./wire";

const START = "2026-01-31T08:30:00.000Z";
const clock = manualClock(START);
/** A client of the sample world besides that which asks. */
const SECOND = "33333333-3333-3333-3333-333333333333";
const OTHER = SUBSCRIPTION.replace("1", "2");
let emulator: Emulator;
let copy: Emulator;
/** These have clocks of their own, which their snapshots hold. */
let own: Emulator;
let ownCopy: Emulator;
beforeAll(async () => {
  [emulator, copy, own, ownCopy] = await Promise.all([startEmulator({ clock }), startEmulator({ clock }), startEmulator(), startEmulator()]);
});
afterAll(() => Promise.all([emulator, copy, own, ownCopy].map((each) => each.close())));
beforeEach(() => {
  clock.set(START);
  emulator.reset();
  copy.reset();
});

const bob = (world = emulator.world) => world.session("sh-0.contoso.com", 3);
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Everything that ARM says of the pools of a subscription. */
async function overArm(of: Emulator): Promise<unknown> {
  const authorization = `Bearer ${(await askForToken(of)).json.access_token}`;
  const get = async (url: string) => {
    const { status, json } = await ask(of, `${url}?${VERSION}`, { headers: { authorization } });
    expect(status).toBe(200);
    return json;
  };
  const all: unknown[] = [];
  for (const { id } of of.world.subscriptions) {
    const pools = await get(`/subscriptions/${id}/providers/Microsoft.DesktopVirtualization/hostPools`);
    all.push(pools);
    for (const pool of pools.value) {
      const hosts = await get(`${pool.id}/sessionHosts`);
      all.push(await get(pool.id), hosts, await get(`${pool.id}/userSessions`));
      for (const host of hosts.value) all.push(await get(`${host.id}/userSessions`));
    }
  }
  return all;
}

/** Something that happens in a world; which session or host it happens to is told by a number. */
const happening = fc.record({
  what: fc.constantFrom("signIn", "disconnect", "reconnect", "logOff", "drain", "undrain", "rename", "status", "transitions", "returns", "wait", "desktop", "addSubscription", "removeSubscription", "roles"),
  which: fc.nat(20),
  time: fc.integer({ min: 0, max: 90_000 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const happens = (what: Happening["what"], which = 0): Happening => ({ what, which, time: 0 });

function happen({ world, clock: itsClock, addSubscription, removeSubscription, assignRoles }: Emulator, { what, which, time }: Happening): void {
  const one = <T>(all: Iterable<T>): T | undefined => {
    const list = [...all];
    return list[which % list.length];
  };
  const host = one([...world.hostPools()].flatMap((pool) => [...pool.hosts]));
  const common: Record<string, () => unknown> = {
    wait: () => itsClock.advance(time),
    desktop: () => live(world, one(world.rds.desktops)!, which),
    addSubscription: () => addSubscription(),
    removeSubscription: () => [...world.subscriptions].length > 1 && removeSubscription(one(world.subscriptions)!.id),
    roles: () => assignRoles(SECOND, which % 2 ? [{ role: "Reader", scope: "/" }] : null),
  };
  if (common[what]) return void common[what]();
  const session = one(host!.sessions);
  actOnHost(world, host!, session, { what, which, time });
}

/** What happens to a virtual desktop: somebody comes or goes, or its machine does. */
function live({ rds }: World, desktop: VirtualDesktop, which: number): void {
  const { session } = desktop;
  if (which % 4 === 0) rds.setState(desktop, which % 8 ? "Off" : "Running");
  else if (desktop.state !== "Running") return;
  else if (!session) rds.signIn(desktop, { user: `CONTOSO\\user${which}` });
  else if (which % 4 === 1) rds.disconnect(session);
  else if (which % 4 === 2) rds.logOff(session);
}

function actOnHost(world: World, host: SessionHost, session: UserSession | undefined, { what, which, time }: Happening): void {
  const acts: Record<string, () => unknown> = {
    signIn: () => host.takesNewcomers && world.findSessionOf(`user${which}@contoso.com`, host) === undefined && world.signIn(host, { userPrincipalName: `user${which}@contoso.com` }),
    disconnect: () => session && host.reachable && world.disconnect(session),
    reconnect: () => session && host.connectable && world.underwayOf(session)?.transition !== "logOff" && world.reconnect(session),
    logOff: () => session && world.logOff(session, { force: !host.reachable }),
    drain: () => world.drain(host),
    undrain: () => world.undrain(host),
    rename: () => world.changeHost(host, { friendlyName: String(time), assignedUser: which % 2 ? null : "carol@contoso.com" }, CLIENT),
    status: () => world.setHostStatus(host, hostStatuses[which % hostStatuses.length]!),
    transitions: () => world.setTransitions({ signIn: { after: time % 1000 }, disconnect: which % 2 ? { polls: 2 } : { after: "1s" }, logOff: { after: time } }, which % 3 ? host : undefined),
    returns: () => session && world.setReturns(session, { after: time, times: 1 + (which % 3), to: which % 2 ? "anyHost" : "sameHost" }),
  };
  acts[what]!();
}

describe("a snapshot", () => {
  test("of whatever has happened makes a world that gives the same answers over ARM, now and later", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.boolean(), fc.integer({ min: -1e9, max: 1e9 }), async (happenings, yaml, apart) => {
        own.clock.freeze(START);
        own.reset();
        for (const each of happenings) happen(own, each);
        ownCopy.clock.freeze(own.clock.now() + apart);
        const put = yaml
          ? { body: (await ask(own, "/_emulator/world?format=yaml")).text, headers: { "content-type": "application/yaml" } }
          : { body: JSON.stringify(own.world.snapshot()), headers: { "content-type": "application/json" } };
        expect((await ask(ownCopy, "/_emulator/world", { method: "PUT", ...put })).status).toBe(200);
        const same = async () => {
          expect(asJson(ownCopy.world.snapshot())).toEqual(asJson(own.world.snapshot()));
          expect(await overArm(ownCopy)).toEqual(await overArm(own));
        };
        await same();
        for (const each of [own, ownCopy]) {
          each.clock.advance(200_000);
          const host = [...each.world.hostPools()].flatMap((pool) => [...pool.hosts]).find(({ takesNewcomers }) => takesNewcomers);
          if (host) each.world.signIn(host, { userPrincipalName: "late@contoso.com" });
        }
        await same();
      }),
      { numRuns: 25, examples: [[[happens("addSubscription"), happens("addSubscription"), happens("removeSubscription", 1)], false, 0]] },
    );
  });

  test("holds object ids, times, who changed a host last, what is on its way, and who is away", () => {
    emulator.world.setTransitions({ logOff: { after: "10s" } });
    emulator.world.setReturns(bob(), { after: "1m", times: 2 });
    emulator.world.logOff(bob());
    clock.advance(20_000);
    emulator.world.logOff(emulator.world.session("sh-0.contoso.com", 2));
    emulator.world.drain(emulator.world.sessionHost("sh-0.contoso.com"));
    const seed = emulator.world.snapshot();
    const pool = seed.subscriptions![SUBSCRIPTION]!.resourceGroups!["rg-avd"]!.hostPools!["pool-1"]!;
    expect(seed.transitions).toEqual({ logOff: { after: "10s" } });
    expect(pool.createTime).toBe(START);
    expect(pool.sessionHosts!["sh-0.contoso.com"]).toMatchObject({
      createTime: START,
      lastModified: { by: "emulator", at: "2026-01-31T08:30:20.000Z" },
      awaited: [{ userPrincipalName: "bob@contoso.com", returns: { after: "1m", times: 2, left: 50_000 } }],
      userSessions: { 2: { sessionState: "LogOff", underway: { transition: "logOff", after: 10_000 } } },
    });
    copy.restore(seed);
    clock.advance(10_000);
    expect(copy.world.sessionHost("sh-0.contoso.com").findSession(2)).toBeUndefined();
    copy.world.undrain(copy.world.sessionHost("sh-0.contoso.com"));
    clock.advance(40_000);
    expect(copy.world.session("sh-0.contoso.com", 2)).toMatchObject({ userPrincipalName: "bob@contoso.com" });
    expect(emulator.world.sessionHost("sh-0.contoso.com").findSession(2)).toBeUndefined();
  });

  test("that is restored late goes on from where it was: what is on its way has the time that was left", () => {
    emulator.world.setTransitions({ logOff: { after: "10s" } });
    emulator.world.logOff(bob());
    emulator.world.setReturns(emulator.world.session("sh-0.contoso.com", 5), { after: "5s" });
    clock.advance(2_000);
    const seed = emulator.world.snapshot();
    emulator.reset();
    clock.advance(60_000);
    emulator.restore(seed);
    const host = emulator.world.sessionHost("sh-0.contoso.com");
    clock.advance(2_999);
    expect([bob().sessionState, host.session(5).sessionState]).toEqual(["LogOff", "Disconnected"]);
    clock.advance(1);
    expect(host.session(5).sessionState).toBe("Active");
    clock.advance(5_000);
    expect(host.findSession(3)).toBeUndefined();
  });

  test("of a clock that stands has it, so that what is put back is as it was", async () => {
    own.clock.freeze(START);
    own.reset();
    own.world.setTransitions({ logOff: { after: "60s" }, disconnect: { after: "30s" } });
    own.world.logOff(own.world.session("sh-0.contoso.com", 2));
    own.world.disconnect(bob(own.world));
    const body = (await ask(own, "/_emulator/world?format=yaml")).text;
    const before = asJson(own.world.snapshot());
    own.clock.advance(120_000);
    expect(bob(own.world).sessionState).toBe("Disconnected");
    await ask(own, "/_emulator/world", { method: "PUT", body, headers: { "content-type": "application/yaml" } });
    expect(asJson(own.world.snapshot())).toEqual(before);
    expect(own.clock.frozen).toBe(true);
    own.clock.advance(30_000);
    expect([own.world.session("sh-0.contoso.com", 2).sessionState, bob(own.world).sessionState]).toEqual(["LogOff", "Disconnected"]);
    own.clock.advance(30_000);
    expect(own.world.sessionHost("sh-0.contoso.com").findSession(2)).toBeUndefined();
  });

  test("of a clock that was moved and runs has it run from there", () => {
    own.clock.followMachine();
    expect(own.world.snapshot().clock).toBeUndefined();
    own.clock.advance(365 * 86_400_000);
    const seed = own.world.snapshot();
    own.clock.followMachine();
    ownCopy.clock.freeze(START);
    ownCopy.restore(seed);
    expect(seed.clock).toEqual({ now: expect.any(String), frozen: false });
    expect(ownCopy.clock.frozen).toBe(false);
    expect(ownCopy.clock.now()).toBeGreaterThanOrEqual(Date.parse(seed.clock!.now));
  });

  test("leaves alone a clock that code has handed in, and that of who restores one subscription", () => {
    const seed: Seed = { ...emulator.world.snapshot(), clock: { now: "2030-01-01T00:00:00Z", frozen: true } };
    expect(emulator.world.snapshot().clock).toBeUndefined();
    emulator.restore(seed);
    expect(new Date(clock.now()).toISOString()).toBe(START);
    own.clock.freeze(START);
    own.reset();
    expect(own.world.snapshot(SUBSCRIPTION).clock).toBeUndefined();
    own.restore(seed, SUBSCRIPTION);
    expect(own.world.now()).toBe(START);
  });

  test("is what an emulator begins with, and goes back to with its clock where it is", async () => {
    const seed: Seed = { ...emulator.world.snapshot(), clock: { now: "2030-01-01T00:00:00Z", frozen: true } };
    await using other = await startEmulator({ seed });
    expect([other.world.now(), other.clock.frozen]).toEqual(["2030-01-01T00:00:00.000Z", true]);
    other.clock.advance(1_000);
    other.reset();
    expect(other.world.now()).toBe("2030-01-01T00:00:01.000Z");
  });

  test("leaves the emulator free to go back to its own seed", () => {
    emulator.world.logOff(bob());
    const without = emulator.world.snapshot();
    emulator.reset();
    emulator.restore(without);
    expect(() => bob()).toThrow();
    emulator.reset();
    expect(bob().userPrincipalName).toBe("bob@contoso.com");
  });

  test("forgets messages and requests when it is restored", async () => {
    emulator.world.message(bob(), "t", "b");
    await ask(emulator, "/x");
    emulator.restore(emulator.world.snapshot());
    expect(emulator.world.messages).toEqual([]);
    expect(emulator.requests()).toEqual([]);
  });

  test("keeps tokens good, since it knows the same clients", async () => {
    const authorization = `Bearer ${(await askForToken(emulator)).json.access_token}`;
    emulator.restore(emulator.world.snapshot());
    expect((await ask(emulator, `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.DesktopVirtualization/hostPools?${VERSION}`, { headers: { authorization } })).status).toBe(200);
  });
});

describe("a world over the control plane", () => {
  const put = (body: string, type: string | undefined, query = "") => ask(emulator, `/_emulator/world${query}`, { method: "PUT", body, headers: type === undefined ? {} : { "content-type": type } });

  test("is given as YAML, which says what the JSON says, with times that every reader takes for text", async () => {
    const { headers, text } = await ask(emulator, "/_emulator/world?format=yaml");
    expect(headers["content-type"]).toMatch(/^application\/yaml/);
    expect(load(text)).toEqual((await ask(emulator, "/_emulator/world")).json);
    expect(await ask(emulator, "/_emulator/world?format=xml")).toMatchObject({ status: 400, json: { error: { message: 'There is no format "xml". Ask for json or yaml.' } } });
  });

  test.each([["application/json"], ["application/yaml"], ["application/x-www-form-urlencoded"], [undefined]])("is taken as JSON under the content type %s", async (type) => {
    emulator.world.logOff(bob());
    const seed = JSON.stringify(emulator.world.snapshot());
    emulator.reset();
    const { status, json } = await put(seed, type);
    expect(status).toBe(200);
    expect(json).toEqual(JSON.parse(seed));
    expect(() => bob()).toThrow();
  });

  test("is refused, and the one that is there stays, when it is none", async () => {
    for (const [body, type, message] of [
      ["", "application/json", /The body is empty. Send a seed/],
      ["{", "application/json", /The body is not JSON: .* Send a seed/s],
      ["a: [", "application/yaml", /The body is not YAML: .*at line 2.* Send a seed/s],
      ["{}", "application/json", /Could not read the seed .*found nothing, expected subscriptions, rds, or both/s],
      [`{"subscriptions": {"${SUBSCRIPTION}": {"lastSerial": 1, "resourceGroups": {"rg": {"hostPools": {"pool-1": {"serial": 1, "sessionHosts": {"sh-0": {"serial": 2, "userSessions": {"2": {"userPrincipalName": "a", "serial": 1}}}}}}}}}}}`, "application/json", /sh-0\.serial: found 2, expected at most the lastSerial of its subscription \(1\)\n.*userSessions\.2\.serial: found 1, expected a number that no other object of the subscription has/s],
    ] as const) {
      expect(await put(body, type)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(message) } } });
    }
    expect(bob().userPrincipalName).toBe("bob@contoso.com");
    expect(() => emulator.restore({ subscriptions: { mine: null } })).toThrow(SeedRefused);
  });

  test("may be large", async () => {
    const userSessions = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [n + 2, `user${n}@contoso.com`]));
    const seed: Seed = { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { rg: { hostPools: { "pool-1": { sessionHosts: { "sh-0": { userSessions } } } } } } } } };
    expect((await put(JSON.stringify(seed), "application/json")).status).toBe(200);
    expect(emulator.world.sessionHost("sh-0").sessionCount).toBe(20_000);
  });
});

describe("a subscription of a shared emulator", () => {
  const hostPool: SeedHostPool = { sessionHosts: { "sh-0": { userSessions: { 2: "alice@contoso.com", 3: { userPrincipalName: "bob@contoso.com", returns: { after: "1m" } } } } } };
  const resourceGroups = { rg: { hostPools: { "pool-1": hostPool } } };
  const seed: Seed = { tenants: { [TENANT]: { clients: { [CLIENT]: { secret: "emulator-secret" } } } }, subscriptions: { [SUBSCRIPTION]: { resourceGroups }, [OTHER]: { resourceGroups } } };
  let shared: Emulator;
  beforeAll(async () => void (shared = await startEmulator({ clock, seed })));
  afterAll(() => shared.close());
  beforeEach(() => shared.reset());

  const control = (path: string, options?: Parameters<typeof ask>[2]) => ask(shared, `/_emulator/${path}`, options);
  const post = (path: string, body?: unknown) => control(path, { method: "POST", headers: { "content-type": "application/json" }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const session = (subscription: string, id: number) => shared.world.session("sh-0", id, undefined, subscription);
  const objectIds = (subscription: string) => [...shared.world.hostPools(subscription)].flatMap((pool) => [pool.objectId, ...[...pool.hosts].map((host) => host.objectId), ...Array.from(pool.sessions, (each) => each.objectId)]);

  test("has object ids of its own", () => {
    const all = [...objectIds(SUBSCRIPTION), ...objectIds(OTHER)];
    expect(all).toHaveLength(8);
    expect(new Set(all).size).toBe(8);
  });

  test("is reset alone: nothing changes in another, nor for what comes to it next", async () => {
    const next = () => shared.world.signIn(shared.world.sessionHost("sh-0", undefined, OTHER), { userPrincipalName: "next@contoso.com" }).objectId;
    const expected = next();
    shared.reset();

    const before = asJson(shared.world.snapshot(OTHER));
    const first = objectIds(SUBSCRIPTION);
    shared.world.message(session(SUBSCRIPTION, 2), "mine", "");
    shared.world.message(session(OTHER, 2), "theirs", "");
    shared.world.logOff(session(SUBSCRIPTION, 2));
    shared.world.signIn(shared.world.sessionHost("sh-0", undefined, SUBSCRIPTION), { userPrincipalName: "erin@contoso.com" });
    shared.world.disconnect(session(SUBSCRIPTION, 3));
    expect((await post(`reset?subscription=${SUBSCRIPTION}`)).json.subscriptions).toEqual(asJson(shared.world.snapshot(SUBSCRIPTION)).subscriptions);
    expect(objectIds(SUBSCRIPTION)).toEqual(first);
    expect(session(SUBSCRIPTION, 2).userPrincipalName).toBe("alice@contoso.com");
    clock.advance(60_000);
    expect(asJson(shared.world.snapshot(OTHER))).toEqual({ ...before, subscriptions: { [OTHER]: { ...before.subscriptions![OTHER], resourceGroups: expect.anything() } } });
    expect(shared.world.messages.map(({ title }) => title)).toEqual(["theirs"]);
    expect(next()).toBe(expected);
  });

  test("calls off what was on its way in it, and not in another", () => {
    shared.world.setTransitions({ logOff: { after: "10s" } });
    for (const subscription of [SUBSCRIPTION, OTHER]) {
      shared.world.logOff(session(subscription, 2));
      shared.world.disconnect(session(subscription, 3));
    }
    shared.reset(SUBSCRIPTION);
    const told: unknown[] = [];
    const stop = shared.world.observe((event) => told.push("subscriptionId" in event && event.subscriptionId));
    clock.advance(60_000);
    stop();
    expect(told).toEqual([OTHER, OTHER]);
    expect(session(SUBSCRIPTION, 2).sessionState).toBe("Active");
    expect(shared.world.sessionHost("sh-0", undefined, OTHER).findSession(2)).toBeUndefined();
    expect(session(OTHER, 3).sessionState).toBe("Active");
  });

  test("narrows what the control plane shows and does", async () => {
    const query = `subscription=${OTHER}`;
    expect(await post("sessions/sh-0/2/disconnect")).toMatchObject({ status: 409, json: { error: { code: "AmbiguousSessionHost" } } });
    expect((await post(`sessions/sh-0/2/disconnect?${query}`)).json.sessionState).toBe("Disconnected");
    expect((await post(`sessions?${query}`, { sessionHost: "sh-0", userPrincipalName: "erin@contoso.com" })).json.userSessionId).toBe(4);
    expect((await post(`hosts/sh-0/drain?${query}`)).json.allowNewSession).toBe(false);
    expect((await control(`sessions?${query}`)).json.sessions.map((each: any) => [each.userSessionId, each.sessionState])).toEqual([[2, "Disconnected"], [3, "Active"], [4, "Active"]]);
    expect((await control(`hosts?${query}`)).json.hosts).toMatchObject([{ allowNewSession: false }]);
    shared.world.message(session(SUBSCRIPTION, 2), "mine", "");
    shared.world.message(session(OTHER, 3), "theirs", "");
    expect((await control(`messages?${query}`)).json.messages).toMatchObject([{ title: "theirs", subscriptionId: OTHER }]);
    const { json } = await control(`world?${query}`);
    expect([Object.keys(json.subscriptions), Object.keys(json.tenants), json.rds]).toEqual([[OTHER], [TENANT], undefined]);
    expect(session(SUBSCRIPTION, 2).sessionState).toBe("Active");
    for (const path of ["sessions", "messages", "world", "hosts"]) {
      expect((await control(`${path}?subscription=${OTHER.replace("2", "3")}`)).status).toBe(404);
      expect(await control(`${path}?${query}&${query}`)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/Give it once/) } } });
    }
    expect((await post(`reset?subscription=${OTHER.replace("2", "3")}`)).status).toBe(404);
  });

  test("is put in place of itself, or beside the others, alone", async () => {
    const put = (subscription: string, of: Seed) => control(`world?subscription=${subscription}`, { method: "PUT", body: JSON.stringify(of), headers: { "content-type": "application/json" } });
    const third = OTHER.replace("2", "3");
    const before = asJson(shared.world.snapshot(SUBSCRIPTION));
    const small: Seed = { subscriptions: { [third]: { resourceGroups }, [OTHER]: { resourceGroups: {} } } };
    expect((await put(OTHER, small)).json.subscriptions).toEqual({ [OTHER]: { tenantId: TENANT, number: 1, lastSerial: 0, resourceGroups: {} } });
    expect((await put(third, small)).status).toBe(200);
    const all = [...objectIds(SUBSCRIPTION), ...objectIds(third)];
    expect(new Set(all).size).toBe(8);
    expect(asJson(shared.world.snapshot(SUBSCRIPTION))).toEqual(before);
    expect(session(third, 3).userPrincipalName).toBe("bob@contoso.com");
    // It is not in the seed that the emulator was started with.
    expect((await post(`reset?subscription=${third}`)).json).toEqual({});
    expect((await control(`world?subscription=${third}`)).status).toBe(404);
    expect((await post(`reset?subscription=${OTHER}`)).status).toBe(200);
    expect(session(OTHER, 2).userPrincipalName).toBe("alice@contoso.com");

    expect(() => shared.restore(small, SUBSCRIPTION)).toThrow(SubscriptionNotFound);
    const elsewhere: Seed = { tenants: { [third]: null }, subscriptions: { [OTHER]: { tenantId: third } } };
    expect(() => shared.restore(elsewhere, OTHER)).toThrow(TenantNotFound);
    expect(session(OTHER, 2).userPrincipalName).toBe("alice@contoso.com");
  });
});

test("subscriptions of one number would share object ids, and are refused", () => {
  const numbered = (first: number | undefined, second: number): Seed => ({ subscriptions: { [SUBSCRIPTION]: { number: first }, [OTHER]: { number: second } } });
  for (const [first, second] of [[4, 4], [undefined, 0]] as const) expect(() => emulator.restore(numbered(first, second))).toThrow(`subscriptions.${OTHER}.number: found ${second}, expected a number that no other subscription has`);
  emulator.restore(numbered(1, 0));
  expect(Array.from(emulator.world.subscriptions, ({ number }) => number)).toEqual([1, 0]);
});

test("an emulator that has closed leaves the clock that it shares with others alone, and its world as it was", async () => {
  const shared = manualClock("2026-01-31T08:30:00Z");
  const seed: Seed = {
    subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com", 3: "bob@contoso.com" } } } } } } } } },
    rds: { collections: { Pool1: { desktops: { "vdi-001": { host: "hv-0.contoso.com", session: { id: 1, user: "CONTOSO\\carol" } } } } } },
  };
  const closed = await startEmulator({ clock: shared, seed });
  const { world } = closed;
  const [alice, theBob, carol] = [world.session("sh-0.contoso.com", 2), world.session("sh-0.contoso.com", 3), world.rds.session("hv-0.contoso.com", 1)];
  world.setTransitions({ disconnect: { after: "1h" } });
  world.setReturns(theBob, { after: "1h" });
  world.logOff(theBob);
  world.disconnect(alice);
  world.rds.disconnect(carol);
  const told: string[] = [];
  world.observe(({ type }) => told.push(type));
  const before = world.snapshot();
  await closed.close();
  expect(world.snapshot()).toEqual(before);
  shared.advance(24 * 3_600_000);
  expect(told).toEqual([]);
});
