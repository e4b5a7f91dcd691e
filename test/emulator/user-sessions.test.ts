import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { HOST, POOL, SESSIONS, SUBSCRIPTION, signedIn } from "./wire";

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
const clock = manualClock("2026-03-11T05:56:45.150Z");

beforeAll(async () => {
  emulator = await startEmulator({ clock });
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());
afterEach(() => emulator.reset());

const id = (session: string) => `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostpools/pool-1/sessionhosts/sh-0.contoso.com/usersessions/${session}`;
const providerError = (text: string) => ({ error: { code: "404", message: expect.stringMatching(new RegExp(`^ActivityId: [0-9a-f-]{36} Error: ${text}$`)) } });

describe("a user session on the wire", () => {
  test("has the service's names, id, type and order of properties", async () => {
    const { status, json, text } = await call(`${SESSIONS}/3`);
    expect(status).toBe(200);
    expect(json).toEqual({
      name: "pool-1/sh-0.contoso.com/3",
      id: id("3"),
      type: "Microsoft.DesktopVirtualization/hostpools/sessionhosts/usersessions",
      properties: {
        createTime: "2026-03-11T05:56:45.15Z",
        userPrincipalName: "bob@contoso.com",
        sessionState: "Active",
        applicationType: "Desktop",
        activeDirectoryUserName: "CONTOSO\\bob",
        objectId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      },
      systemData: { createdBy: null, createdByType: null, createdAt: "2026-03-11T05:56:45.15Z", lastModifiedBy: null, lastModifiedByType: null, lastModifiedAt: null },
    });
    expect(Object.keys(json)).toEqual(["name", "id", "type", "properties", "systemData"]);
    expect([...text.matchAll(/"(createTime|userPrincipalName|sessionState|applicationType|activeDirectoryUserName|objectId)"/g)].map(([, name]) => name)).toEqual(["createTime", "userPrincipalName", "sessionState", "applicationType", "activeDirectoryUserName", "objectId"]);
  });

  test("has systemData in a list by host, and null for it in a list by pool", async () => {
    expect((await call(SESSIONS)).json.value[0].systemData).toMatchObject({ createdAt: "2026-03-11T05:56:45.15Z" });
    expect((await call(`${POOL}/userSessions`)).json.value[0].systemData).toBeNull();
  });

  test.each([
    ["2023-12-21T15:40:08.1500000Z", "2023-12-21T15:40:08.15Z"],
    ["2008-09-22T14:01:54.9571247Z", "2008-09-22T14:01:54.9571247Z"],
    ["2023-12-21T15:40:10.000Z", "2023-12-21T15:40:10Z"],
    ["2023-12-21T15:40:10Z", "2023-12-21T15:40:10Z"],
  ])("writes the time %s as %s", async (createTime, written) => {
    const session = emulator.world.signIn(emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "erin@contoso.com", createTime });
    expect((await call(`${SESSIONS}/${session.id}`)).json.properties.createTime).toBe(written);
  });

  test("is listed by id on its host, and in another order in its pool", async () => {
    const ids = ({ json }: Awaited<ReturnType<typeof call>>) => json.value.map(({ name }: { name: string }) => name);
    expect(ids(await call(SESSIONS))).toEqual(["pool-1/sh-0.contoso.com/2", "pool-1/sh-0.contoso.com/3", "pool-1/sh-0.contoso.com/5"]);
    expect(ids(await call(`${POOL}/userSessions`)).filter((name: string) => name.includes("sh-0"))).toEqual(["pool-1/sh-0.contoso.com/3", "pool-1/sh-0.contoso.com/5", "pool-1/sh-0.contoso.com/2"]);
  });

  test("is found whatever the case of the path, and gives the caller's case back", async () => {
    const { status, json } = await call(SESSIONS.replace("pool-1", "POOL-1").replace("sh-0", "SH-0").replace("userSessions", "USERSESSIONS").replace("resourceGroups", "resourcegroups"));
    expect(status).toBe(200);
    expect(json.value[0].name).toBe("POOL-1/SH-0.contoso.com/2");
    expect(json.value[0].id).toContain("/hostpools/POOL-1/sessionhosts/SH-0.contoso.com/usersessions/2");
  });
});

describe("a list", () => {
  test("says null where there is no next page", async () => {
    expect((await call(SESSIONS)).text).toMatch(/"nextLink":null}$/);
  });

  test("of a host that nobody is logged on to is empty, not an error", async () => {
    for (const each of [...emulator.world.sessionHost("sh-0.contoso.com").sessions.walk()]) emulator.world.logOff(each);
    expect((await call(SESSIONS)).text).toBe('{"value":[],"nextLink":null}');
  });

  test("gives the next page as an absolute https link with the api-version in it", async () => {
    const { nextLink } = (await call(`${POOL}/userSessions?pageSize=2&$filter=userPrincipalName ne 'x'`.replaceAll(" ", "%20"))).json;
    const link = new URL(nextLink);
    expect(link.origin).toBe(emulator.url);
    expect(link.searchParams.get("api-version")).toBe("2024-04-03");
    expect(link.searchParams.get("$filter")).toBe("userPrincipalName ne 'x'");
    expect((await call(nextLink)).json).toMatchObject({ value: [{}, {}], nextLink: null });
  });

  test.each(["pageSize=0", "pageSize=ten", "initialSkip=-1", "initialSkip=2147483648", "isDescending=perhaps", "$skipToken=zz"])("refuses %s", async (parameter) => {
    expect(await call(`${SESSIONS}?${parameter}`)).toMatchObject({ status: 400, json: { error: { code: "400" } } });
  });

  test.each(["True", "true", "TRUE"])("reads isDescending=%s", async (value) => {
    expect((await call(`${SESSIONS}?isDescending=${value}`)).json.value[0].name).toBe("pool-1/sh-0.contoso.com/5");
  });
});

describe("a session that is not there", () => {
  test("is a 404 on Get", async () => {
    expect(await call(`${SESSIONS}/9`)).toMatchObject({ status: 404, json: providerError("User session does not exist") });
  });

  test("is a 204 on Delete, and a 404 when forced", async () => {
    expect(await call(`${SESSIONS}/9`, { method: "DELETE" })).toMatchObject({ status: 204, text: "" });
    expect(await call(`${SESSIONS}/9?force=True`, { method: "DELETE" })).toMatchObject({ status: 404, json: providerError("User session ID not found") });
  });

  test.each(["sendMessage", "disconnect"])("is a 404 on %s", async (action) => {
    expect(await call(`${SESSIONS}/9/${action}`, { method: "POST" })).toMatchObject({ status: 404, json: providerError("User session ID not found") });
  });

  test("names the answer's x-ms-correlation-id in its message", async () => {
    const { headers, json } = await call(`${SESSIONS}/9`);
    expect(json.error.message).toContain(`ActivityId: ${String(headers["x-ms-correlation-id"])} `);
  });

  test("is one whose id is no number, or has zeros before it", async () => {
    for (const id of ["abc", "02", "-2"]) expect((await call(`${SESSIONS}/${id}`)).status).toBe(404);
  });
});

describe("an action", () => {
  test.each([
    ["POST", "/3/disconnect", 200],
    ["POST", "/5/disconnect", 200],
    ["DELETE", "/3", 200],
    ["DELETE", "/3?force=true", 200],
  ])("%s %s answers %i and no body", async (method, path, status) => {
    expect(await call(SESSIONS + path, { method })).toMatchObject({ status, text: "", headers: { "content-length": "0" } });
  });

  test("sends a message with or without its parts", async () => {
    for (const body of ['{"messageTitle":"t","messageBody":"b"}', "{}", undefined]) {
      expect(await call(`${SESSIONS}/2/sendMessage`, { method: "POST", ...(body === undefined ? {} : { body }) })).toMatchObject({ status: 200, text: "" });
    }
    expect(emulator.world.messages.map(({ title, body }) => [title, body])).toEqual([["t", "b"], ["", ""], ["", ""]]);
  });

  test("does not send a message that is no text", async () => {
    expect(await call(`${SESSIONS}/2/sendMessage`, { method: "POST", body: '{"messageBody":5}' })).toMatchObject({ status: 400, json: { error: { code: "InvalidRequestContent", message: expect.stringContaining("messageBody must be a text, found 5") } } });
    expect(emulator.world.messages).toEqual([]);
  });

  test("sends to a disconnected session, which does not show it", async () => {
    await call(`${SESSIONS}/5/sendMessage`, { method: "POST", body: '{"messageBody":"b"}' });
    expect(emulator.world.messages).toMatchObject([{ userPrincipalName: "carol@contoso.com", shown: false }]);
  });

  test("sendMessage alone wants the host's name in its own case", async () => {
    const shouted = SESSIONS.replace("sh-0", "SH-0");
    expect((await call(`${shouted}/2`)).status).toBe(200);
    expect((await call(`${shouted}/2/disconnect`, { method: "POST" })).status).toBe(200);
    expect(await call(`${shouted}/2/sendMessage`, { method: "POST", body: "{}" })).toMatchObject({ status: 404, json: providerError("User session ID not found") });
  });
});

describe("a session host", () => {
  test("that is not there is the provider's 404", async () => {
    expect(await call(`${POOL}/sessionHosts/sh-9.contoso.com`)).toMatchObject({ status: 404, json: providerError("SessionHost does not exist") });
  });

  test("is changed by PATCH, and says by whom and when", async () => {
    clock.advance(60_000);
    const { status, json } = await call(HOST, { method: "PATCH", body: '{"properties":{"allowNewSession":false,"assignedUser":"alice@contoso.com"}}' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      name: "pool-1/sh-0.contoso.com",
      type: "Microsoft.DesktopVirtualization/hostpools/sessionhosts",
      properties: { allowNewSession: false, assignedUser: "alice@contoso.com", friendlyName: null, sessions: 3 },
      systemData: { lastModifiedBy: "22222222-2222-2222-2222-222222222222", lastModifiedAt: "2026-03-11T05:57:45.15Z" },
    });
    expect((await call(HOST)).json).toEqual(json);
  });

  const deleteHost = (query = "", host = HOST) => call(`${host}${query}`, { method: "DELETE" });

  test("with sessions on it is not removed without force, and with it they end", async () => {
    expect(await deleteHost()).toMatchObject({ status: 409, json: { error: { code: "409", message: expect.stringMatching(/Error: Could not remove sh-0\.contoso\.com: it has 3 sessions\./) } } });
    expect((await call(SESSIONS)).json.value).toHaveLength(3);
    expect(await deleteHost("?force=True")).toMatchObject({ status: 200, text: "" });
    expect(await call(HOST)).toMatchObject({ status: 404, json: providerError("SessionHost does not exist") });
    expect((await call(`${POOL}/userSessions`)).json.value.map(({ properties }: any) => properties.userPrincipalName)).toEqual(["dave@contoso.com"]);
    expect((await call(`${POOL}/sessionHosts`)).json.value).toHaveLength(1);
  });

  test("without sessions is removed, and is a 204 from then on, forced or not", async () => {
    for (const session of [...emulator.world.sessionHost("sh-0.contoso.com").sessions.walk()]) emulator.world.logOff(session);
    expect((await deleteHost()).status).toBe(200);
    for (const query of ["", "?force=true"]) expect(await deleteHost(query)).toMatchObject({ status: 204, text: "" });
    expect((await deleteHost("", HOST.replace("pool-1", "pool-9"))).status).toBe(404);
  });

  test.each([
    '{"properties":{"allowNewSession":"false"}}',
    '{"properties":{"allowNewSession":false,"friendlyName":5}}',
    '{"properties":{"friendlyName":"mine","assignedUser":["alice@contoso.com"]}}',
    '{"properties":{"assignedUser":"alice@contoso.com","allowNewSession":0}}',
    '{"properties":[]}',
    "[]",
    '"x"',
    "{",
  ])("refuses the change %s, and nothing of it is done", async (body) => {
    const before = (await call(HOST)).json;
    expect(await call(HOST, { method: "PATCH", body })).toMatchObject({ status: 400, json: { error: { code: "InvalidRequestContent" } } });
    expect((await call(HOST)).json).toEqual(before);
  });
});
