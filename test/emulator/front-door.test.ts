import { createHmac } from "node:crypto";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { ask, askForToken, CLIENT, POOL, SESSIONS, SUBSCRIPTION, signedIn, TENANT, VERSION } from "./wire";

const OTHER_TENANT = "33333333-3333-3333-3333-333333333333";
const clock = manualClock("2026-03-11T05:56:45Z");
let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  emulator = await startEmulator({
    clock,
    seed: {
      tenants: { [TENANT]: { clients: { [CLIENT]: { secret: "emulator-secret" } } }, [OTHER_TENANT]: { clients: { [CLIENT]: { secret: "emulator-secret" } } } },
      subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com" } } } } } } } } },
    },
  });
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());

const armError = (status: number, code: string, message: string | RegExp) => ({ status, json: { error: { code, message: typeof message === "string" ? message : expect.stringMatching(message) } } });

describe("a caller", () => {
  const withHeader = (authorization?: string) => ask(emulator, `${SESSIONS}/2?${VERSION}`, { headers: authorization === undefined ? {} : { authorization } });
  const challenge = (description: string) => `Bearer authorization_uri="https://login.windows.net/${TENANT}", error="invalid_token", error_description="${description}"`;

  test("without a token is told that the header is missing", async () => {
    const answer = await withHeader();
    expect(answer).toMatchObject(armError(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."));
    expect(answer.headers["www-authenticate"]).toBe(challenge("The authentication failed because of missing 'Authorization' header."));
  });

  test.each(["Basic Zm9vOmJhcg==", "Bearer", "Bearer a b", "token"])("with the header %j is told that its format is invalid", async (header) => {
    expect(await withHeader(header)).toMatchObject(armError(401, "AuthenticationFailedInvalidHeader", /invalid format/));
  });

  test("with a token that somebody else signed is refused", async () => {
    const [header, payload] = ((await askForToken(emulator)).json.access_token as string).split(".");
    const forged = `${header}.${payload}.${createHmac("sha256", "guess").update(`${header}.${payload}`).digest("base64url")}`;
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url")}.${payload}.`;
    for (const token of [forged, unsigned, "not.a.token"]) expect(await withHeader(`Bearer ${token}`)).toMatchObject(armError(401, "InvalidAuthenticationToken", /^The access token is invalid\.$/));
  });

  test("with a token for another audience is refused", async () => {
    const { access_token } = (await askForToken(emulator, { scope: "https://graph.microsoft.com/.default" })).json;
    expect(await withHeader(`Bearer ${access_token}`)).toMatchObject(armError(401, "InvalidAuthenticationTokenAudience", /^The access token has been obtained for wrong audience or resource 'https:\/\/graph\.microsoft\.com'\. It should exactly match/));
  });

  const audiences: [string, () => string][] = [
    ["https://management.azure.com", () => "https://management.azure.com"],
    ["https://management.azure.com/", () => "https://management.azure.com/"],
    ["https://management.core.windows.net", () => "https://management.core.windows.net"],
    ["https://management.core.windows.net/", () => "https://management.core.windows.net/"],
    ["the emulator's own origin", () => emulator.url],
    ["the emulator's own origin and a slash", () => `${emulator.url}/`],
    ["the emulator's own origin by another of its names", () => emulator.url.replace("127.0.0.1", "localhost")],
  ];
  test.each(audiences)("with a token for %s is let in", async (_name, audience) => {
    const { access_token } = (await askForToken(emulator, { scope: `${audience()}/.default` })).json;
    expect(jwt.decode(access_token, { json: true })!.aud).toBe(audience());
    expect((await withHeader(`Bearer ${access_token}`)).status).toBe(200);
  });

  test("with a token of another tenant is sent to the subscription's", async () => {
    const { access_token } = (await askForToken(emulator, { tenant: OTHER_TENANT })).json;
    expect(await withHeader(`Bearer ${access_token}`)).toMatchObject(armError(401, "InvalidAuthenticationTokenTenant", new RegExp(`wrong issuer 'https://sts.windows.net/${OTHER_TENANT}/'. It must match the tenant 'https://sts.windows.net/${TENANT}/'`)));
  });

  test("lists the subscriptions and the tenant of its token, not those of another", async () => {
    const elsewhere = await signedIn(emulator, { tenant: OTHER_TENANT });
    const ids = async (caller: typeof call, path: string) => (await caller(`${path}?api-version=2022-12-01`)).json.value.map(({ id }: { id: string }) => id);
    expect(await ids(call, "/subscriptions")).toEqual([`/subscriptions/${SUBSCRIPTION}`]);
    expect(await ids(elsewhere, "/subscriptions")).toEqual([]);
    expect(await ids(elsewhere, "/tenants")).toEqual([`/tenants/${OTHER_TENANT}`]);
  });

  test("with a token that was good is refused once it has expired", async () => {
    const { access_token, expires_in } = (await askForToken(emulator)).json;
    expect((await withHeader(`Bearer ${access_token}`)).status).toBe(200);
    clock.advance((expires_in + 301) * 1000);
    const answer = await withHeader(`Bearer ${access_token}`);
    clock.advance(-(expires_in + 301) * 1000);
    expect(answer).toMatchObject(armError(401, "ExpiredAuthenticationToken", "The access token expiry UTC time '3/11/2026 6:56:44 AM' is earlier than current UTC time '3/11/2026 7:01:45 AM'."));
    expect(answer.headers["www-authenticate"]).toBe(challenge("The access token has expired."));
  });
});

describe("a token's time", () => {
  /** The status of a call with a token that is used `seconds` after (negative: before) it was issued. */
  const usedAfter = async (seconds: number) => {
    const { access_token } = (await askForToken(emulator)).json;
    clock.advance(seconds * 1000);
    const answer = await ask(emulator, `${SESSIONS}/2?${VERSION}`, { headers: { authorization: `Bearer ${access_token}` } });
    clock.advance(-seconds * 1000);
    return answer;
  };

  test("that has not come yet has it refused", async () => {
    const answer = await usedAfter(-301);
    expect(answer).toMatchObject(armError(401, "InvalidAuthenticationToken", /^The access token is not yet valid: its 'not before' UTC time '.* [AP]M' is later than current UTC time '.* [AP]M'\.$/));
    expect(answer.headers["www-authenticate"]).toContain('error_description="The access token is not yet valid."');
  });

  test("may differ from the emulator's by five minutes, either way", async () => {
    expect((await usedAfter(-300)).status).toBe(200);
    expect((await usedAfter(3599 + 299)).status).toBe(200);
  });
});

test("a tenant's id is compared without case", async () => {
  const tenant = "aaaaaaaa-1111-1111-1111-111111111111";
  const other = await startEmulator({ seed: { tenants: { [tenant]: { clients: { [CLIENT]: { secret: "emulator-secret" } } } }, subscriptions: { [SUBSCRIPTION]: { tenantId: tenant.toUpperCase() } } } });
  try {
    const list = await (await signedIn(other, { tenant: tenant.toUpperCase() }))(POOL.replace(/\/resourceGroups.*?\/providers/, "/providers").replace(/\/pool-1$/, ""));
    expect(list).toMatchObject({ status: 200, json: { value: [] } });
  } finally {
    await other.close();
  }
});

describe("the api-version", () => {
  test("is required", async () => {
    expect(await ask(emulator, SESSIONS)).toMatchObject(armError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests."));
  });

  test("must be one that the provider has", async () => {
    expect(await call(`${SESSIONS}?api-version=2024-04-04`)).toMatchObject(
      armError(400, "NoRegisteredProviderFound", /^No registered resource provider found for location 'westus2' and API version '2024-04-04' for type 'hostPools\/sessionHosts\/userSessions'\. The supported api-versions are '.*2024-04-03.*'\. The supported locations are 'westus2'\.$/),
    );
  });

  test.each(["2021-07-12", "2022-09-09", "2023-09-05", "2024-04-03", "2025-10-10", "2026-03-01-preview"])("%s is served", async (version) => {
    expect((await call(`${SESSIONS}?API-Version=${version}`)).status).toBe(200);
  });
});

describe("a place that does not exist", () => {
  test.each([
    ["a subscription", POOL.replace(SUBSCRIPTION, "99999999-0000-0000-0000-000000000000"), "SubscriptionNotFound", "The subscription '99999999-0000-0000-0000-000000000000' could not be found."],
    ["a resource group", POOL.replace("rg-avd", "rg-x"), "ResourceGroupNotFound", "Resource group 'rg-x' could not be found."],
    ["a host pool", POOL.replace("pool-1", "pool-9"), "ResourceNotFound", "The Resource 'Microsoft.DesktopVirtualization/hostPools/pool-9' under resource group 'rg-avd' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"],
    ["what is in a host pool that is not there", SESSIONS.replace("pool-1", "pool-9"), "ParentResourceNotFound", /^Failed to perform 'read' on resource\(s\) of type 'hostPools\/sessionHosts\/userSessions', because the parent resource '\/subscriptions\/.*\/hostPools\/pool-9' could not be found\.$/],
    ["a provider's namespace", POOL.replace("Microsoft.DesktopVirtualization", "Microsoft.Desktop"), "InvalidResourceNamespace", "The resource namespace 'Microsoft.Desktop' is invalid."],
    ["a type", POOL.replace("hostPools", "hostPuddles"), "InvalidResourceType", "The resource type 'hostPuddles' could not be found in the namespace 'Microsoft.DesktopVirtualization' for api version '2024-04-03'."],
    ["a word that is none of ARM's", "/tenant", "MissingSubscription", /did not have a subscription/],
    ["nothing at all", "/", "MissingSubscription", /did not have a subscription/],
    ["a type of ARM's own", `/subscriptions/${SUBSCRIPTION}/locations`, "InvalidResourceType", /the request URI is not that of a resource/],
    ["a path with a gap", `${POOL}//sessionHosts`, "InvalidResourceType", /could not be found/],
    ["a host pool outside of a resource group", POOL.replace("/resourceGroups/rg-avd", ""), "InvalidResourceType", /^The resource type 'hostPools' could not be found/],
  ])("which is %s is a 404", async (_what, path, code, message) => {
    expect(await call(path)).toMatchObject(armError(404, code, message));
  });
});

describe("a malformed request", () => {
  test.each([
    ["a subscription's id", POOL.replace(SUBSCRIPTION, "mine"), "InvalidSubscriptionId", "The provided subscription identifier 'mine' is malformed or invalid."],
    ["a character of a resource group's name", POOL.replace("rg-avd", "rg%20avd%3F"), "InvalidResourceGroup", /invalid characters: ' \?'/],
    ["the length of a resource group's name", POOL.replace("rg-avd", "r".repeat(91)), "InvalidResourceGroup", /length of '91' which exceeds the maximum length of '90'/],
    ["the length of a host pool's name", POOL.replace("pool-1", "p!"), "400", /hostPoolName has 2 characters; it must have 3 to 64/],
    ["a slash in a host pool's name", POOL.replace("pool-1", "pool%2F1"), "400", /hostPoolName does not match/],
    ["the length of a host's name", SESSIONS.replace("sh-0.contoso.com", "x".repeat(49)), "400", /sessionHostName has 49 characters/],
    ["the length of a session's id", `${SESSIONS}/${"1".repeat(25)}`, "400", /userSessionId has 25 characters/],
    ["the coding of a path", `${POOL}%zz`, "BadRequest", /not properly encoded/],
  ])("by %s is a 400", async (_what, path, code, message) => {
    expect(await call(path)).toMatchObject(armError(400, code, message));
  });

  test("with another verb is a 405 that says which there are", async () => {
    const answer = await call(`${SESSIONS}/2`, { method: "PUT", body: "{}" });
    expect(answer).toMatchObject(armError(405, "MethodNotAllowed", "The requested resource does not support http method 'PUT'."));
    expect(answer.headers.allow).toBe("GET, DELETE");
  });

  test("with a body that is no JSON, too large, or of another type is refused by ARM", async () => {
    const send = (body: string, type = "application/json") => call(`${SESSIONS}/2/sendMessage`, { method: "POST", body, headers: { "content-type": type } });
    expect(await send('{"messageTitle":')).toMatchObject(armError(400, "InvalidRequestContent", /^The request content was invalid and could not be deserialized: '/));
    expect(await send(JSON.stringify({ messageBody: "x".repeat(4 * 1024 * 1024) }))).toMatchObject(armError(413, "RequestContentTooLarge", "The request content size exceeds the maximum size of 4 MB."));
    expect(await send("<a/>", "text/xml")).toMatchObject(armError(415, "UnsupportedMediaType", "The content media type 'text/xml' is not supported. Only 'application/json' is supported."));
    expect(emulator.world.messages).toEqual([]);
  });
});

test("a slash at the end of a path does no harm", async () => {
  expect((await call(`${SESSIONS}/2/`)).json.properties.userPrincipalName).toBe("alice@contoso.com");
});

describe("a parameter that comes twice has both values, and is refused:", () => {
  test.each([
    ["isDescending=false&isdescending=true", "The value 'false,true' of isDescending is not valid: expected true or false"],
    ["pageSize=1&pageSize=1", "The value '1,1' of pageSize is not valid: expected a whole number"],
    ["initialSkip=1&INITIALSKIP=2", "The value '1,2' of initialSkip is not valid"],
    ["$skipToken=1&$skipToken=2", "The value '1,2' of $skipToken is not valid"],
    ["$filter=sessionState eq 'Active'&$filter=sessionState eq 'Pending'", "The $filter is not valid at position 25: expected a name, a text in single quotes, or a parenthesis, found ',sessionSt'"],
  ])("%s", async (query, message) => {
    expect(await call(`${POOL}/userSessions?${query.replaceAll(" ", "%20")}`)).toMatchObject(armError(400, "400", new RegExp(` Error: ${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`)));
  });

  test("the api-version", async () => {
    expect(await call(`${SESSIONS}?${VERSION}&Api-Version=2025-10-10`)).toMatchObject(armError(400, "NoRegisteredProviderFound", /API version '2024-04-03,2025-10-10'/));
  });

  test("force, on what it would remove", async () => {
    expect(await call(`${SESSIONS}/2?force=true&force=false`, { method: "DELETE" })).toMatchObject(armError(400, "400", /The value 'true,false' of force is not valid/));
    expect((await call(`${SESSIONS}/2`)).status).toBe(200);
  });
});

test("a word that JavaScript knows is no boolean", async () => {
  expect(await call(`${SESSIONS}/2?force=constructor`, { method: "DELETE" })).toMatchObject(armError(400, "400", /The value 'constructor' of force is not valid/));
});

describe("every answer", () => {
  test.each<[string, string, number]>([["a list", SESSIONS, 200], ["an error of the provider", `${SESSIONS}/9`, 404], ["an error of ARM", "/tenant", 404]])("carries the service's headers: %s", async (_what, path, status) => {
    const { headers, status: answered } = await call(path, { headers: { "x-ms-client-request-id": "mine", "x-ms-correlation-request-id": "ours" } });
    expect(answered).toBe(status);
    expect(headers).toMatchObject({
      "cache-control": "no-cache",
      pragma: "no-cache",
      expires: "-1",
      "content-type": "application/json; charset=utf-8",
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "x-content-type-options": "nosniff",
      "x-ms-request-id": "mine",
      "x-ms-correlation-request-id": "ours",
      "x-ms-routing-request-id": "WESTUS2:20260311T055645Z:ours",
      "x-ms-correlation-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      date: expect.any(String),
    });
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("etag");
  });
});

describe("a request for another host's name", () => {
  const token = `/${TENANT}/oauth2/v2.0/token`;
  const imds = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";
  test.each([
    ["Azure Resource Manager", "GET", `${SESSIONS}?${VERSION}`],
    ["Azure Resource Manager outside of subscriptions", "GET", "/tenants?api-version=2022-12-01"],
    ["the token endpoint", "POST", token],
    ["discovery", "GET", `/${TENANT}/discovery/v2.0/keys`],
    ["the metadata of the cloud", "GET", "/metadata/endpoints?api-version=2022-09-01"],
    ["the Instance Metadata Service", "GET", imds],
    ["App Service's endpoint", "GET", imds.replace("/metadata/identity/oauth2", "/msi")],
    ["WS-Management", "POST", "/wsman"],
    ["the control plane", "GET", "/_emulator/world"],
    ["the console", "GET", "/_emulator/"],
    ["a path that is nobody's", "GET", "/favicon.ico"],
  ])("is refused by %s on both listeners", async (_plane, method, path) => {
    for (const origin of [emulator.url, emulator.httpUrl]) {
      expect(await ask(emulator, origin + path, { method, headers: { host: "evil.example" } })).toMatchObject({ status: 421, json: { error: { code: "MisdirectedRequest" } } });
    }
  });

  test("by localhost is not, in any case", async () => {
    const host = emulator.url.replace("https://127.0.0.1", "localhost");
    for (const name of [host, host.toUpperCase()]) expect((await ask(emulator, "/_emulator/health", { headers: { host: name } })).status).toBe(200);
  });
});
