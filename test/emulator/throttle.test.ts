import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential } from "@azure/identity";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator, type Throttle, type ThrottleRates } from "../../emulator/index";
import { type Answer, ask, CLIENT, HOST, SECRET, SESSIONS, signedIn, SUBSCRIPTION, TENANT } from "./wire";

const OTHER_CLIENT = "55555555-5555-5555-5555-555555555555";
const OBJECT = "66666666-6666-6666-6666-666666666666";
const OTHER_SUBSCRIPTION = "00000000-0000-0000-0000-000000000002";
const RESOURCES = "api-version=2022-12-01";
const clock = manualClock("2026-03-11T05:56:45Z");
let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
let colleague: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  const subscription = { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com", 3: "bob@contoso.com" } } } } } } } };
  emulator = await startEmulator({
    clock,
    seed: {
      tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET, objectId: OBJECT }, [OTHER_CLIENT]: { secret: SECRET } } } },
      subscriptions: { [SUBSCRIPTION]: subscription, [OTHER_SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": null } } } } } } },
    },
  });
  call = await signedIn(emulator);
  colleague = await signedIn(emulator, { client_id: OTHER_CLIENT });
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const disconnect = (session = 3) => call(`${SESSIONS}/${session}/disconnect`, { method: "POST" });
const left = ({ headers }: Answer, kind: string) => [headers[`x-ms-ratelimit-remaining-subscription-${kind}`], headers[`x-ms-ratelimit-remaining-subscription-global-${kind}`]];
const retryAfter = ({ headers }: Answer) => Number(headers["retry-after"]);
const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

/** So many answers, one after the other. */
async function inTurn(times: number, request: () => Promise<Answer>): Promise<Answer[]> {
  const answers = [];
  for (let n = 0; n < times; n++) answers.push(await request());
  return answers;
}

describe("a throttled caller", () => {
  test("of ARM's own rates may read 250 times at once, then 25 times a second", async () => {
    emulator.throttle("arm");
    expect(new Set(statuses(await inTurn(250, () => call(SESSIONS))))).toEqual(new Set([200]));
    expect((await call(SESSIONS)).status).toBe(429);
    clock.advance(1000);
    expect(statuses(await inTurn(26, () => call(SESSIONS)))).toEqual([...Array<number>(25).fill(200), 429]);
  });

  test.each([
    ["PATCH", "writes", () => call(HOST, { method: "PATCH" })],
    ["DELETE", "deletes", () => call(`${SESSIONS}/9`, { method: "DELETE" })],
  ])("of ARM's own rates may %s 200 times at once, then 10 times a second", async (_method, _kind, request) => {
    emulator.throttle("arm");
    expect(statuses(await inTurn(201, request)).indexOf(429)).toBe(200);
    clock.advance(1000);
    expect(statuses(await inTurn(11, request)).indexOf(429)).toBe(10);
  });

  test("is told the code and text of ARM, when to try again, and what is left", async () => {
    emulator.throttle({ reads: { burst: 1, perSecond: 0.1 } });
    await call(SESSIONS);
    const answer = await call(SESSIONS);
    expect(answer).toMatchObject({
      status: 429,
      headers: { "retry-after": "10" },
      json: {
        error: {
          code: "SubscriptionRequestsThrottled",
          message: `Number of 'read' requests for subscription '${SUBSCRIPTION}' actor '${OBJECT}' exceeded. Please try again after '10' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
        },
      },
    });
    expect(left(answer, "reads")).toEqual(["0", "14"]);
  });

  test("is told so before anything is done", async () => {
    emulator.throttle({ writes: { burst: 1, perSecond: 1 } });
    expect(statuses([await disconnect(3), await disconnect(2)])).toEqual([200, 429]);
    expect((await call(`${SESSIONS}/2`)).json.properties.sessionState).toBe("Active");
  });

  test("who comes too early is refused with a new value, and who comes in time is not, at any rate", async () => {
    const rate = fc.record({ burst: fc.integer({ min: 1, max: 3 }), perSecond: fc.oneof(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.constantFrom(0.1, 0.3, 1 / 3, 0.7)) });
    await fc.assert(
      fc.asyncProperty(rate, fc.double({ min: 0, max: 0.999, noNaN: true }), async (reads, part) => {
        emulator.throttle({ reads });
        await inTurn(reads.burst, () => call(SESSIONS));
        const first = retryAfter(await call(SESSIONS));
        const early = Math.floor(first * 1000 * part);
        clock.advance(early);
        const again = await call(SESSIONS);
        if (again.status === 200) {
          // Whole seconds are said, parts of them may do.
          expect(early).toBeGreaterThan((first - 1) * 1000);
          return;
        }
        expect(retryAfter(again)).toBeLessThanOrEqual(first);
        clock.advance(retryAfter(again) * 1000);
        expect((await call(SESSIONS)).status).toBe(200);
      }),
      { numRuns: 30 },
    );
  });

  test("of one kind of request is free to make the others", async () => {
    emulator.throttle({ reads: { burst: 1, perSecond: 1 } });
    expect(statuses([await call(SESSIONS), await call(SESSIONS), await disconnect()])).toEqual([200, 429, 200]);
  });

  test("does not keep a colleague, or another subscription, from theirs", async () => {
    emulator.throttle({ reads: { burst: 1, perSecond: 1 } });
    expect(statuses([await call(SESSIONS), await call(SESSIONS), await colleague(SESSIONS), await call(SESSIONS.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION))])).toEqual([200, 429, 200, 200]);
  });

  test("of the subscription as a whole is whoever comes next, in words that name nobody", async () => {
    emulator.throttle({ global: { reads: { burst: 2, perSecond: 0.5 } } });
    expect(statuses([await call(SESSIONS), await colleague(SESSIONS)])).toEqual([200, 200]);
    const answer = await colleague(SESSIONS);
    expect(answer).toMatchObject({ status: 429, headers: { "retry-after": "2" }, json: { error: { code: "SubscriptionRequestsThrottled", message: expect.stringContaining(`requests for subscription '${SUBSCRIPTION}' exceeded.`) } } });
    expect(left(answer, "reads")).toEqual(["249", "0"]);
    clock.advance(2000);
    expect((await colleague(SESSIONS)).status).toBe(200);
  });

  test("of the tenant is told what is left to it there, and has the rest of ARM to itself", async () => {
    emulator.throttle({ reads: { burst: 1, perSecond: 1 } });
    const tenants = () => call(`/tenants?${RESOURCES}`);
    expect((await tenants()).headers).toMatchObject({ "x-ms-ratelimit-remaining-tenant-reads": "0" });
    expect(await tenants()).toMatchObject({ status: 429, json: { error: { message: expect.stringContaining(`requests for tenant '${TENANT}' actor '${OBJECT}' exceeded.`) } } });
    expect((await call(SESSIONS)).status).toBe(200);
  });

  test("is not asked for roles first, nor whether there is such a thing", async () => {
    emulator.assignRoles(CLIENT, []);
    emulator.throttle({ reads: { burst: 1, perSecond: 1 } });
    const answers = [await call(SESSIONS), await call(SESSIONS), await call(SESSIONS.replace("hostPools", "hostPuddles")), await call(`${SESSIONS}/9`)];
    expect(statuses(answers)).toEqual([403, 429, 429, 429]);
  });
});

describe("throttling", () => {
  test("is off unless it is asked for, and each answer says what the first one would", async () => {
    const answers = await inTurn(260, () => call(SESSIONS));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(left(answers.at(-1)!, "reads")).toEqual(["249", "3749"]);
  });

  test("begins with an option, and a reset goes back to it, with nothing used up", async () => {
    const other = await startEmulator({ clock, throttle: { reads: { burst: 1, perSecond: 1 } } });
    try {
      const own = await signedIn(other);
      expect(statuses([await own(SESSIONS), await own(SESSIONS)])).toEqual([200, 429]);
      other.throttle("off");
      expect((await own(SESSIONS)).status).toBe(200);
      other.reset();
      expect(statuses([await own(SESSIONS), await own(SESSIONS)])).toEqual([200, 429]);
    } finally {
      await other.close();
    }
  });

  test("is seen and changed over the control plane", async () => {
    const change = (throttle: unknown) => ask(emulator, "/_emulator/throttle", { method: "POST", body: JSON.stringify({ throttle }) });
    expect((await ask(emulator, "/_emulator/throttle")).json).toEqual({ throttle: "off" });
    const rates = { reads: { burst: 1, perSecond: 1 }, global: { writes: { burst: 5, perSecond: 2 } } };
    expect(await change(rates)).toMatchObject({ status: 200, json: { throttle: rates } });
    expect(statuses([await call(SESSIONS), await call(SESSIONS)])).toEqual([200, 429]);
    expect((await change("arm")).json).toEqual({ throttle: "arm" });
    expect((await call(SESSIONS)).status).toBe(200);
  });

  const wrong: [unknown, string][] = [
    ["always", 'throttle is "always", and must be "off", "arm", or rates such as { "reads": { "burst": 2, "perSecond": 1 } }.'],
    [undefined, "throttle is undefined, and must be"],
    [[], "throttle is [], and must be"],
    [{}, 'throttle is {}, and must be "off", "arm", or rates'],
    [{ read: {} }, 'throttle has no "read". There are reads, writes, deletes, global.'],
    [{ global: { global: {} } }, 'throttle.global has no "global". There are reads, writes, deletes.'],
    [{ reads: 5 }, "throttle.reads is 5, and must be an object."],
    [{ reads: { burst: 0, perSecond: 1 } }, "throttle.reads.burst is 0, and must be a whole number of at least 1."],
    [{ reads: { burst: 1.5, perSecond: 1 } }, "throttle.reads.burst is 1.5, and must be a whole number of at least 1."],
    [{ writes: { burst: 1, perSecond: 0 } }, "throttle.writes.perSecond is 0, and must be a number above 0."],
    [{ global: { deletes: { burst: 1, perSecond: "1" } } }, 'throttle.global.deletes.perSecond is "1", and must be a number above 0.'],
    [{ reads: { burst: 1, perSecond: 1, per: 2 } }, 'throttle.reads has no "per". There are burst, perSecond.'],
  ];
  test.each(wrong)("%j is refused in code, in options and over the control plane", async (throttle, message) => {
    expect(() => emulator.throttle(throttle as Throttle)).toThrow(message);
    if (throttle !== undefined) await expect(startEmulator({ throttle: throttle as ThrottleRates })).rejects.toThrow(message);
    expect(await ask(emulator, "/_emulator/throttle", { method: "POST", body: JSON.stringify({ throttle }) })).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining(message) } } });
  });
});

describe("the official SDK", () => {
  test("waits as long as it is told, and then gets its answer", async () => {
    await using running = await startEmulator({ throttle: { reads: { burst: 1, perSecond: 1 } } });
    running.trust();
    const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: running.url, disableInstanceDiscovery: true });
    const client = new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: running.url });
    await client.userSessions.get("rg-avd", "pool-1", "sh-0.contoso.com", "2");
    expect((await client.userSessions.get("rg-avd", "pool-1", "sh-0.contoso.com", "3")).userPrincipalName).toBe("bob@contoso.com");
    expect(running.requests().filter(({ operation }) => operation === "UserSessions_Get").map(({ status }) => status)).toEqual([200, 429, 200]);
  });
});
