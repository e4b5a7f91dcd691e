import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { type Answer, ask, CLIENT, HOST, POOL, SECRET, SESSIONS, signedIn, SUBSCRIPTION, TENANT, VERSION } from "./wire";

const OTHER_SUBSCRIPTION = "00000000-0000-0000-0000-000000000002";
const OTHER_CLIENT = "55555555-5555-5555-5555-555555555555";
const clock = manualClock("2026-03-11T05:56:45Z");
let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
let colleague: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  const subscription = { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com" } } } } } } } };
  emulator = await startEmulator({
    clock,
    throttle: "arm",
    seed: {
      tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET }, [OTHER_CLIENT]: { secret: SECRET } } } },
      subscriptions: { [SUBSCRIPTION]: subscription, [OTHER_SUBSCRIPTION]: subscription },
    },
  });
  call = await signedIn(emulator);
  colleague = await signedIn(emulator, { client_id: OTHER_CLIENT });
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const PREFIX = "x-ms-ratelimit-remaining-";
/** The headers about limits, without what all of them begin with. */
const limitsOf = ({ headers }: Answer) => Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]));
const reads = (own: number, whole: number) => ({ "subscription-reads": String(own), "subscription-global-reads": String(whole) });
const writes = (own: number, whole: number) => ({ "subscription-writes": String(own), "subscription-global-writes": String(whole) });
const deletes = (own: number, whole: number) => ({ "subscription-deletes": String(own), "subscription-global-deletes": String(whole) });

describe("an answer says how many requests are left", () => {
  const GROUP = POOL.slice(0, POOL.indexOf("/providers/"));
  test.each<[string, string, string, object]>([
    ["GET", "list", SESSIONS, reads(249, 3749)],
    ["HEAD", "resource group", `${GROUP}?api-version=2022-12-01`, reads(249, 3749)],
    ["POST", "disconnect", `${SESSIONS}/2/disconnect`, writes(199, 2999)],
    ["POST", "sendMessage", `${SESSIONS}/2/sendMessage`, writes(199, 2999)],
    ["PATCH", "host", HOST, writes(199, 2999)],
    ["DELETE", "session", `${SESSIONS}/2`, deletes(199, 2999)],
  ])("of the kind of %s (%s)", async (method, _what, path, left) => {
    expect(limitsOf(await call(path, { method }))).toEqual(left);
  });

  test("of each kind by itself", async () => {
    await call(SESSIONS);
    await call(SESSIONS);
    expect(limitsOf(await call(`${SESSIONS}/2`, { method: "DELETE" }))).toEqual(deletes(199, 2999));
    expect(limitsOf(await call(SESSIONS))).toEqual(reads(247, 3747));
  });

  test("to each principal its own, and together those of the subscription", async () => {
    await call(SESSIONS);
    expect(limitsOf(await colleague(SESSIONS))).toEqual(reads(249, 3748));
  });

  test("for each subscription by itself", async () => {
    await call(SESSIONS);
    expect(limitsOf(await call(SESSIONS.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)))).toEqual(reads(249, 3749));
  });

  test("when it is an error of the provider, too", async () => {
    await call(SESSIONS);
    expect(limitsOf(await call(`${SESSIONS}/9`))).toEqual(reads(248, 3748));
  });

  test("but not to a caller who is not known, or about a subscription that is not there", async () => {
    expect(limitsOf(await ask(emulator, `${SESSIONS}?${VERSION}`))).toEqual({});
    expect(limitsOf(await call(POOL.replace(SUBSCRIPTION, "99999999-0000-0000-0000-000000000000")))).toEqual({});
  });
});

describe("the requests that are left", () => {
  const readMany = async (times: number) => {
    for (let n = 0; n < times; n++) await call(SESSIONS);
  };

  test("become 25 reads more in a second, fifteen times as many for the subscription", async () => {
    await readMany(100);
    clock.advance(1000);
    expect(limitsOf(await call(SESSIONS))).toEqual(reads(150 + 25 - 1, 3749));
  });

  test.each([
    ["writes", () => call(HOST, { method: "PATCH" })],
    ["deletes", () => call(`${SESSIONS}/9`, { method: "DELETE" })],
  ])("become 10 %s more in a second, and parts of one in parts of it", async (kind, request) => {
    const left = async () => limitsOf(await request())[`subscription-${kind}`];
    for (let n = 0; n < 20; n++) await request();
    clock.advance(150);
    expect(await left()).toBe("180");
    clock.advance(50);
    expect(await left()).toBe("180");
    clock.advance(1000);
    expect(await left()).toBe("189");
  });

  test("never become more than there were at first", async () => {
    await readMany(3);
    clock.advance(3_600_000);
    expect(limitsOf(await call(SESSIONS))).toEqual(reads(249, 3749));
  });

  test("stay as they are when the clock is set back", async () => {
    await readMany(10);
    clock.advance(-60_000);
    expect(limitsOf(await call(SESSIONS))).toEqual(reads(239, 3739));
  });

  test("are all there again after a reset", async () => {
    await readMany(5);
    emulator.reset();
    expect(limitsOf(await call(SESSIONS))).toEqual(reads(249, 3749));
  });
});
