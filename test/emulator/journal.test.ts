import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, type JournalEntry, manualClock, type RequestFilter, startEmulator } from "../../emulator/index";
import { uncaught } from "./uncaught";
import { ask, askForToken, CLIENT, HOST, POOL, SECRET, SESSIONS, signedIn, SUBSCRIPTION } from "./wire";

const NOON = "2026-01-31T12:00:00.000Z";
const broken = new Error("The listener is broken.");

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => void (emulator = await startEmulator({ clock: manualClock(NOON) })));
afterAll(() => emulator.close());
beforeEach(async () => {
  emulator.clock.set(NOON);
  emulator.reset();
  call = await signedIn(emulator);
  emulator.forgetRequests();
});

const control = async (path: string, method = "GET") => {
  const { status, json } = await ask(emulator, `${emulator.httpUrl}/_emulator/${path}`, { method });
  return { status, json };
};
const last = (): JournalEntry => emulator.requests().at(-1)!;
/** What is asked for, in one word each. */
const words = (entries: readonly JournalEntry[]): string[] => entries.map(({ operation, target }) => `${operation ?? "?"} ${target?.sessionHostName ?? "-"}`);

describe("an entry of the journal", () => {
  test("tells who asked for what, when, of which session, with which answer", async () => {
    const { json: answer } = await call(`${SESSIONS}/3`);
    expect(last()).toEqual({
      id: expect.any(Number),
      at: NOON,
      method: "GET",
      url: `${SESSIONS}/3?api-version=2024-04-03`,
      operation: "UserSessions_Get",
      target: { subscriptionId: SUBSCRIPTION, resourceGroupName: "rg-avd", hostPoolName: "pool-1", sessionHostName: "sh-0.contoso.com", userSessionId: "3" },
      status: 200,
      ms: expect.any(Number),
      principal: CLIENT,
      error: null,
      answer,
      effects: [],
      effectsLeftOut: 0,
      fault: null,
      nearest: null,
    });
  });

  test("tells what the call did to the world", async () => {
    await call(`${SESSIONS}/3/disconnect`, { method: "POST" });
    expect(last().effects).toMatchObject([{ type: "session.disconnected", sessionHost: "sh-0.contoso.com", userSessionId: 3, userPrincipalName: "bob@contoso.com", from: "Active", to: "Disconnected" }]);
    await call(`${SESSIONS}/3`, { method: "DELETE" });
    expect(last()).toMatchObject({ answer: null, effects: [{ type: "session.loggedOff" }] });
    await call(HOST, { method: "PATCH", body: '{"properties":{"allowNewSession":false}}' });
    expect(last().effects).toMatchObject([{ type: "host.drained", by: CLIENT }]);
  });

  test("keeps the beginning of a long text, and of many effects", async () => {
    await call(`${SESSIONS}/3/sendMessage`, { method: "POST", body: JSON.stringify({ messageTitle: "t".repeat(1_000), messageBody: "b".repeat(1_001) }) });
    expect(last().effects).toMatchObject([{ type: "message.sent", title: "t".repeat(1_000), body: `${"b".repeat(999)}…`, shown: true }]);
    const host = emulator.world.sessionHost("sh-0.contoso.com");
    const before = host.sessionCount;
    for (let n = 0; n < 150; n++) emulator.world.signIn(host, { userPrincipalName: `user-${n}@contoso.com` });
    await call(`${HOST}?force=true`, { method: "DELETE" });
    expect(last().effects).toHaveLength(100);
    // Each session, and then the host.
    expect(last().effectsLeftOut).toBe(before + 150 + 1 - 100);
  });

  test("has no effect that was somebody else's", async () => {
    emulator.world.reconnect(emulator.world.session("sh-0.contoso.com", 5));
    await call(`${SESSIONS}/5`);
    expect(last().effects).toEqual([]);
    await call(`${SESSIONS}/9/disconnect`, { method: "POST" });
    emulator.world.disconnect(emulator.world.session("sh-0.contoso.com", 5));
    expect(last()).toMatchObject({ status: 404, effects: [] });
    await call(`${SESSIONS}/3`, { method: "DELETE" });
    emulator.world.reconnect(emulator.world.session("sh-0.contoso.com", 5));
    expect(last().effects).toMatchObject([{ type: "session.loggedOff" }]);
  });

  test("tells why a request was refused, in the words of its answer", async () => {
    const { json } = await call(`${SESSIONS}/9`);
    expect(last()).toMatchObject({ status: 404, error: json.error });
    await ask(emulator, SESSIONS);
    expect(last()).toMatchObject({ status: 400, principal: null, target: { sessionHostName: "sh-0.contoso.com" }, error: { code: "MissingApiVersionParameter" } });
    await askForToken(emulator, { client_secret: "wrong" });
    expect(last()).toMatchObject({ status: 401, answer: null, error: { code: "invalid_client", message: expect.stringMatching(/^AADSTS7000215: /) } });
  });

  test("of a token has the name that faults know it by", async () => {
    await askForToken(emulator, { client_secret: "wrong" });
    await ask(emulator, `${emulator.httpUrl}/metadata/identity/oauth2/token`);
    await ask(emulator, `${emulator.httpUrl}/msi/token`);
    expect(emulator.requests({ operation: "token" }).map(({ operation, status }) => [operation, status])).toEqual([["Token", 401], ["Token", 400], ["Token", 401]]);
  });

  test("of what is not to be had over http tells so", async () => {
    const { json } = await ask(emulator, `${emulator.httpUrl}${SESSIONS}/3`);
    expect(last()).toMatchObject({ status: 404, error: json.error });
    expect(json.error.message).toContain("Azure Resource Manager and the token endpoint are on the https URL.");
  });

  test("of something else than a resource has no target", async () => {
    await ask(emulator, "/hostPools/pool-1/sessionHosts/sh-0.contoso.com");
    expect(last()).toMatchObject({ target: null, operation: null });
  });

  test("names the fault that was met, also where nothing was answered", async () => {
    const slow = emulator.faults.add({ operation: "UserSessions_Get", status: 503, body: { error: { code: "ServerBusy", message: "Later." } } });
    await call(`${SESSIONS}/3`);
    expect(last()).toMatchObject({ status: 503, fault: slow, error: { code: "ServerBusy", message: "Later." } });
    emulator.faults.clear();
    const cut = emulator.faults.add({ operation: "UserSessions_Get", reset: "before" });
    await expect(call(`${SESSIONS}/3`)).rejects.toThrow();
    expect(last()).toMatchObject({ status: null, ms: null, fault: cut, operation: "UserSessions_Get", principal: CLIENT });
  });

  test("of a virtual desktop session names its host and id", async () => {
    const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header><a:To>${emulator.url}/wsman</a:To><w:ResourceURI>http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession</w:ResourceURI><a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><a:Action>http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession/Disconnect</a:Action><a:MessageID>uuid:1</a:MessageID><w:SelectorSet><w:Selector Name="SessionId">3</w:Selector><w:Selector Name="VMHostName">hv-0.contoso.com</w:Selector></w:SelectorSet></s:Header><s:Body><p:Disconnect_INPUT xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession"/></s:Body></s:Envelope>`;
    const headers = { "content-type": "application/soap+xml;charset=UTF-8", authorization: `Basic ${Buffer.from("CONTOSO\\rdsadmin:emulator-secret").toString("base64")}` };
    const wsman = (body: string) => ask(emulator, "/wsman", { method: "POST", headers, body });
    await wsman(envelope);
    expect(last()).toMatchObject({ status: 200, target: { VMHostName: "hv-0.contoso.com", SessionId: "3" }, principal: "CONTOSO\\rdsadmin", answer: null, effects: [{ type: "desktop.disconnected", vmName: "vdi-002" }] });
    await wsman(envelope.replace("\"SessionId\"", "\"Nonsense\""));
    expect(last()).toMatchObject({ status: 500, error: { code: expect.stringMatching(/^\w+:\w+$/), message: expect.any(String) }, effects: [] });
    const named = (operation: string) => emulator.requests({ operation });
    for (const name of ["Win32_VirtualDesktopSession.Disconnect", "*.disconnect", named("disconnect")[0]!.operation!]) expect(named(name)).toEqual(named("disconnect").slice(0, name.includes("SessionId") ? 1 : 2));
    expect(emulator.requests({ sessionHost: "HV-0.contoso.com", operation: "disconnect" })).toHaveLength(2);
  });

  test("has no answer of more than 4,096 characters: the journal of a long list would fill the memory", async () => {
    const users = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [index + 2, `user${index}@contoso.com`]));
    const many = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: { "sh-0.contoso.com": { userSessions: users } } } } } } } } } });
    try {
      const { text } = await (await signedIn(many))(SESSIONS);
      expect(text.length).toBeGreaterThan(4_096);
      expect(many.requests().at(-1)).toMatchObject({ status: 200, answer: null });
      // One character decides.
      for (const [length, kept] of [[4_096, true], [4_097, false]] as const) {
        const body = "x".repeat(length);
        many.faults.add({ operation: "UserSessions_Get", body, times: 1 });
        await (await signedIn(many))(`${SESSIONS}/2`);
        expect(many.requests().at(-1)).toMatchObject({ operation: "UserSessions_Get", answer: kept ? body : null });
      }
    } finally {
      await many.close();
    }
  });

  test("never has a token, a secret or a password, wherever a client put it", async () => {
    const { access_token } = (await askForToken(emulator)).json;
    await call(`${SESSIONS}?client_secret=${SECRET}&access_token=${access_token}&force=true`);
    const { json } = await control("requests");
    expect(json.requests.at(-1).url).toBe(`${SESSIONS}?client_secret=***&access_token=***&force=true&api-version=2024-04-03`);
    expect(JSON.stringify(json)).not.toContain(SECRET);
    expect(JSON.stringify(json)).not.toContain("eyJ");
  });
});

describe("looking up requests", () => {
  beforeEach(async () => {
    await call(`${SESSIONS}/3/disconnect`, { method: "POST" });
    await call(`${SESSIONS.replace("sh-0", "sh-1")}/9`);
    emulator.clock.advance(60_000);
    await call(`${POOL}/userSessions`);
    await ask(emulator, "/nowhere");
  });

  test.each<[RequestFilter, string[]]>([
    [{}, ["UserSessions_Disconnect sh-0.contoso.com", "UserSessions_Get sh-1.contoso.com", "UserSessions_ListByHostPool -", "? -"]],
    [{ operation: "usersessions_disconnect" }, ["UserSessions_Disconnect sh-0.contoso.com"]],
    [{ status: 404 }, ["UserSessions_Get sh-1.contoso.com"]],
    [{ status: "4XX" }, ["UserSessions_Get sh-1.contoso.com", "? -"]],
    [{ method: "post" }, ["UserSessions_Disconnect sh-0.contoso.com"]],
    [{ principal: CLIENT, status: "2xx" }, ["UserSessions_Disconnect sh-0.contoso.com", "UserSessions_ListByHostPool -"]],
    [{ operation: "UserSessions_D*" }, ["UserSessions_Disconnect sh-0.contoso.com"]],
    [{ sessionHost: "SH-1.contoso.com" }, ["UserSessions_Get sh-1.contoso.com"]],
    [{ subscription: SUBSCRIPTION.toUpperCase(), limit: 2 }, ["UserSessions_Get sh-1.contoso.com", "UserSessions_ListByHostPool -"]],
    [{ since: "2026-01-31T12:00:30Z" }, ["UserSessions_ListByHostPool -", "? -"]],
    [{ limit: 1 }, ["? -"]],
    [{ limit: 0 }, []],
    [{ subscription: "00000000-0000-0000-0000-000000000002" }, []],
  ])("by %j, in code as over the control plane", async (filter, expected) => {
    expect(words(emulator.requests(filter))).toEqual(expected);
    const { json } = await control(`requests?${new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)])).toString()}`);
    expect(json.requests).toEqual(emulator.requests(filter));
  });

  test("goes on after the one that was seen last, also while the clock stands still", async () => {
    const { id } = emulator.requests().at(-2)!;
    expect(words(emulator.requests({ after: id }))).toEqual(["? -"]);
    expect((await control(`requests?after=${id}`)).json.requests).toHaveLength(1);
    emulator.reset();
    await call(SESSIONS);
    expect(emulator.requests({ after: id })).toHaveLength(1);
  });

  test("forgets those that are meant, and leaves the others", async () => {
    expect(await control("requests?status=4xx", "DELETE")).toEqual({ status: 200, json: { forgotten: 2 } });
    expect(words(emulator.requests())).toEqual(["UserSessions_Disconnect sh-0.contoso.com", "UserSessions_ListByHostPool -"]);
    expect((await control("requests", "DELETE")).json).toEqual({ forgotten: 2 });
    expect(emulator.requests()).toEqual([]);
  });

  test.each([
    ["hosts=sh-0", 'takes no parameter "hosts". It takes operation, status, method, principal, subscription, sessionHost, since, after, limit.'],
    ["status=6xx", 'status is "6xx", and must be a status such as 404, or a class of them such as 4xx.'],
    ["since=yesterday", 'since is "yesterday", and must be an instant such as 2026-01-31T08:30:00Z, or milliseconds since 1970.'],
    ["since=2026", "since is 2026, and must be an instant such as"],
    ["since=1769848200", "since is 1769848200, and must be an instant such as"],
    ["limit=-1", 'limit is "-1", and must be a whole number.'],
    ["after=x", 'after is "x", and must be a whole number.'],
    ["status=404&status=405", 'status is ["404","405"]. Give it once'],
    ["operation=UserSessions_Disconect", 'operation is "UserSessions_Disconect", and must be one that there is: UserSessions_Get, '],
  ])("refuses %s", async (query, message) => {
    for (const method of ["GET", "DELETE"]) expect(await control(`requests?${query}`, method)).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining(message) } } });
    expect(emulator.requests()).toHaveLength(4);
  });

  test("is told of each request when it has its answer, until that is ended", async () => {
    const heard: JournalEntry[] = [];
    const stop = emulator.onRequest((entry) => heard.push(entry));
    await call(`${SESSIONS}/3`, { method: "DELETE" });
    expect(heard).toEqual([last()]);
    emulator.faults.add({ operation: "UserSessions_Get", reset: "before" });
    await expect(call(`${SESSIONS}/2`)).rejects.toThrow();
    expect(heard.map(({ status }) => status)).toEqual([200, null]);
    stop();
    await call(SESSIONS);
    expect(heard).toHaveLength(2);
  });

  test.each<[string, () => unknown]>([
    ["throws", () => { throw broken; }],
    ["rejects", () => Promise.reject(broken)],
  ])("of a listener that %s is an uncaught exception, and the client has its answer", async (_how, listener) => {
    const stop = emulator.onRequest(listener);
    const heard: JournalEntry[] = [];
    const stopOther = emulator.onRequest((entry) => heard.push(entry));
    let answer: ReturnType<typeof call>;
    expect(await uncaught(() => (answer = call(`${SESSIONS}/3`)))).toBe(broken);
    expect((await answer!).status).toBe(200);
    stop();
    stopOther();
    expect(heard).toHaveLength(1);
  });
});
