import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential } from "@azure/identity";
import net from "node:net";
import tls from "node:tls";
import fc from "fast-check";
import { decode, type JwtPayload } from "jsonwebtoken";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, FaultNotFound, FaultRefused, type FaultRule, startEmulator } from "../../emulator/index";
import { type Ask, ask, askForToken, CLIENT, SECRET, SESSIONS, signedIn, SUBSCRIPTION, TENANT } from "./wire";
import { contextOf, enumerate, envelope, GET, invoke, pull, send, SESSION, texts, users } from "./wsman/wire";

const RG = "rg-avd";
const POOL = "pool-1";
const HOST = "sh-0.contoso.com";

let emulator: Emulator;
/** That of Azure's SDK, which tries again by itself, and one that does not. */
let patient: DesktopVirtualizationAPIClient;
let client: DesktopVirtualizationAPIClient;
beforeAll(async () => {
  emulator = await startEmulator();
  emulator.trust();
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 } });
  const clientWith = (options: object) => new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: emulator.url, ...options });
  patient = clientWith({});
  client = clientWith({ retryOptions: { maxRetries: 0 } });
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.clock.resume();
  emulator.clock.set(Date.now());
  emulator.reset();
});

const add = (rule: FaultRule): string => emulator.faults.add(rule);
const bob = () => emulator.world.session(HOST, 3);
const disconnect = (through = client, id = "3"): Promise<void> => through.userSessions.disconnect(RG, POOL, HOST, id);
const message = (through = client): Promise<unknown> => through.userSessions.sendMessage(RG, POOL, HOST, "3", { sendMessage: { messageTitle: "Tonight", messageBody: "22:00" } });
const armCalls = () => emulator.requests().filter(({ url }) => url.startsWith("/subscriptions"));
const states = () => ["2", "3", "5"].map((id) => emulator.world.session(HOST, Number(id)).sessionState);

describe("a fault on the way to Azure Resource Manager", () => {
  test("is an error in ARM's words, as often as it was said, and nothing is done", async () => {
    const id = add({ operation: "UserSessions_Disconnect", status: 403, error: { code: "AuthorizationFailed", message: "Not you." }, times: 1 });
    await expect(disconnect()).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed", message: expect.stringContaining("Not you.") });
    expect(bob().sessionState).toBe("Active");
    await disconnect();
    expect(bob().sessionState).toBe("Disconnected");
    expect(emulator.faults.list()).toMatchObject([{ id, seen: 2, met: 1 }]);
  });

  test("is any answer, with ARM's own headers and those of the rule", async () => {
    const caller = await signedIn(emulator);
    add({ operation: "UserSessions_Get", status: 202, body: { so: "what" }, headers: { "x-own": "1" } });
    add({ operation: "UserSessions_Delete", body: "{", headers: { "Content-Type": "text/plain" } });
    expect(await caller(`${SESSIONS}/3`)).toMatchObject({ status: 202, json: { so: "what" }, headers: { "x-own": "1", "x-ms-request-id": expect.any(String), "content-type": "application/json; charset=utf-8" } });
    expect(await caller(`${SESSIONS}/3`, { method: "DELETE" })).toMatchObject({ status: 200, text: "{", headers: { "content-type": "text/plain" } });
  });

  test.each<[string, FaultRule, readonly string[]]>([
    ["one session", { session: 3 }, ["Active", "Active", "Disconnected"]],
    ["one session, its id as a text", { session: "3", sessionHost: "SH-0.contoso.com", hostPool: "POOL-1" }, ["Active", "Active", "Disconnected"]],
    ["operations by a pattern", { operation: "usersessions_*" }, ["Active", "Active", "Disconnected"]],
    ["another host", { sessionHost: "sh-1.contoso.com" }, ["Active", "Disconnected", "Disconnected"]],
    ["its subscription", { subscriptionId: SUBSCRIPTION.toUpperCase() }, ["Active", "Active", "Disconnected"]],
    ["another operation", { operation: "UserSessions_Delete" }, ["Active", "Disconnected", "Disconnected"]],
    ["another plane", { plane: "wsman" }, ["Active", "Disconnected", "Disconnected"]],
  ])("is met by what the rule is about: %s", async (_, about, after) => {
    add({ ...about, status: 500 });
    await disconnect().catch(() => undefined);
    expect(states()).toEqual(after);
  });

  test("is met by what the rule is about: one subscription of several", async () => {
    const other = emulator.addSubscription();
    const id = add({ subscriptionId: other, operation: "UserSessions_Get", status: 503 });
    const caller = await signedIn(emulator);
    expect((await caller(`${SESSIONS}/3`)).status).toBe(200);
    expect((await caller(`${SESSIONS.replace(SUBSCRIPTION, other)}/3`)).status).toBe(503);
    expect(emulator.faults.list()).toMatchObject([{ id, seen: 1, met: 1 }]);
  });

  test.each([[503, "ServiceUnavailable"], [409, "Conflict"], [599, "Status599"]])("of which no more is said than %d has ARM's shape, and is %s", async (status, code) => {
    add({ operation: "UserSessions_Get", status });
    const caller = await signedIn(emulator);
    expect(await caller(`${SESSIONS}/3`)).toMatchObject({ status, json: { error: { code, message: expect.stringContaining("a fault that this emulator was told to answer with") } } });
    await expect(client.userSessions.get(RG, POOL, HOST, "3")).rejects.toMatchObject({ statusCode: status, code });
  });

  test("of which it is said that it is empty is so, and so is what is no error", async () => {
    const caller = await signedIn(emulator);
    add({ operation: "UserSessions_Get", status: 503, body: "" });
    expect(await caller(`${SESSIONS}/3`)).toMatchObject({ status: 503, text: "" });
    add({ operation: "UserSessions_List", status: 202 });
    expect(await caller(SESSIONS)).toMatchObject({ status: 202, text: "" });
  });

  test.each<[string, FaultRule, string]>([
    ["the third only", { nth: 3 }, "..x..."],
    ["the third and the next", { nth: 3, times: 2 }, "..xx.."],
    ["the first two", { times: 2 }, "xx...."],
    ["all", {}, "xxxxxx"],
  ])("is met by %s", async (_, when, expected) => {
    add({ operation: "UserSessions_Get", status: 500, ...when });
    const caller = await signedIn(emulator);
    let seen = "";
    while (seen.length < expected.length) seen += (await caller(`${SESSIONS}/3`)).status === 500 ? "x" : ".";
    expect(seen).toBe(expected);
  });

  test("by chance is met about as often as it is likely, and each time by the same requests", async () => {
    const caller = await signedIn(emulator);
    const run = async (seed: number): Promise<string> => {
      emulator.faults.clear();
      add({ operation: "UserSessions_Get", status: 500, probability: 0.25, seed });
      let seen = "";
      for (let call = 0; call < 200; call++) seen += (await caller(`${SESSIONS}/3`)).status === 500 ? "x" : ".";
      return seen;
    };
    const [first, again, other] = [await run(42), await run(42), await run(43)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    // 50 of 200 are expected; further than 24 from that are four standard deviations.
    expect(Math.abs(first.replaceAll(".", "").length - 50)).toBeLessThan(25);
  });

  test("is that of the rule that was added first; those behind it count, and have their turn", async () => {
    add({ operation: "UserSessions_Get", status: 503, times: 1 });
    const second = add({ operation: "UserSessions_*", status: 409, times: 1 });
    const caller = await signedIn(emulator);
    const statuses: number[] = [];
    for (let call = 0; call < 3; call++) statuses.push((await caller(`${SESSIONS}/3`)).status);
    expect(statuses).toEqual([503, 409, 200]);
    expect(emulator.faults.list().find(({ id }) => id === second)).toMatchObject({ seen: 3, met: 1 });
  });

  test("happens to each page of a list", async () => {
    add({ operation: "UserSessions_ListByHostPool", nth: 2, status: 500, error: { code: "500", message: "boom" } });
    const seen: (string | undefined)[] = [];
    const walk = async (): Promise<void> => {
      for await (const { userPrincipalName } of client.userSessions.listByHostPool(RG, POOL, { pageSize: 1 })) seen.push(userPrincipalName);
    };
    await expect(walk()).rejects.toThrow("boom");
    expect(seen).toHaveLength(1);
  });

  test("is a throttled ARM, whose Retry-After the SDK waits for", async () => {
    add({ operation: "UserSessions_SendMessage", throttle: { retryAfter: 0 }, times: 2 });
    await message(patient);
    expect(armCalls().map(({ status }) => status)).toEqual([429, 429, 200]);
    add({ operation: "UserSessions_Get", throttle: { retryAfter: "7s" } });
    const caller = await signedIn(emulator);
    expect(await caller(`${SESSIONS}/3`)).toMatchObject({ status: 429, headers: { "retry-after": "7" }, json: { error: { code: "SubscriptionRequestsThrottled", message: `Number of 'read' requests for subscription '${SUBSCRIPTION}' actor '${[...emulator.world.findTenant(TENANT)!.clients.values()][0]!.objectId}' exceeded. Please try again after '7' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.` } } });
  });

  test("is a token that has expired", async () => {
    add({ operation: "UserSessions_Get", expireToken: true, times: 1 });
    const caller = await signedIn(emulator);
    const answer = await caller(`${SESSIONS}/3`);
    expect(answer).toMatchObject({ status: 401, headers: { "www-authenticate": expect.stringMatching(/^Bearer .*error_description="The access token has expired\."$/) }, json: { error: { code: "ExpiredAuthenticationToken" } } });
    const [expiry, now] = Array.from(answer.json.error.message.matchAll(/'([^']+)'/g), ([, time]: any) => Date.parse(`${time} UTC`));
    expect(expiry).toBeLessThan(now!);
    expect((await caller(`${SESSIONS}/3`)).status).toBe(200);
  });
});

describe("the effect", () => {
  test.each<[string, boolean, FaultRule]>([
    ["of a connection that breaks before", false, { reset: "before" }],
    ["of a connection that breaks after", true, { reset: "after" }],
    ["of an answer that breaks off", true, { truncate: 0 }],
    ["of an error", false, { status: 503 }],
    ["of an error that comes all the same", true, { status: 503, effect: true }],
    ["of a throttled request", false, { throttle: { retryAfter: 1 } }],
  ])("%s is there: %s", async (_, there, what) => {
    const id = add({ operation: "UserSessions_SendMessage", ...what });
    // What the client makes of it is another matter: an empty body can't break off.
    await message().catch(() => undefined);
    expect(emulator.faults.list()).toMatchObject([{ id, met: 1 }]);
    expect(emulator.world.messages).toHaveLength(there ? 1 : 0);
  });

  test("is there as often as a client tries again after a connection that broke", async () => {
    add({ operation: "UserSessions_SendMessage", reset: "after", times: 2 });
    await message(patient);
    expect(emulator.world.messages).toHaveLength(3);
  });

  test("that is refused is refused, whatever the answer was to be", async () => {
    add({ operation: "UserSessions_Disconnect", status: 503, effect: true });
    await expect(disconnect(client, "99")).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("a connection", () => {
  test.each(["before", "after"] as const)("that is reset %s the effect breaks without an answer", async (reset) => {
    add({ operation: "UserSessions_Get", reset });
    const caller = await signedIn(emulator);
    await expect(caller(`${SESSIONS}/3`)).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(client.userSessions.get(RG, POOL, HOST, "3")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test.each([["https", "before"], ["https", "after"], ["http", "before"], ["http", "after"]] as const)("over %s that is reset %s the effect is reset by TCP, not ended", async (scheme, reset) => {
    const secure = scheme === "https";
    add({ operation: secure ? "UserSessions_Get" : "Token", reset });
    const { hostname, port, host } = new URL(secure ? emulator.url : emulator.httpUrl);
    const head = secure ? [`GET ${SESSIONS}/3?api-version=2024-04-03 HTTP/1.1`, `Authorization: Bearer ${(await askForToken(emulator)).json.access_token}`] : ["GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/ HTTP/1.1", "Metadata: true"];
    const socket = secure ? tls.connect({ host: hostname, port: Number(port), ca: emulator.certificateAuthority }) : net.connect(Number(port), hostname);
    const end = new Promise<unknown>((resolve) => void socket.once("error", resolve).once("end", () => resolve("an end in good order")));
    socket.resume().write(`${[...head, `Host: ${host}`].join("\r\n")}\r\n\r\n`);
    expect(await end).toMatchObject({ code: "ECONNRESET", syscall: "read" });
  });

  test("that breaks in the body was promised all of it, and brought no more than was said", async () => {
    const caller = await signedIn(emulator);
    const whole = await caller(`${SESSIONS}/3`);
    const brought = async (bytes: number): Promise<number> => {
      emulator.faults.clear();
      add({ operation: "UserSessions_Get", truncate: bytes });
      const response = await fetch(`${emulator.url}${SESSIONS}/3?api-version=2024-04-03`, { headers: { authorization: `Bearer ${(await askForToken(emulator)).json.access_token}` } });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-length")).toBe(String(whole.bytes.length));
      let read = 0;
      await expect((async () => { for await (const part of response.body!) read += part.length; })()).rejects.toThrow("terminated");
      return read;
    };
    for (const bytes of [0, 1, whole.bytes.length - 1]) expect(await brought(bytes)).toBe(bytes);
    emulator.faults.clear();
    add({ operation: "UserSessions_Get", truncate: whole.bytes.length });
    expect((await caller(`${SESSIONS}/3`)).text).toBe(whole.text);
  });
});

describe("a delay", () => {
  test("is one of the emulator's clock, and nothing is done before it is over", async () => {
    emulator.clock.freeze();
    const id = add({ operation: "UserSessions_Disconnect", delay: 60_000 });
    const under = disconnect();
    await emulator.faults.whenMet(id);
    emulator.clock.advance(59_999);
    expect(bob().sessionState).toBe("Active");
    emulator.clock.advance(1);
    await under;
    expect(bob().sessionState).toBe("Disconnected");
  });

  test.each([["1m", 60_000], ["1.5s", 1_500]])("may be said as %s", async (delay, ms) => {
    emulator.clock.freeze();
    const id = add({ operation: "UserSessions_Disconnect", delay });
    const under = disconnect();
    await emulator.faults.whenMet(id);
    emulator.clock.advance(ms - 1);
    expect(bob().sessionState).toBe("Active");
    emulator.clock.advance(1);
    await under;
    expect(emulator.faults.list()).toMatchObject([{ rule: { delay: ms } }]);
  });

  test("goes with a clock that runs", async () => {
    add({ operation: "UserSessions_Disconnect", delay: 5, status: 500 });
    await expect(disconnect()).rejects.toMatchObject({ statusCode: 500 });
  });

  test("comes before what else happens: a session that is gone when it is over, is gone", async () => {
    emulator.clock.freeze();
    const id = add({ operation: "UserSessions_Disconnect", delay: 1_000 });
    const under = disconnect();
    await emulator.faults.whenMet(id);
    emulator.world.logOff(bob());
    emulator.clock.advance(1_000);
    await expect(under).rejects.toMatchObject({ statusCode: 404 });
  });

  test("ends when the rule is taken back, and what was to come then comes", async () => {
    const id = add({ operation: "UserSessions_Disconnect", delay: 3_600_000, status: 409 });
    const under = disconnect();
    await emulator.faults.whenMet(id);
    emulator.faults.remove(id);
    await expect(under).rejects.toMatchObject({ statusCode: 409 });
  });

  test("ends with a reset, which lets nothing of before into the new world", async () => {
    const id = add({ operation: "UserSessions_Disconnect", delay: 3_600_000 });
    const under = disconnect();
    await emulator.faults.whenMet(id);
    emulator.reset();
    await expect(under).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(bob().sessionState).toBe("Active");
    expect(emulator.faults.list()).toEqual([]);
  });
});

describe("who waits until a rule was met", () => {
  test("is told at once when it was, and each time that it must be", async () => {
    const id = add({ operation: "UserSessions_Get", status: 500 });
    const twice = emulator.faults.whenMet(id, 2);
    const caller = await signedIn(emulator);
    await caller(`${SESSIONS}/3`);
    await emulator.faults.whenMet(id);
    expect(await Promise.race([twice.then(() => "met"), Promise.resolve("not yet")])).toBe("not yet");
    await caller(`${SESSIONS}/3`);
    await twice;
  });

  test("is told when it never will be", async () => {
    const id = add({ operation: "UserSessions_Get", status: 500 });
    const waiting = emulator.faults.whenMet(id);
    emulator.faults.clear();
    await expect(waiting).rejects.toThrow(FaultNotFound);
    await expect(emulator.faults.whenMet(id)).rejects.toThrow(`There is no fault "${id}". There is none at all.`);
  });
});

describe("a clock that is wrong", () => {
  const CENTURY = 3_155_760_000;

  test("is seen in the Date of the answer", async () => {
    emulator.clock.freeze("2026-01-31T08:30:00Z");
    const caller = await signedIn(emulator);
    for (const clockSkew of [-90, "-90s", "-1.5m"]) {
      emulator.faults.clear();
      add({ operation: "UserSessions_Get", clockSkew });
      expect((await caller(`${SESSIONS}/3`)).headers.date).toBe("Sat, 31 Jan 2026 08:28:30 GMT");
    }
  });

  test("takes a token for expired, or for one of the future", async () => {
    const caller = await signedIn(emulator);
    add({ operation: "UserSessions_Get", clockSkew: CENTURY, times: 1 });
    expect((await caller(`${SESSIONS}/3`)).json.error.code).toBe("ExpiredAuthenticationToken");
    emulator.faults.clear();
    add({ operation: "UserSessions_Get", clockSkew: -CENTURY });
    expect((await caller(`${SESSIONS}/3`)).json.error.code).toBe("InvalidAuthenticationToken");
  });

  test("makes tokens of its own time, which the other clocks do not take", async () => {
    emulator.clock.freeze("2026-01-31T08:30:00Z");
    add({ operation: "Token", clockSkew: -7200 });
    const answer = await askForToken(emulator);
    expect(answer.headers.date).toBe("Sat, 31 Jan 2026 06:30:00 GMT");
    expect(decode(answer.json.access_token) as JwtPayload).toMatchObject({ iat: Date.parse("2026-01-31T06:30:00Z") / 1000 });
    const caller = await signedIn(emulator);
    expect((await caller(`${SESSIONS}/3`)).json.error.code).toBe("ExpiredAuthenticationToken");
  });
});

describe("a fault at the token endpoint", () => {
  test("is an error in its words", async () => {
    add({ operation: "Token", error: { code: "invalid_client", message: "The secret has expired.", number: 7000222 }, status: 401 });
    expect(await askForToken(emulator)).toMatchObject({ status: 401, json: { error: "invalid_client", error_codes: [7000222], error_description: expect.stringMatching(/^AADSTS7000222: The secret has expired\. Trace ID/) } });
    emulator.faults.clear();
    add({ operation: "Token", error: { code: "temporarily_unavailable", message: "Try again." } });
    expect(await askForToken(emulator)).toMatchObject({ status: 400, json: { error_codes: [90033] } });
  });

  test.each([[503, "temporarily_unavailable"], [500, "server_error"], [429, "invalid_request"]])("of which no more is said than %d is an error in its words, too: %s", async (status, error) => {
    add({ operation: "Token", status });
    expect(await askForToken(emulator)).toMatchObject({ status, json: { error, error_codes: [90033], error_description: expect.stringMatching(/^AADSTS90033: .* Trace ID/) } });
  });

  test("is any answer, a connection that breaks, a body that breaks off", async () => {
    add({ operation: "Token", status: 503, body: "<h1>busy</h1>", headers: { "Content-Type": "text/html" }, times: 1 });
    expect(await askForToken(emulator)).toMatchObject({ status: 503, text: "<h1>busy</h1>", headers: { "content-type": expect.stringContaining("text/html") } });
    add({ operation: "Token", body: { access_token: "x" }, times: 1 });
    expect((await askForToken(emulator)).json).toEqual({ access_token: "x" });
    add({ operation: "Token", reset: "before", times: 1 });
    await expect(askForToken(emulator)).rejects.toMatchObject({ code: "ECONNRESET" });
    add({ operation: "Token", truncate: 10, times: 1 });
    await expect(fetch(`${emulator.url}/${TENANT}/oauth2/v2.0/token`, { method: "POST", body: new URLSearchParams({ grant_type: "client_credentials", client_id: CLIENT, client_secret: SECRET, scope: "https://management.azure.com/.default" }) }).then((response) => response.text())).rejects.toThrow("terminated");
  });

  test("is not met by who gets no token anyway", async () => {
    const id = add({ operation: "Token", status: 503 });
    expect((await askForToken(emulator, { client_secret: "wrong" })).status).toBe(401);
    expect(emulator.faults.list()).toMatchObject([{ id, seen: 0 }]);
  });
});

describe("a fault on the way to the connection broker", () => {
  const alice = { VMHostName: "HV-0.contoso.com", SessionId: 2 };
  const state = () => emulator.world.rds.session("hv-0.contoso.com", 2).connectState;

  test("is what a method returns, for one session, and nothing is done", async () => {
    add({ operation: "Win32_VirtualDesktopSession.Disconnect", sessionHost: "hv-0.contoso.com", session: 2, returnValue: 21, times: 1 });
    expect(texts(await send(emulator, invoke("Disconnect", { ...alice, SessionId: 3 })), "ReturnValue")).toEqual(["0"]);
    expect(texts(await send(emulator, invoke("Disconnect", alice)), "ReturnValue")).toEqual(["21"]);
    expect(state()).toBe("Active");
    expect(texts(await send(emulator, invoke("Disconnect", alice)), "ReturnValue")).toEqual(["0"]);
    expect(state()).toBe("Disconnected");
  });

  test.each([
    ["w:AccessDenied", 5, "s:Sender", "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"],
    ["w:TimedOut", 2150858793, "s:Receiver", "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"],
    ["a:DestinationUnreachable", 2150858752, "s:Sender", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"],
    ["n:InvalidEnumerationContext", 2150858779, "s:Receiver", "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault"],
  ])("is a SOAP fault: %s", async (code, number, value, action) => {
    add({ operation: "Enumerate", error: { code, number, message: "So <it> is." } });
    const answer = await send(emulator, { ...enumerate(), messageId: "uuid:7" });
    expect(answer.status).toBe(500);
    expect(texts(answer, "Value")).toEqual([value, code]);
    expect(texts(answer, "Action")).toEqual([action]);
    expect(texts(answer, "RelatesTo")).toEqual(["uuid:7"]);
    expect(texts(answer, "Message")).toEqual(["So &lt;it&gt; is."]);
    expect(answer.text).toContain(`Code="${number}"`);
  });

  test("of which no more is said than 500 is a SOAP fault, and one of another status has no body, as HTTP.sys's have none here", async () => {
    add({ operation: "Enumerate", status: 500, times: 1 });
    const answer = await send(emulator, enumerate());
    expect(answer.status).toBe(500);
    expect(texts(answer, "Value")).toContain("w:InternalError");
    add({ operation: "Enumerate", status: 503 });
    expect(await send(emulator, enumerate())).toMatchObject({ status: 503, text: "" });
  });

  test("is any answer, which may relate to the request", async () => {
    add({ operation: "Get", sessionHost: "hv-0.contoso.com", session: 2, status: 203, body: "<a>{MessageID}</a>", headers: { "Content-Type": "text/html" } });
    const get = { action: GET, resource: SESSION, selectors: alice, messageId: "uuid:$$" };
    expect(await send(emulator, get)).toMatchObject({ status: 203, text: "<a>uuid:$$</a>", headers: { "content-type": "text/html", server: "Microsoft-HTTPAPI/2.0" } });
    expect(users(await send(emulator, { ...get, selectors: { ...alice, SessionId: 3 } }))).toEqual(["bob"]);
  });

  test.each(["before", "after"] as const)("is a connection that breaks %s the effect", async (reset) => {
    add({ operation: "*.disconnect", reset });
    await expect(send(emulator, invoke("Disconnect", alice))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(state()).toBe(reset === "before" ? "Active" : "Disconnected");
  });

  test("is a delay", async () => {
    emulator.clock.freeze();
    const id = add({ operation: "Pull", delay: 1_000 });
    const context = contextOf(await send(emulator, enumerate("", SESSION, "")));
    const under = send(emulator, pull(context, "<wsen:MaxElements>10</wsen:MaxElements>"));
    await emulator.faults.whenMet(id);
    emulator.clock.advance(1_000);
    expect(users(await under)).toEqual(["alice", "bob", "carol"]);
  });

  test("is not met by what is no operation, and hides no other fault", async () => {
    add({ plane: "wsman", status: 200 });
    expect((await send(emulator, { action: "urn:none", resource: SESSION })).text).toContain("a:ActionNotSupported");
    expect((await send(emulator, { action: "urn:none", resource: "urn:nowhere" })).text).toContain("a:ActionNotSupported");
    expect((await ask(emulator, `${emulator.url}/wsman`, { method: "POST", body: envelope(enumerate()), headers: { "content-type": "application/soap+xml" } })).status).toBe(401);
  });
});

describe("the journal", () => {
  test("tells which fault a request met, also of one that was not answered", async () => {
    const lost = add({ operation: "UserSessions_Disconnect", reset: "before" });
    const other = add({ operation: "UserSessions_Get", status: 500 });
    await disconnect().catch(() => undefined);
    const caller = await signedIn(emulator);
    await caller(`${SESSIONS}/3`);
    await caller(SESSIONS);
    expect(armCalls()).toMatchObject([
      { operation: "UserSessions_Disconnect", status: null, principal: CLIENT, fault: lost },
      { operation: "UserSessions_Get", status: 500, fault: other },
      { operation: "UserSessions_List", status: 200, fault: null },
    ]);
  });
});

describe("a rule", () => {
  test.each<[unknown, RegExp]>([
    [{ operation: "UserSession_Get", status: 500 }, /no operation is called "UserSession_Get"; there are .*UserSessions_Get.*Token, Enumerate/],
    [{ operation: "User.essions_Get", status: 500 }, /no operation is called/],
    [{ sessionHost: "sh-0", status: 500 }, /nothing could meet it: there is no sessionHost "sh-0"; there are sh-0\.contoso\.com, sh-1\.contoso\.com, hv-0\.contoso\.com, hv-1\.contoso\.com\.$/],
    [{ operation: "UserSessions_*", sessionHost: "hv-0.contoso.com", status: 500 }, /there is no sessionHost "hv-0\.contoso\.com"; there are sh-0\.contoso\.com, sh-1\.contoso\.com\.$/],
    [{ operation: "Win32*", sessionHost: "sh-0.contoso.com", status: 500 }, /there is no sessionHost "sh-0\.contoso\.com"; there are hv-0\.contoso\.com, hv-1\.contoso\.com\.$/],
    [{ hostPool: "pool-2", status: 500 }, /there is no hostPool "pool-2"; there are pool-1\.$/],
    [{ hostPool: "pool-1", sessionHost: "sh-9", status: 500 }, /there is no sessionHost "sh-9" in the hostPool pool-1; there are sh-0/],
    [{ subscriptionId: TENANT, status: 500 }, new RegExp(`there is no subscriptionId "${TENANT}"; there are ${SUBSCRIPTION}`)],
    [{ operation: "Token", subscriptionId: SUBSCRIPTION, status: 500 }, /subscriptionId does not go with Token/],
    [{ clockSkew: "1.5s" }, /clockSkew is "1\.5s", and must be a whole number of seconds, or a time such as "-90s"/],
    [{ delay: "soon" }, /delay is "soon", and must be a number of milliseconds from 0, or a time such as "5s"/],
    [{ delay: "-5s" }, /delay is "-5s"/],
    [{ operation: "Enumerate", sessionHost: "hv-0", status: 500 }, /nothing could meet it: sessionHost does not go with Enumerate; it goes with .*UserSessions_Get/],
    [{ operation: "Win32*", hostPool: "pool-1", status: 500 }, /hostPool does not go with Win32_VirtualDesktopSession\.Disconnect/],
    [{ operation: "SessionHosts_*", session: 3, status: 500 }, /session does not go with SessionHosts_/],
    [{ operation: "Token", plane: "arm", status: 500 }, /the plane arm does not go with Token/],
    [{ plane: "wsman", throttle: { retryAfter: 1 } }, /throttle does not go with Enumerate, /],
    [{ operation: "Token", expireToken: true }, /expireToken does not go with Token/],
    [{ plane: "arm", returnValue: 5 }, /returnValue does not go with UserSessions_/],
    [{ operation: "Token" }, /nothing happens; give one of delay, status, body/],
    [{ status: 500, throttle: { retryAfter: 1 } }, /status and throttle are different ends of a request/],
    [{ error: { code: "a", message: "b" }, body: "x" }, /body and error are different ends/],
    [{ reset: "after", status: 500 }, /status and reset are different ends/],
    [{ reset: "before", truncate: 5 }, /reset leaves nothing to truncate/],
    [{ reset: "before", effect: true }, /effect says nothing beside reset/],
    [{ delay: 5, effect: true }, /effect needs another answer/],
    [{ delay: 5, headers: { a: "b" } }, /headers need an answer/],
    [{ delay: 5, seed: 1 }, /seed is that of a probability/],
    [{ status: 99, nth: 0, dealy: 5 }, /status is 99, and must be a status from 200 to 599; nth is 0, and must be a whole number from 1; "dealy" is not a property of a rule; there are plane, operation/],
    [{ status: 500, times: 1.5 }, /times is 1\.5/],
    [{ status: 500, probability: 0 }, /probability is 0, and must be a number above 0 and up to 1/],
    [{ status: 500, session: "03" }, /session is "03"/],
    [{ status: 500, headers: { "a b": "c" } }, /headers is \{"a b":"c"\}/],
    [{ status: 500, headers: { a: "b\r\nc: d" } }, /headers is/],
    [{ error: { code: "a", message: "b", text: "c" } }, /error is .*, and must be an object such as \{"code": "AuthorizationFailed"/],
    [{ throttle: {} }, /throttle is \{\}, and must be an object such as \{"retryAfter": 5\}/],
    [{ reset: "during" }, /reset is "during", and must be "before" or "after"/],
    [{ delay: Infinity }, /delay is null|delay is Infinity/],
    [{ body: null }, /body is null/],
    [[], /the rule is \[\], and must be an object such as/],
    [undefined, /the rule is undefined, and must be an object/],
  ])("is refused where it makes no sense: %j", (rule, why) => {
    expect(() => emulator.faults.add(rule as FaultRule)).toThrow(why);
    expect(() => emulator.faults.add(rule as FaultRule)).toThrow(FaultRefused);
    expect(emulator.faults.list()).toEqual([]);
  });

  test("that is refused names each operation once", () => {
    const told = (() => { try { return emulator.faults.add({ operation: "Nothing", status: 500 }); } catch (error) { return (error as Error).message; } })();
    expect(told.match(/Providers_Get\b/g)).toHaveLength(1);
    expect(told.match(/Providers_GetAtTenantScope\b/g)).toHaveLength(1);
  });

  test("that is refused is refused in words, whatever it is", () => {
    fc.assert(fc.property(fc.anything(), (anything) => {
      expect(() => emulator.faults.add(anything as FaultRule)).toThrow(/^Could not add the fault: /);
    }));
  });

  test("is taken as it was when it was added", () => {
    const rule = { body: { a: 1 }, times: undefined };
    const id = add(rule);
    rule.body.a = 2;
    expect(emulator.faults.list()).toEqual([{ id, rule: { body: { a: 1 } }, seen: 0, met: 0 }]);
  });

  test("that is not there can't be taken back", () => {
    const id = add({ status: 500 });
    expect(() => emulator.faults.remove("fault-0")).toThrow(`There is no fault "fault-0". There are ${id}.`);
  });
});

const control = (path: string, options?: Ask) => ask(emulator, `${emulator.httpUrl}/_emulator/${path}`, options);
const post = (path: string, body: unknown) => control(path, { method: "POST", body: JSON.stringify(body) });

describe("faults over the control plane", () => {
  test("are added, listed with how often each was met, and taken back", async () => {
    const added = await post("faults", { operation: "UserSessions_Disconnect", status: 409, times: 1 });
    expect(added).toMatchObject({ status: 201, json: { id: expect.any(String), rule: { operation: "UserSessions_Disconnect", status: 409, times: 1 }, seen: 0, met: 0 } });
    await expect(disconnect()).rejects.toMatchObject({ statusCode: 409 });
    const other = (await post("faults", { delay: 0 })).json;
    expect((await control("faults")).json).toEqual({ faults: [{ ...added.json, seen: 1, met: 1 }, other] });
    expect(await control(`faults/${added.json.id}`, { method: "DELETE" })).toMatchObject({ status: 200, json: { faults: [other] } });
    expect(await control(`faults/${added.json.id}`, { method: "DELETE" })).toMatchObject({ status: 404, json: { error: { code: "FaultNotFound" } } });
    expect((await control("faults", { method: "DELETE" })).json).toEqual({ faults: [] });
  });

  test("are those of a subscription where one is named, and go with it", async () => {
    const other = emulator.addSubscription();
    const all = (await post("faults", { operation: "UserSessions_*", status: 409 })).json;
    const own = (await post(`faults?subscription=${other.toUpperCase()}`, { operation: "UserSessions_*", delay: "1s" })).json;
    expect(own.rule).toMatchObject({ subscriptionId: other });
    expect((await control(`faults?subscription=${other}`)).json.faults).toEqual([own]);
    expect((await control(`faults?subscription=${SUBSCRIPTION}`)).json.faults).toEqual([]);
    expect(await post(`faults?subscription=${other}`, { subscriptionId: SUBSCRIPTION, status: 500 })).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining("Give one of them.") } } });
    expect(await post(`faults?subscription=${TENANT}`, { status: 500 })).toMatchObject({ status: 404 });
    expect(await post(`faults?subscription=${other}`, [])).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining("must be an object such as") } } });
    expect((await control(`faults?subscription=${other}`, { method: "DELETE" })).json).toEqual({ faults: [] });
    expect((await control("faults")).json.faults).toEqual([all]);
    await post(`faults?subscription=${other}`, { status: 500 });
    await control(`reset?subscription=${other}`, { method: "POST" });
    expect((await control("faults")).json.faults).toEqual([all]);
    await post(`faults?subscription=${other}`, { status: 500 });
    emulator.removeSubscription(other);
    expect((await control("faults")).json.faults).toEqual([all]);
  });

  test("are refused with what is allowed", async () => {
    expect(await post("faults", { operation: "Nothing", status: 500 })).toMatchObject({ status: 400, json: { error: { code: "FaultRefused", message: expect.stringContaining("there are UserSessions_Get") } } });
    expect(await control("faults", { method: "POST" })).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining("nothing happens; give one of delay") } } });
    expect(await post("faults", [])).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining("must be an object such as") } } });
  });

  test("are gone after a reset, and a seed can't hold any", async () => {
    await post("faults", { status: 500 });
    await post("reset", {});
    expect((await control("faults")).json).toEqual({ faults: [] });
    await expect(startEmulator({ seed: { subscriptions: {}, faults: [] } as object })).rejects.toThrow("faults: found a property that does not exist");
  });
});

describe("the clock over the control plane", () => {
  test("is frozen, set, moved by a time or by milliseconds, and let run", async () => {
    expect((await post("clock", { freeze: "2026-01-31T08:30:00Z" })).json).toEqual({ now: "2026-01-31T08:30:00.000Z", frozen: true });
    expect((await post("clock", { advance: "10m" })).json.now).toBe("2026-01-31T08:40:00.000Z");
    expect((await post("clock", { advance: -1_500 })).json.now).toBe("2026-01-31T08:39:58.500Z");
    expect((await post("clock", { set: Date.parse("2027-01-01T00:00:00Z") })).json).toEqual({ now: "2027-01-01T00:00:00.000Z", frozen: true });
    expect((await control("clock")).json).toEqual({ now: "2027-01-01T00:00:00.000Z", frozen: true });
    expect((await post("clock", { resume: true })).json.frozen).toBe(false);
    expect((await post("clock", { freeze: true })).json).toMatchObject({ now: expect.stringMatching(/^2027-/), frozen: true });
    const before = new Date().toISOString();
    const { now, frozen } = (await post("clock", { machine: true })).json;
    expect([now >= before && now <= new Date().toISOString(), frozen, emulator.clock.followsMachine]).toEqual([true, false, true]);
  });

  test("is what sessions and tokens are dated by", async () => {
    await post("clock", { freeze: "2030-01-31T08:30:00Z" });
    await post("sessions", { sessionHost: HOST, userPrincipalName: "erin@contoso.com" });
    expect(emulator.world.session(HOST, 4).createTime).toMatch(/^2030-01-31T08:30:00/);
    const caller = await signedIn(emulator);
    await post("clock", { advance: "2 hours" });
    expect((await caller(SESSIONS)).json.error.code).toBe("ExpiredAuthenticationToken");
  });

  test.each([[{}], [{ advance: "soon" }], [{ advance: "" }], [{ advance: null }], [{ freeze: false }], [{ set: "tomorrow" }], [{ set: true }], [{ resume: 1 }], [{ machine: 1 }], [{ freeze: true, advance: 5 }], [{ stop: true }], [[]], [["freeze"]]])("refuses %j and says what to send", async (body) => {
    expect(await post("clock", body)).toMatchObject({ status: 400, json: { error: { message: expect.stringMatching(/^Could not move the clock: .*Send one of \{"freeze": true\}/) } } });
  });

  test("refuses no body at all", async () => {
    expect((await control("clock", { method: "POST" })).status).toBe(400);
  });
});
