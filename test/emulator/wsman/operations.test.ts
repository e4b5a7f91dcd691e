import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../../emulator/index";
import { ask } from "../wire";
import { ANONYMOUS, ANY_CLASS, basic, contextOf, ENUMERATION, enumerate, envelope, GET, invoke, PASSWORD, post, pull, query, RDMS, SELECTOR_FILTER, send, SESSION, texts, USER, users, WQL } from "./wire";

const clock = manualClock("2026-01-31T08:30:00Z");
let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator({ clock })));
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
const identify = (namespace = IDENTITY) => `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body><i:Identify xmlns:i="${namespace}"/></e:Body></e:Envelope>`;

describe("Identify", () => {
  test.each([IDENTITY, IDENTITY.replace("identity/", "identify/"), "http://schemas.dmtf.org/wbem/wsman/identity/1", "http://schemas.dmtf.org/wbem/wsman/identify/1"])("tells who has signed in which Windows it is: %s", async (namespace) => {
    const answer = await post(emulator, identify(namespace));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ "content-type": "application/soap+xml;charset=UTF-8", server: "Microsoft-HTTPAPI/2.0" });
    expect(answer.text).toContain(`="${namespace}"`);
    expect(texts(answer, "ProtocolVersion")).toEqual(["http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"]);
    expect(texts(answer, "ProductVersion")[0]).toMatch(/^OS: \d+\.\d+\.\d+ SP: 0\.0 Stack: 3\.0$/);
  });

  test("tells who has not signed in, and says so, no version", async () => {
    const answer = await post(emulator, identify(), { authorization: "", headers: { WSMANIDENTIFY: "unauthenticated" } });
    expect(texts(answer, "ProductVersion")).toEqual(["OS: 0.0.0 SP: 0.0 Stack: 3.0"]);
  });

  test("is all that may be asked without signing in", async () => {
    const unsigned = { authorization: "", headers: { WSMANIDENTIFY: "unauthenticated" } };
    expect((await send(emulator, enumerate(), unsigned)).text).toContain("w:AccessDenied");
    expect((await post(emulator, identify(), { authorization: "" })).status).toBe(401);
  });

  test("may be asked without signing in by who signs in all the same", async () => {
    const headers = { WSMANIDENTIFY: "unauthenticated" };
    expect(users(await send(emulator, enumerate(), { headers }))).toEqual(["alice", "bob", "carol"]);
    expect(texts(await post(emulator, identify(), { headers }), "ProductVersion")[0]).not.toContain("0.0.0");
    expect((await post(emulator, identify(), { headers, authorization: basic(USER, "wrong") })).status).toBe(401);
  });
});

describe("a caller who does not sign in", () => {
  test.each([["without a name", ""], ["with a wrong password", basic(USER, "wrong")], ["with a wrong name", basic("CONTOSO\\nobody", PASSWORD)], ["with the name of another domain", basic("FABRIKAM\\rdsadmin", PASSWORD)], ["with no colon", `Basic ${Buffer.from(USER).toString("base64")}`]])(
    "%s is told how, in an empty answer",
    async (_, authorization) => {
      const answer = await send(emulator, enumerate(), { authorization });
      expect(answer).toMatchObject({ status: 401, text: "", headers: { server: "Microsoft-HTTPAPI/2.0" } });
      expect(answer.headers["www-authenticate"]).toContain('Basic realm="WSMAN"');
    },
  );

  test.each(["contoso\\RDSADMIN", "rdsadmin@contoso.com", "rdsadmin"])("may write the user's name as %s", async (name) => {
    expect((await send(emulator, enumerate(), { authorization: basic(name, PASSWORD) })).status).toBe(200);
  });

  test("over http is not offered to send a password, unless the option says so", async () => {
    const answer = await send(emulator, enumerate(), { url: emulator.httpUrl });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"] ?? "").not.toContain("Basic");
    const open = await startEmulator({ allowUnencrypted: true });
    try {
      expect(users(await send(open, enumerate(), { url: open.httpUrl }))).toEqual(["alice", "bob", "carol"]);
    } finally {
      await open.close();
    }
  });
});

describe("Enumerate", () => {
  test("answers, optimised, with all instances and their end", async () => {
    const answer = await send(emulator, enumerate());
    expect(answer.status).toBe(200);
    expect(texts(answer, "Action")).toEqual([`${ENUMERATION}/EnumerateResponse`]);
    expect(texts(answer, "To")).toEqual([ANONYMOUS]);
    expect(texts(answer, "RelatesTo")).toEqual(["uuid:0D2C7B1E-9A4F-4C3B-8A5E-1F2E3D4C5B6A"]);
    expect(texts(answer, "MessageID")[0]).toMatch(/^uuid:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(answer.text).toContain("<n:EnumerateResponse><n:EnumerationContext></n:EnumerationContext><w:Items>");
    expect(answer.text).toContain("</w:Items><w:EndOfSequence/></n:EnumerateResponse>");
    expect(answer.text).toContain(
      `<p:Win32_VirtualDesktopSession xmlns:p="${SESSION}" xsi:type="p:Win32_VirtualDesktopSession_Type"><p:ClientMachineName xsi:nil="true"/><p:CollectionId>Pool1</p:CollectionId><p:ConnectState>4</p:ConnectState>` +
        "<p:DomainName>CONTOSO</p:DomainName><p:SessionId>2</p:SessionId><p:UserName>carol</p:UserName><p:VMHostName>hv-1.contoso.com</p:VMHostName><p:VMName>vdi-101</p:VMName></p:Win32_VirtualDesktopSession>",
    );
    expect(users(answer)).toEqual(["alice", "bob", "carol"]);
  });

  test("answers, not optimised, with a context alone, from which one is pulled at a time", async () => {
    const began = await send(emulator, enumerate("", SESSION, ""));
    expect(began.text).not.toContain("Items>");
    const seen: string[][] = [];
    let answer = began;
    while (!answer.text.includes("<n:EndOfSequence/>")) {
      answer = await send(emulator, pull(contextOf(answer)));
      expect(texts(answer, "Action")).toEqual([`${ENUMERATION}/PullResponse`]);
      seen.push(users(answer));
    }
    expect(seen).toEqual([["alice"], ["bob"], ["carol"]]);
    expect(answer.text).not.toContain("EnumerationContext");
  });

  test("hands out one item where nothing is said, and as many as are wanted where it is", async () => {
    const one = await send(emulator, enumerate("", SESSION, "<wsman:OptimizeEnumeration/>"));
    expect(users(one)).toEqual(["alice"]);
    expect(one.text).not.toContain("EndOfSequence");
    expect(users(await send(emulator, pull(contextOf(one), "<wsen:MaxTime>PT60S</wsen:MaxTime><wsen:MaxElements>2</wsen:MaxElements>")))).toEqual(["bob", "carol"]);
  });

  test("of nothing is an end at once", async () => {
    const empty = await startEmulator({ seed: { subscriptions: {}, rds: {} } });
    try {
      const answer = await send(empty, enumerate());
      expect(answer.text).toContain("<w:Items></w:Items><w:EndOfSequence/>");
      const context = contextOf(await send(empty, enumerate("", SESSION, "")));
      expect((await send(empty, pull(context))).text).toContain("<n:PullResponse><n:Items></n:Items><n:EndOfSequence/></n:PullResponse>");
    } finally {
      await empty.close();
    }
  });

  test("answers with endpoint references, whose text a client may paste into its next request", async () => {
    const answer = await send(emulator, enumerate("<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"));
    expect(answer.text).not.toContain("<p:");
    const [, parameters] = /<wsa:ReferenceParameters>(.*?)<\/wsa:ReferenceParameters>/.exec(answer.text)!;
    expect(parameters).toContain(`<wsman:ResourceURI>${SESSION}</wsman:ResourceURI>`);
    expect(texts(await send(emulator, { action: GET, headers: parameters! }), "VMName")).toEqual(["vdi-001"]);
  });

  test("answers with objects and references together", async () => {
    const answer = await send(emulator, enumerate("<wsman:EnumerationMode>EnumerateObjectAndEPR</wsman:EnumerationMode>"));
    expect(answer.text.match(/<w:Item><p:Win32_VirtualDesktopSession .*?<\/p:Win32_VirtualDesktopSession><wsa:EndpointReference .*?<\/wsa:EndpointReference><\/w:Item>/g)).toHaveLength(3);
  });

  test.each([
    ["Win32_RDMSVirtualDesktopCollection", "Alias", ["Pool1"]],
    ["Win32_RDMSVirtualDesktop", "Name", ["vdi-001", "vdi-002", "vdi-101"]],
    ["win32_rdmsvirtualdesktop", "VMState", ["2", "2", "2"]],
  ])("reads %s", async (name, property, values) => {
    expect(texts(await send(emulator, enumerate("", `${RDMS}/${name}`)), property)).toEqual(values);
  });

  test("reads the state of a desktop as a number, and who is on it", async () => {
    const { rds } = emulator.world;
    rds.logOff(rds.session("hv-0.contoso.com", 2));
    const seen = async () => texts(await send(emulator, enumerate("", `${RDMS}/Win32_RDMSVirtualDesktop`)), "VMState")[0];
    // https://learn.microsoft.com/windows/win32/termserv/win32-rdmsvirtualdesktop-getvirtualdesktopstate
    for (const [state, number] of [["Off", "3"], ["Paused", "32768"], ["Saved", "32769"], ["Running", "2"]] as const) {
      rds.setState(rds.desktop("vdi-001"), state);
      expect(await seen()).toBe(number);
    }
    const answer = await send(emulator, enumerate("", `${RDMS}/Win32_RDMSVirtualDesktop`));
    expect(texts(answer, "SessionUserName")).toEqual(["CONTOSO\\bob", "CONTOSO\\carol"]);
    expect(answer.text).toContain('<p:SessionUserName xsi:nil="true"/>');
  });

  test("reads the name of a collection, which is not its alias", async () => {
    emulator.world.rds.addCollection("Pool2", { name: "Second pool" });
    const answer = await send(emulator, enumerate("", `${RDMS}/Win32_RDMSVirtualDesktopCollection`));
    expect([texts(answer, "Alias")[1], texts(answer, "Name")[1]]).toEqual(["Pool2", "Second pool"]);
  });

  test("takes a filter by selectors, keys or not, without regard to case", async () => {
    const filter = (name: string, value: string, resource = SESSION) => enumerate(`<wsman:Filter Dialect="${SELECTOR_FILTER}"><wsman:SelectorSet><wsman:Selector Name="${name}">${value}</wsman:Selector></wsman:SelectorSet></wsman:Filter>`, resource);
    expect(users(await send(emulator, filter("vmhostname", "HV-0.contoso.com")))).toEqual(["alice", "bob"]);
    expect(users(await send(emulator, filter("ConnectState", "4")))).toEqual(["carol"]);
    const collections = async (isHa: string) => texts(await send(emulator, filter("IsHA", isHa, `${RDMS}/Win32_RDMSVirtualDesktopCollection`)), "Alias");
    expect(await collections("False")).toEqual(["Pool1"]);
    expect(await collections("true")).toEqual([]);
  });

  test("takes a query, whose filter may stand in either namespace", async () => {
    const wql = "SELECT * FROM Win32_VirtualDesktopSession WHERE ConnectState = 4";
    expect(users(await send(emulator, query(wql)))).toEqual(["carol"]);
    for (const resource of [ANY_CLASS, SESSION, `${RDMS}/win32_virtualdesktopsession`]) expect(users(await send(emulator, enumerate(`<wsen:Filter Dialect="${WQL}">${wql}</wsen:Filter>`, resource)))).toEqual(["carol"]);
  });

  test("answers a query of columns with fragments, in the order of the alphabet", async () => {
    const { text } = await send(emulator, query("SELECT VMName, ClientMachineName, ConnectState FROM Win32_VirtualDesktopSession WHERE UserName = 'bob'"));
    expect(text).toContain('<w:Items><w:XmlFragment><ClientMachineName xsi:nil="true"/><ConnectState>0</ConnectState><VMName>vdi-002</VMName></w:XmlFragment></w:Items>');
  });

  test("shows the world as it is when an item is sent", async () => {
    const context = contextOf(await send(emulator, enumerate("", SESSION, "")));
    emulator.world.rds.disconnect(emulator.world.rds.session("hv-0.contoso.com", 2));
    expect(texts(await send(emulator, pull(context)), "ConnectState")).toEqual(["4"]);
  });
});

describe("a context", () => {
  const begun = async () => contextOf(await send(emulator, enumerate("", SESSION, "")));

  test("is good for a minute after its last use", async () => {
    const context = await begun();
    clock.advance(59_999);
    const next = contextOf(await send(emulator, pull(context)));
    clock.advance(59_999);
    expect(users(await send(emulator, pull(next)))).toEqual(["bob"]);
    const late = await begun();
    clock.advance(60_000);
    expect((await send(emulator, pull(late))).text).toContain("n:InvalidEnumerationContext");
  });

  test("is forgotten in its time, also behind one from before the clock was set back", async () => {
    await begun();
    clock.advance(-3_600_000);
    const context = await begun();
    clock.advance(60_000);
    expect((await send(emulator, pull(context))).text).toContain("n:InvalidEnumerationContext");
  });

  test("is good for one pull", async () => {
    const context = await begun();
    await send(emulator, pull(context));
    expect((await send(emulator, pull(context))).text).toContain("n:InvalidEnumerationContext");
  });

  test("is gone when it was released, and with a reset", async () => {
    const context = await begun();
    const release = { action: `${ENUMERATION}/Release`, resource: SESSION, body: `<wsen:Release><wsen:EnumerationContext>${context}</wsen:EnumerationContext></wsen:Release>` };
    const released = await send(emulator, release);
    expect(texts(released, "Action")).toEqual([`${ENUMERATION}/ReleaseResponse`]);
    expect(released.text).toContain("<s:Body></s:Body>");
    expect((await send(emulator, pull(context))).text).toContain("n:InvalidEnumerationContext");
    const forgotten = await begun();
    emulator.reset();
    expect((await send(emulator, pull(forgotten))).text).toContain("n:InvalidEnumerationContext");
  });

  test("is its user's alone", async () => {
    const other = await startEmulator({ seed: { subscriptions: {}, rds: { users: { "CONTOSO\\a": "a", "CONTOSO\\b": "b" }, collections: { P: { desktops: { v: { host: "h", session: { id: 1, user: "CONTOSO\\x" } } } } } } } });
    try {
      const context = contextOf(await send(other, enumerate("", SESSION, ""), { authorization: basic("a", "a") }));
      expect((await send(other, pull(context), { authorization: basic("b", "b") })).text).toContain("n:InvalidEnumerationContext");
      expect(users(await send(other, pull(context), { authorization: basic("a", "a") }))).toEqual(["x"]);
    } finally {
      await other.close();
    }
  });

  test("is refused beyond 1,500 of a user", async () => {
    const given = new Set<string>();
    for (let n = 0; n < 1_500; n += 50) for (const context of await Promise.all(Array.from({ length: 50 }, begun))) given.add(context);
    expect(given.size).toBe(1_500);
    const answer = await send(emulator, enumerate("", SESSION, ""));
    expect(answer.text).toContain("<s:Value>w:QuotaLimit</s:Value>");
    expect(answer.text).toContain('Code="2150859174"');
    clock.advance(60_000);
    expect(await begun()).toMatch(/^uuid:/);
  });
});

describe("Get", () => {
  test("answers with one instance, by its keys in any case", async () => {
    const answer = await send(emulator, { action: GET, resource: SESSION.toUpperCase().replace("HTTP://SCHEMAS", "http://schemas"), selectors: { sessionid: "3", VMHOSTNAME: "HV-0.Contoso.com", __cimnamespace: "root/cimv2/rdms" } });
    expect(texts(answer, "Action")).toEqual([`${GET}Response`]);
    expect(answer.text).toContain(`<s:Body><p:Win32_VirtualDesktopSession xmlns:p="${SESSION}"`);
    expect(users(answer)).toEqual(["bob"]);
  });
});

describe("a method", () => {
  const bob = { VMHostName: "hv-0.contoso.com", SessionId: 3 };
  const returned = async (method: string, selectors: Record<string, string | number> = bob, input?: string) => {
    const answer = await send(emulator, invoke(method, selectors, input));
    expect(texts(answer, "Action")).toEqual([`${SESSION}/${method}Response`]);
    return texts(answer, "ReturnValue").map(Number);
  };

  test("disconnects", async () => {
    const answer = await send(emulator, invoke("Disconnect", bob));
    expect(answer.text).toContain(`<p:Disconnect_OUTPUT xmlns:p="${SESSION}"><p:ReturnValue>0</p:ReturnValue></p:Disconnect_OUTPUT>`);
    expect(emulator.world.rds.session("hv-0.contoso.com", 3).connectState).toBe("Disconnected");
    expect(await returned("Disconnect")).toEqual([0]);
  });

  test("logs off", async () => {
    expect(await returned("Logoff")).toEqual([0]);
    expect(users(await send(emulator, enumerate()))).toEqual(["alice", "carol"]);
    expect(await returned("Logoff")).toEqual([1168]);
  });

  test("sends a message, whatever namespace its parameters are in", async () => {
    expect(await returned("SendMessage", bob, `<p:SendMessage_INPUT xmlns:p="${SESSION}"><p:Title>Tonight</p:Title><p:Message>22:00 &lt;b&gt; &amp; ü — 世界 🎉</p:Message></p:SendMessage_INPUT>`)).toEqual([0]);
    expect(await returned("SendMessage", { VMHostName: "hv-1.contoso.com", SessionId: 2 }, "<SendMessage_INPUT xmlns='urn:wrong'><Message>Only this</Message></SendMessage_INPUT>")).toEqual([0]);
    const sent = { at: "2026-01-31T08:30:00.000Z", collectionId: "Pool1", sessionId: 3, user: "CONTOSO\\bob", vmHostName: "hv-0.contoso.com", vmName: "vdi-002", title: "Tonight", body: "22:00 <b> & ü — 世界 🎉", shown: true };
    clock.set("2026-01-31T08:30:00Z");
    emulator.world.message(emulator.world.session("sh-0.contoso.com", 2), "ARM", "too");
    expect(emulator.world.rds.messages).toMatchObject([{ ...sent, at: expect.any(String) }, { user: "CONTOSO\\carol", title: "", body: "Only this", shown: false }]);
    expect(emulator.world.messages).toMatchObject([{ title: "ARM" }]);
    expect((await ask(emulator, `${emulator.httpUrl}/_emulator/messages`)).json.messages.map(({ title }: any) => title)).toEqual(["Tonight", "", "ARM"]);
  });

  test("returns 1722 for a host that there is not, and 1168 for a session", async () => {
    expect(await returned("Disconnect", { VMHostName: "hv-9.contoso.com", SessionId: 3 })).toEqual([1722]);
    expect(await returned("Disconnect", { VMHostName: "hv-0.contoso.com", SessionId: 9 })).toEqual([1168]);
  });

  test.each(["Disconnect", "Logoff", "SendMessage"])("%s returns 21 for a desktop that is off", async (method) => {
    emulator.world.rds.setState(emulator.world.rds.desktop("vdi-002"), "Off");
    expect(await returned(method)).toEqual([21]);
    expect(texts(await send(emulator, enumerate("", `${RDMS}/Win32_RDMSVirtualDesktop`)), "VMState")).toEqual(["2", "3", "2"]);
  });

  test.each(["Disconnect", "Logoff", "SendMessage"])("%s finds nobody on a desktop that was off and is started: it has booted", async (method) => {
    const { rds } = emulator.world;
    const desktop = rds.desktop("vdi-002");
    rds.setState(desktop, "Off");
    rds.setState(desktop, "Running");
    expect(await returned(method)).toEqual([1168]);
    expect(rds.signIn(desktop, { user: "CONTOSO\\bob" }).id).toBe(3);
  });

  test.each(["Paused", "Saved"] as const)("finds the session of a desktop that was %s and goes on", async (state) => {
    const desktop = emulator.world.rds.desktop("vdi-002");
    emulator.world.rds.setState(desktop, state);
    emulator.world.rds.setState(desktop, "Running");
    expect(await returned("Disconnect")).toEqual([0]);
  });

  test("returns 5 to who may only read, and who may nothing is refused", async () => {
    const guarded = await startEmulator({ seed: { subscriptions: {}, rds: { users: { "CONTOSO\\r": { password: "r", access: "read" }, "CONTOSO\\n": { password: "n", access: "none" } }, collections: { P: { desktops: { v: { host: "h", session: { id: 1, user: "CONTOSO\\x" } } } } } } } });
    try {
      const as = (name: string) => ({ authorization: basic(name, name) });
      expect(users(await send(guarded, enumerate(), as("r")))).toEqual(["x"]);
      expect(texts(await send(guarded, invoke("Logoff", { VMHostName: "h", SessionId: 1 }), as("r")), "ReturnValue")).toEqual(["5"]);
      expect(users(await send(guarded, enumerate(), as("r")))).toEqual(["x"]);
      const refused = await send(guarded, enumerate(), as("n"));
      expect(refused.status).toBe(500);
      expect(refused.text).toContain("<s:Value>w:AccessDenied</s:Value>");
      expect(refused.text).toContain('Code="5"');
    } finally {
      await guarded.close();
    }
  });
});

test("the journal names the user, and no password", async () => {
  await send(emulator, enumerate());
  await post(emulator, envelope({}), { authorization: basic(USER, "wrong") });
  expect(emulator.requests()).toMatchObject([{ method: "POST", url: "/wsman", status: 200, principal: USER }, { method: "POST", url: "/wsman", status: 401, principal: null }]);
  expect(JSON.stringify(emulator.requests())).not.toContain(PASSWORD);
});

test("the journal keeps the beginning of what was asked, however long it was", async () => {
  const wql = `SELECT * FROM Win32_VirtualDesktopSession WHERE UserName = '${"é".repeat(100_000)}'`;
  await send(emulator, query(wql));
  await send(emulator, query("SELECT * FROM  Win32_VirtualDesktopSession"));
  const [long, short] = emulator.requests().map(({ operation }) => operation!);
  expect(long).toBe(`Enumerate ${wql}`.slice(0, 999) + "…");
  expect(short).toBe("Enumerate SELECT * FROM Win32_VirtualDesktopSession");
});

test("the environment points a client of the broker at the emulator", () => {
  expect(emulator.env()).toMatchObject({ DESKTOP_SESSIONS_RDS_ENDPOINT: `${emulator.url}/wsman`, DESKTOP_SESSIONS_RDS_USERNAME: USER, DESKTOP_SESSIONS_RDS_PASSWORD: PASSWORD });
});
