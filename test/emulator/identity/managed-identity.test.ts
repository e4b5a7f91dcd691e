import { createPublicKey } from "node:crypto";
import jwt from "jsonwebtoken";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, type Seed, startEmulator } from "../../../emulator/index";
import { sampleWorld } from "../../../emulator/seed/sample-world";
import { ask, CLIENT, SUBSCRIPTION, TENANT } from "../wire";
import { signIn } from "./sign-in";

const SYSTEM = "33333333-3333-3333-3333-333333333333";
const USER = "7777777a-7777-7777-7777-777777777777";
const USER_OBJECT = "8888888a-8888-8888-8888-888888888888";
const USER_ID = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`;
const OTHER = "99999999-9999-9999-9999-999999999999";
const EVERYONE = ["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"];
const ARM = "https://management.azure.com/";

const withClients = (clients: NonNullable<NonNullable<Seed["tenants"]>[string]>["clients"]): Seed => ({ ...sampleWorld, tenants: { [TENANT]: { clients } } });
const both = withClients({ [SYSTEM]: { managedIdentity: true }, [USER]: { managedIdentity: USER_ID, objectId: USER_OBJECT } });

const clock = manualClock();
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: both, clock });
});
afterAll(() => emulator.close());

const seconds = () => Math.floor(clock.now() / 1000);
const imds = (query: Record<string, string> = {}, headers: Record<string, string> = { metadata: "true" }, on = emulator) =>
  ask(on, `${on.httpUrl}/metadata/identity/oauth2/token?${new URLSearchParams({ "api-version": "2018-02-01", resource: ARM, ...query }).toString()}`, { headers });

describe("@azure/identity, by the environment alone,", () => {
  let running: Emulator;
  beforeAll(async () => {
    running = await startEmulator({ seed: both });
  });
  afterAll(() => running.close());

  test.each(["ManagedIdentityCredential", "DefaultAzureCredential"])("signs in as the system-assigned identity of a virtual machine with %s", async (credential) => {
    const { claims, users, message } = await signIn(running.env({ signIn: "managedIdentity" }), credential);
    expect(message).toBeUndefined();
    expect(claims).toMatchObject({ aud: "https://management.azure.com/", appid: SYSTEM, tid: TENANT, idtyp: "app", appidacr: "2", xms_mirid: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/Microsoft.Compute/virtualMachines/emulator` });
    expect(users).toEqual(EVERYONE);
    expect(running.requests().find(({ operation }) => operation === "UserSessions_ListByHostPool")).toMatchObject({ principal: SYSTEM });
  });

  test.each([["client id", { clientId: USER }], ["object id", { objectId: USER_OBJECT }], ["resource id", { resourceId: USER_ID }]])("signs in as a user-assigned identity that is named by its %s", async (_what, options) => {
    const { claims, users, message } = await signIn(running.env({ signIn: "managedIdentity" }), "ManagedIdentityCredential", options);
    expect(message).toBeUndefined();
    expect(claims).toMatchObject({ appid: USER, oid: USER_OBJECT, xms_mirid: USER_ID });
    expect(users).toEqual(EVERYONE);
  });

  test("is told where an identity is not the machine's", async () => {
    const { name, message } = await signIn(running.env({ signIn: "managedIdentity" }), "ManagedIdentityCredential", { clientId: OTHER });
    expect({ name, message }).toEqual({ name: "CredentialUnavailableError", message: expect.stringContaining("Identity not found") });
  });

  test.each([["the system-assigned identity", {}, SYSTEM], ["a user-assigned identity by its resource id", { resourceId: USER_ID }, USER], ["a user-assigned identity by its client id", { clientId: USER }, USER]])("signs in on App Service as %s", async (_what, options, appid) => {
    const { claims, expiresOn, users, message } = await signIn(running.env({ signIn: "appService" }), "ManagedIdentityCredential", options);
    expect(message).toBeUndefined();
    expect(claims).toMatchObject({ appid });
    expect(Math.abs(expiresOn - (claims["exp"] as number))).toBeLessThanOrEqual(2);
    expect(users).toEqual(EVERYONE);
  });

  test("is told on App Service where an identity is not the app's", async () => {
    const { message } = await signIn(running.env({ signIn: "appService" }), "ManagedIdentityCredential", { clientId: OTHER });
    expect(message).toContain("No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
  });

  test("signs in as the sample world's managed identity besides its client with a secret", async () => {
    await using sample = await startEmulator();
    const { claims, message } = await signIn(sample.env(), "ManagedIdentityCredential");
    expect(message).toBeUndefined();
    expect(claims).toMatchObject({ appid: SYSTEM });
    const { claims: byDefault } = await signIn(sample.env(), "DefaultAzureCredential");
    expect(byDefault).toMatchObject({ appid: CLIENT });
  });
});

describe("the Instance Metadata Service", () => {
  test("answers in its own format, where every number is a text", async () => {
    const { status, json } = await imds({ client_id: USER });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      client_id: USER,
      expires_in: "86399",
      expires_on: String(seconds() + 86_399),
      ext_expires_in: "86399",
      not_before: String(seconds()),
      resource: ARM,
      token_type: "Bearer",
    });
    const { keys } = (await ask(emulator, `/${TENANT}/discovery/keys`)).json;
    expect(jwt.verify(json.access_token, createPublicKey({ key: keys[0], format: "jwk" }), { clockTimestamp: seconds() })).toMatchObject({ aud: ARM, oid: USER_OBJECT, exp: seconds() + 86_399 });
  });

  test.each([["client_id", SYSTEM], ["client_id", USER], ["object_id", USER_OBJECT], ["msi_res_id", USER_ID]])("knows an identity by its %s in any case", async (parameter, value) => {
    expect((await imds({ [parameter]: value.toUpperCase() })).json).toMatchObject({ client_id: value === SYSTEM ? SYSTEM : USER });
  });

  test("takes the first of a parameter that is said twice", async () => {
    const answer = await ask(emulator, `${emulator.httpUrl}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${ARM}&resource=https://nowhere.example&client_id=${USER}&client_id=${OTHER}`, { headers: { metadata: "true" } });
    expect(answer).toMatchObject({ status: 200, json: { resource: ARM, client_id: USER } });
  });

  test("is asked by its operation's name in the journal", async () => {
    emulator.reset();
    await imds();
    await imds({}, {});
    expect(emulator.requests()).toMatchObject([{ operation: "Token", principal: SYSTEM, status: 200 }, { operation: "Token", principal: null, status: 400 }]);
  });

  test("answers a probe, which has neither the header nor a query, at once", async () => {
    expect(await ask(emulator, `${emulator.httpUrl}/metadata/identity/oauth2/token`)).toMatchObject({ status: 400, json: { error: "invalid_request", error_description: "Required metadata header not specified" } });
  });

  test.each<[string, Record<string, string>, Record<string, string>, string, string | RegExp]>([
    ["the Metadata header", {}, {}, "invalid_request", "Required metadata header not specified"],
    ["a Metadata header that is true", {}, { metadata: "True" }, "invalid_request", "Required metadata header not specified"],
    ["an api-version", { "api-version": "" }, { metadata: "true" }, "invalid_request", "Required query variable 'api-version' is missing"],
    ["an api-version that it has", { "api-version": "2017-09-01" }, { metadata: "true" }, "invalid_request", "The api-version '2017-09-01' is not supported. Use 2018-02-01."],
    ["an api-version that is a date", { "api-version": "latest" }, { metadata: "true" }, "invalid_request", "The api-version 'latest' is not supported. Use 2018-02-01."],
    ["a resource", { resource: "" }, { metadata: "true" }, "invalid_request", "Required query variable 'resource' is missing"],
    ["a resource that the tenant has", { resource: "https://nowhere.example" }, { metadata: "true" }, "invalid_resource", /^AADSTS500011: The resource principal named https:\/\/nowhere\.example was not found in the tenant/],
    ["an identity that there is", { msi_res_id: `${USER_ID}-2` }, { metadata: "true" }, "invalid_request", "Identity not found"],
    ["an identity that is not the machine's own by its machine", { mi_res_id: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/Microsoft.Compute/virtualMachines/emulator` }, { metadata: "true" }, "invalid_request", "Identity not found"],
  ])("wants %s", async (_what, query, headers, error, description) => {
    const answer = await imds(query, headers);
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error, error_description: typeof description === "string" ? description : expect.stringMatching(description) });
  });

  test("is asked by GET only", async () => {
    expect(await ask(emulator, `${emulator.httpUrl}/metadata/identity/oauth2/token`, { method: "POST", headers: { metadata: "true" } })).toMatchObject({ status: 405, json: { error: "method_not_allowed" } });
  });

  test("takes the only user-assigned identity for who does not say which, and asks back where there are more", async () => {
    await using one = await startEmulator({ seed: withClients({ [USER]: { managedIdentity: USER_ID } }) });
    expect((await imds({}, { metadata: "true" }, one)).json).toMatchObject({ client_id: USER });
    expect(one.env({ signIn: "managedIdentity" })).toMatchObject({ AZURE_CLIENT_ID: USER });
    await using two = await startEmulator({ seed: withClients({ [USER]: { managedIdentity: USER_ID }, [OTHER]: { managedIdentity: `${USER_ID}-2` } }) });
    expect(await imds({}, { metadata: "true" }, two)).toMatchObject({
      status: 400,
      json: { error: "invalid_request", error_description: "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request" },
    });
  });

  test("tells a machine without an identity so", async () => {
    await using none = await startEmulator({ seed: withClients({ [CLIENT]: { secret: "secret" } }) });
    expect(await imds({}, { metadata: "true" }, none)).toMatchObject({ status: 400, json: { error: "invalid_request", error_description: "Identity not found" } });
    expect(() => none.env({ signIn: "managedIdentity" })).toThrow("There is no managed identity. Give a client of the seed managedIdentity: true.");
    expect(none.env()).not.toHaveProperty("AZURE_POD_IDENTITY_AUTHORITY_HOST");
  });

  test("gives tokens that are good for a day by the emulator's clock, and no longer", async () => {
    const { access_token } = (await imds()).json;
    const DAY = 86_399;
    const read = () => ask(emulator, `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1?api-version=2024-04-03`, { headers: { authorization: `Bearer ${access_token}` } });
    expect((await read()).status).toBe(200);
    // Five minutes more are forgiven.
    clock.advance((DAY + 299) * 1000);
    expect((await read()).status).toBe(200);
    clock.advance(1000);
    expect(await read()).toMatchObject({ status: 401, json: { error: { code: "ExpiredAuthenticationToken" } } });
  });
});

describe("App Service's endpoint", () => {
  const appService = (query: Record<string, string> = {}, secret?: string) => {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = emulator.env({ signIn: "appService" });
    return ask(emulator, `${IDENTITY_ENDPOINT!}?${new URLSearchParams({ "api-version": "2019-08-01", resource: ARM, ...query }).toString()}`, { headers: { "x-identity-header": secret ?? IDENTITY_HEADER! } });
  };

  test("answers in its own format", async () => {
    const { status, json } = await appService({ principal_id: USER_OBJECT });
    expect(status).toBe(200);
    expect(json).toEqual({ access_token: expect.any(String), client_id: USER, expires_on: String(seconds() + 86_399), resource: ARM, token_type: "Bearer" });
    expect(jwt.decode((await appService()).json.access_token)).toMatchObject({ xms_mirid: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/Microsoft.Web/sites/emulator` });
  });

  test("is on https, too", async () => {
    const { IDENTITY_HEADER } = emulator.env({ signIn: "appService" });
    const { status } = await ask(emulator, `/msi/token?api-version=2019-08-01&resource=${ARM}`, { headers: { "x-identity-header": IDENTITY_HEADER! } });
    expect(status).toBe(200);
  });

  test.each<[string, Record<string, string>, string | undefined, number, string]>([
    ["its secret", {}, "guessed", 401, "X-IDENTITY-HEADER"],
    ["its api-version", { "api-version": "2017-09-01" }, undefined, 400, 'The api-version "2017-09-01" is not supported. Use 2019-08-01.'],
    ["a resource", { resource: "" }, undefined, 400, "'resource' is missing"],
    ["a resource that the tenant has", { resource: "https://nowhere.example" }, undefined, 400, "AADSTS500011"],
    ["an identity that there is", { mi_res_id: `${USER_ID}-2` }, undefined, 400, "No User Assigned or Delegated Managed Identity found"],
  ])("wants %s", async (_what, query, secret, status, text) => {
    const answer = await appService(query, secret);
    expect(answer).toMatchObject({ status, json: { statusCode: status, message: expect.stringContaining(text), correlationId: expect.any(String) } });
  });

  test("asks back where there are several user-assigned identities", async () => {
    await using two = await startEmulator({ seed: withClients({ [USER]: { managedIdentity: USER_ID }, [OTHER]: { managedIdentity: `${USER_ID}-2` } }) });
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = two.env({ signIn: "appService" });
    const answer = await ask(two, `${IDENTITY_ENDPOINT!}?api-version=2019-08-01&resource=${ARM}`, { headers: { "x-identity-header": IDENTITY_HEADER! } });
    expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining("several user assigned identities") } });
  });
});

describe("a fault of the operation Token", () => {
  const appService = (query: Record<string, string> = {}) => {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = emulator.env({ signIn: "appService" });
    return ask(emulator, `${IDENTITY_ENDPOINT}?${new URLSearchParams({ "api-version": "2019-08-01", resource: ARM, ...query }).toString()}`, { headers: { "x-identity-header": IDENTITY_HEADER! } });
  };
  const error = { code: "temporarily_unavailable", message: "Try again." };
  afterEach(() => emulator.faults.clear());

  test("is met at the Instance Metadata Service, in its words", async () => {
    emulator.faults.add({ operation: "Token", error, status: 429, times: 1 });
    expect(await imds()).toMatchObject({ status: 429, json: { error: "temporarily_unavailable", error_description: expect.stringMatching(/^AADSTS90033: Try again\. /) } });
    expect((await imds()).status).toBe(200);
  });

  test("is met on App Service, in its words", async () => {
    emulator.faults.add({ operation: "Token", error, status: 503, times: 1 });
    expect(await appService()).toMatchObject({ status: 503, json: { statusCode: 503, message: expect.stringMatching(/^AADSTS90033: Try again\. /) } });
    expect((await appService()).status).toBe(200);
  });

  test("has either give tokens of another time", async () => {
    emulator.faults.add({ operation: "Token", clockSkew: -7200 });
    for (const { json } of [await imds(), await appService()]) expect(Number(json.expires_on)).toBe(seconds() - 7200 + 86_399);
  });
});

describe("a seed", () => {
  const problems = (clients: unknown) => startEmulator({ seed: { ...sampleWorld, tenants: { [TENANT]: { clients } } } as Seed });
  test.each<[string, unknown, string]>([
    ["two system-assigned identities", { [SYSTEM]: { managedIdentity: true }, [USER]: { managedIdentity: true } }, `${USER}.managedIdentity: found true, expected nothing, or a resource id: ${SYSTEM} is system-assigned already`],
    ["one resource id twice", { [SYSTEM]: { managedIdentity: USER_ID }, [USER]: { managedIdentity: USER_ID.toUpperCase() } }, `expected another resource id than that of ${SYSTEM}`],
    ["what is no identity", { [SYSTEM]: { managedIdentity: false } }, "found false, expected true, or a resource id /subscriptions/…"],
  ])("is refused for %s", async (_what, clients, problem) => {
    await expect(problems(clients)).rejects.toThrow(problem);
  });
});

describe("the control plane", () => {
  test("gives the environment for each way to sign in", async () => {
    // DefaultAzureCredential would take it for the name of a user-assigned identity.
    expect(emulator.env({ signIn: "managedIdentity" })).not.toHaveProperty("AZURE_CLIENT_ID");
    const env = async (query: string) => (await ask(emulator, `/_emulator/env?${query}`)).json;
    expect(await env("signIn=managedIdentity")).toEqual(emulator.env({ signIn: "managedIdentity" }));
    expect(await env("signIn=appService")).toEqual(emulator.env({ signIn: "appService" }));
    expect((await ask(emulator, "/_emulator/env?signIn=appService&format=sh")).text).toContain(`export IDENTITY_ENDPOINT='${emulator.httpUrl}/msi/token'\n`);
    expect(await ask(emulator, "/_emulator/env?signIn=smartCard")).toMatchObject({ status: 400, json: { error: { message: 'There is no way to sign in that is called "smartCard". Ask for signIn=secret, managedIdentity, appService, workloadIdentity.' } } });
    expect(await ask(emulator, "/_emulator/env?signIn=workloadIdentity")).toMatchObject({ status: 404, json: { error: { code: "IdentityNotFound" } } });
  });
});
