import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { ask, CLIENT, POOL, signedIn, SUBSCRIPTION } from "./wire";

const OWN = "00000000-0000-0000-0000-0000000000aa";

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  emulator = await startEmulator();
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const control = async (path: string, method = "GET", body?: unknown) => {
  const { status, json } = await ask(emulator, `${emulator.httpUrl}/_emulator/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status, json };
};
const add = async (body?: unknown): Promise<string> => (await control("subscriptions", "POST", body)).json.subscriptionId;
const users = async (subscription: string): Promise<string[]> =>
  (await call(`${POOL.replace(SUBSCRIPTION, subscription)}/userSessions`)).json.value.map(({ properties }: any) => properties.userPrincipalName).sort();

describe("a subscription of one's own", () => {
  test("has what the first one of the seed has, and nothing in common with it", async () => {
    const { status, json } = await control("subscriptions", "POST");
    expect({ status, json }).toMatchObject({ status: 201, json: { hostPools: { "rg-avd": ["pool-1"] } } });
    const own: string = json.subscriptionId;
    expect(own).not.toBe(SUBSCRIPTION);
    expect(await users(own)).toEqual(["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"]);
    await call(`${POOL.replace(SUBSCRIPTION, own)}/sessionHosts/sh-0.contoso.com/userSessions/3`, { method: "DELETE" });
    expect(await users(own)).not.toContain("bob@contoso.com");
    expect(await users(SUBSCRIPTION)).toContain("bob@contoso.com");
    expect((await control("subscriptions")).json.subscriptions.map((each: any) => each.subscriptionId)).toEqual([SUBSCRIPTION, own]);
  });

  test("has what it is said to have", async () => {
    const userSessions = { 7: "erin@contoso.com" };
    expect(await add({ subscriptionId: OWN, resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-9": { userSessions } } } } } } })).toBe(OWN);
    expect(await users(OWN)).toEqual(["erin@contoso.com"]);
  });

  test("is looked at and steered alone", async () => {
    const own = await add();
    await control(`sessions/sh-0.contoso.com/5/reconnect?subscription=${own}`, "POST");
    expect((await control(`sessions?subscription=${own}`)).json.sessions).toHaveLength(4);
    expect(emulator.world.session("sh-0.contoso.com", 5, undefined, SUBSCRIPTION).sessionState).toBe("Disconnected");
    expect(emulator.world.session("sh-0.contoso.com", 5, undefined, own).sessionState).toBe("Active");
  });

  test("has a journal of its own, which goes when it is reset or removed", async () => {
    const own = await add();
    await users(SUBSCRIPTION);
    await users(own);
    expect((await control(`requests?subscription=${own}`)).json.requests).toHaveLength(1);
    await control(`reset?subscription=${own}`, "POST");
    expect(emulator.requests().map(({ target }) => target?.subscriptionId)).toEqual([SUBSCRIPTION]);
    await users(own);
    await control(`subscriptions/${own}`, "DELETE");
    expect(emulator.requests({ subscription: own })).toEqual([]);
    expect((await call(POOL.replace(SUBSCRIPTION, own))).json.error.code).toBe("SubscriptionNotFound");
  });

  test("is put back by its own reset, and gone after that of everything", async () => {
    const own = emulator.addSubscription();
    emulator.world.logOff(emulator.world.session("sh-0.contoso.com", 3, undefined, own));
    emulator.reset(own);
    expect(await users(own)).toContain("bob@contoso.com");
    emulator.reset();
    expect(emulator.world.hasSubscription(own)).toBe(false);
    expect(() => emulator.reset(own)).toThrow("no subscription");
  });

  test("is removed once; one of the seed is back after a reset, with its object ids", async () => {
    const own = await add();
    expect((await control(`subscriptions/${own.toUpperCase()}`, "DELETE")).status).toBe(200);
    expect(await control(`subscriptions/${own}`, "DELETE")).toMatchObject({ status: 404, json: { error: { code: "SubscriptionNotFound" } } });
    const objectId = () => emulator.world.sessionHost("sh-0.contoso.com").objectId;
    const before = objectId();
    const told: unknown[] = [];
    const stop = emulator.world.observe((event) => told.push(event));
    expect((await control(`subscriptions/${SUBSCRIPTION}`, "DELETE")).status).toBe(200);
    stop();
    expect(told).toEqual([{ at: expect.any(String), type: "subscription.removed", subscriptionId: SUBSCRIPTION }]);
    expect((await control("subscriptions")).json.subscriptions).toEqual([]);
    expect((await control(`reset?subscription=${SUBSCRIPTION}`, "POST")).status).toBe(200);
    expect(objectId()).toBe(before);
  });

  test.each<[string, unknown, number, string]>([
    ["an id that is taken", { subscriptionId: SUBSCRIPTION }, 409, "it is there already"],
    ["an id that is none", { subscriptionId: "mine" }, 400, 'found the name "mine", expected a GUID'],
    ["the one name that objects have already", JSON.parse('{"subscriptionId":"__proto__"}'), 400, 'subscriptions.__proto__'],
    ["that name inside", JSON.parse('{"resourceGroups":{"__proto__":{"location":"westus2"}}}'), 400, 'found the name "__proto__", expected another name'],
    ["what a subscription does not have", { hostPools: {} }, 400, "a property that does not exist, expected one of tenantId"],
    ["a tenant that there is not", { tenantId: OWN }, 409, "no tenant"],
    ["what is no object", ["mine"], 400, "must be an object"],
  ])("is refused with %s", async (_what, body, status, message) => {
    expect(await control("subscriptions", "POST", body)).toMatchObject({ status, json: { error: { message: expect.stringContaining(message) } } });
    expect([...emulator.world.subscriptions]).toHaveLength(1);
  });
});

describe("the environment that is asked for", () => {
  test("names the emulator as the asker does, the asker's own subscription and file of certificates", async () => {
    const own = await add();
    const { json } = await ask(emulator, `${emulator.httpUrl.replace("127.0.0.1", "localhost")}/_emulator/env?subscription=${own}&ca=/tmp/ca.pem`);
    const url = emulator.url.replace("127.0.0.1", "localhost");
    expect(json).toMatchObject({
      AZURE_CLIENT_ID: CLIENT,
      AZURE_SUBSCRIPTION_ID: own,
      AZURE_AUTHORITY_HOST: url,
      DESKTOP_SESSIONS_EMULATOR: url,
      DESKTOP_SESSIONS_RDS_ENDPOINT: `${url}/wsman`,
      DESKTOP_SESSIONS_EMULATOR_HTTP: emulator.httpUrl.replace("127.0.0.1", "localhost"),
      NODE_EXTRA_CA_CERTS: "/tmp/ca.pem",
      CURL_CA_BUNDLE: "/tmp/ca.pem",
    });
    expect(Object.keys(json)).toEqual(Object.keys(emulator.env()));
  });

  test("is refused for a subscription that there is not", async () => {
    expect(await control(`env?subscription=${OWN}`)).toMatchObject({ status: 404, json: { error: { code: "SubscriptionNotFound" } } });
  });

  test("goes with a bundle of certificates that others can fetch: this authority, and all that Node trusts", async () => {
    const { text } = await ask(emulator, `${emulator.httpUrl}/_emulator/ca-bundle.pem`);
    expect(text).toContain(emulator.certificateAuthority.trim());
    expect(text.match(/BEGIN CERTIFICATE/g)!.length).toBeGreaterThan(100);
  });
});
