import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index";
import type { Answer } from "../wire";
import { ANY_CLASS, contextOf, type Envelope, ENUMERATION, enumerate, envelope, GET, invoke, post, pull, query, RDMS, SELECTOR_FILTER, send, SESSION, texts, users, WQL } from "./wire";

let emulator: Emulator;
beforeAll(async () => void (emulator = await startEmulator()));
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

const ADDRESSING_FAULT = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";
const ENUMERATION_FAULT = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault";
const WSMAN_FAULT = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

interface Expected {
  action: string;
  subcode: string;
  number: number;
  code?: "Sender" | "Receiver" | "MustUnderstand" | "VersionMismatch";
  detail?: string;
}

function expectFault(answer: Answer, { action, subcode, number, code = "Sender", detail }: Expected): void {
  expect(answer.status, answer.text).toBe(500);
  expect(answer.headers["content-type"]).toBe("application/soap+xml;charset=UTF-8");
  expect(texts(answer, "Action")).toEqual([action]);
  expect(answer.text).toContain(`<s:Code><s:Value>s:${code}</s:Value>${subcode === "" ? "" : `<s:Subcode><s:Value>${subcode}</s:Value></s:Subcode>`}</s:Code>`);
  expect(answer.text).toContain(`<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${number}" Machine="`);
  expect(texts(answer, "FaultDetail")).toEqual(detail === undefined ? [] : [`http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/${detail}`]);
  expect(texts(answer, "Text")[0]).not.toBe("");
}

const bob = { VMHostName: "hv-0.contoso.com", SessionId: 3 };
const get = (selectors: Record<string, string | number>, resource = SESSION): Envelope => ({ action: GET, resource, selectors });
const header = (markup: string): Envelope => ({ ...enumerate(), headers: markup });
const notFound: Expected = { action: ADDRESSING_FAULT, subcode: "a:DestinationUnreachable", number: 2150858752, detail: "InvalidResourceURI" };
const badUri: Expected = { ...notFound, number: 2150858811 };
const filter: Expected = { action: ENUMERATION_FAULT, subcode: "n:CannotProcessFilter", number: 2150858778 };
const stale: Expected = { action: ENUMERATION_FAULT, subcode: "n:InvalidEnumerationContext", number: 2150858779, code: "Receiver" };
const selectors: Expected = { action: WSMAN_FAULT, subcode: "w:InvalidSelectors", number: 0 };
const noAction: Expected = { action: ADDRESSING_FAULT, subcode: "a:ActionNotSupported", number: 2150858753 };
const headerRequired: Expected = { action: ADDRESSING_FAULT, subcode: "a:MessageInformationHeaderRequired", number: 2150858769 };
const invalidHeader: Expected = { action: ADDRESSING_FAULT, subcode: "a:InvalidMessageInformationHeader", number: 2150858767 };
const unsupported: Expected = { action: WSMAN_FAULT, subcode: "w:UnsupportedFeature", number: 2150858818 };
const encoding: Expected = { action: WSMAN_FAULT, subcode: "w:EncodingLimit", number: 2150858828, detail: "CharacterSet" };
const schema: Expected = { action: WSMAN_FAULT, subcode: "w:SchemaValidationError", number: 2150858817 };
const invalidXml: Expected = { action: WSMAN_FAULT, subcode: "w:SchemaValidationError", number: 2150858819 };

describe("a request for what is not there:", () => {
  test.each<[string, Envelope, Expected]>([
    ["an instance", get({ ...bob, SessionId: 99 }), notFound],
    ["an instance on a host that there is not", get({ ...bob, VMHostName: "hv-9" }), notFound],
    ["a class, read", get(bob, `${RDMS}/Win32_Process`), badUri],
    ["a class, enumerated", enumerate("", `${RDMS}/Win32_Process`), filter],
    ["a namespace", enumerate("", SESSION.replace("rdms", "other")), filter],
    ["every class, without a query", enumerate("", ANY_CLASS), filter],
    ["another class than the query's", enumerate(`<wsman:Filter Dialect="${WQL}">SELECT * FROM Win32_VirtualDesktopSession</wsman:Filter>`, `${RDMS}/Win32_RDMSVirtualDesktop`), filter],
    ["a resource that is no class", enumerate("", "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd"), badUri],
    ["no resource", { ...enumerate(), resource: "" }, badUri],
    ["a context", pull("uuid:00000000-0000-0000-0000-000000000000"), stale],
    ["no context", pull(""), stale],
    ["a dialect", enumerate('<wsman:Filter Dialect="http://www.w3.org/TR/1999/REC-xpath-19991116">..</wsman:Filter>'), { action: ENUMERATION_FAULT, subcode: "n:FilterDialectRequestedUnavailable", number: 2150858777 }],
    ["a mode", enumerate("<wsman:EnumerationMode>EnumerateAll</wsman:EnumerationMode>"), { ...unsupported, detail: "EnumerationMode" }],
    ["an action", { action: "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put", resource: SESSION, selectors: bob }, noAction],
    ["an action of another class", { action: `${RDMS}/Win32_RDMSVirtualDesktop/Logoff`, resource: SESSION, selectors: bob }, noAction],
    ["an action of another class, whose name is as long", { action: `${SESSION.replace("Desktop", "Machine")}/Logoff`, resource: SESSION, selectors: bob }, noAction],
    ["a method", invoke("Reconnect", bob), noAction],
    ["a method of a class that has none", { action: `${RDMS}/Win32_RDMSVirtualDesktop/Logoff`, resource: `${RDMS}/Win32_RDMSVirtualDesktop`, selectors: { Name: "vdi-001" } }, noAction],
  ])("%s", async (_, request, expected) => {
    expectFault(await send(emulator, request), expected);
  });

  test("says what WMI says, in the manner of a provider", async () => {
    expect((await send(emulator, enumerate("", `${RDMS}/Win32_Process`))).text).toMatch(/<f:ProviderFault provider="WMI Provider" path="%systemroot%\\system32\\WsmWmiPl.dll">.*HRESULT = 0x80041010/);
    expect((await send(emulator, query("SELECT"))).text).toContain("HRESULT = 0x80041017");
  });
});

describe("selectors that are wrong:", () => {
  test.each<[string, Envelope, Expected]>([
    ["one too few", get({ SessionId: 3 }), { ...selectors, number: 2150858842, detail: "InsufficientSelectors" }],
    ["none at all", invoke("Logoff", {}), { ...selectors, number: 2150858842, detail: "InsufficientSelectors" }],
    ["a property that is no key", get({ ...bob, UserName: "bob" }), { ...selectors, number: 2150858843, detail: "UnexpectedSelectors" }],
    ["a property that there is not", invoke("Logoff", { ...bob, Shoe: 1 }), { ...selectors, number: 2150858843, detail: "UnexpectedSelectors" }],
    ["a text for a number", get({ ...bob, SessionId: "three" }), { ...selectors, number: 2150858844, detail: "TypeMismatch" }],
    ["a number that is too large", get({ ...bob, SessionId: 4294967296 }), { ...selectors, number: 2150858844, detail: "TypeMismatch" }],
    ["a negative one", get({ ...bob, SessionId: -1 }), { ...selectors, number: 2150858844, detail: "TypeMismatch" }],
    ["one named twice", get({ ...bob, sessionid: 3 }), { ...selectors, number: 2150858847, detail: "DuplicateSelectors" }],
    ["one named twice in a filter", enumerate(`<wsman:Filter Dialect="${SELECTOR_FILTER}"><wsman:SelectorSet><wsman:Selector Name="UserName">bob</wsman:Selector><wsman:Selector Name="username">bob</wsman:Selector></wsman:SelectorSet></wsman:Filter>`), { ...selectors, number: 2150858847, detail: "DuplicateSelectors" }],
    ["a number for a truth value in a filter", enumerate(`<wsman:Filter Dialect="${SELECTOR_FILTER}"><wsman:SelectorSet><wsman:Selector Name="IsHA">0</wsman:Selector></wsman:SelectorSet></wsman:Filter>`, `${RDMS}/Win32_RDMSVirtualDesktopCollection`), { ...selectors, number: 2150858844, detail: "TypeMismatch" }],
    ["one without a name", { ...get({}), headers: "<wsman:SelectorSet><wsman:Selector>3</wsman:Selector></wsman:SelectorSet>" }, schema],
  ])("%s", async (_, request, expected) => {
    expectFault(await send(emulator, request), expected);
    expect(emulator.world.rds.session("hv-0.contoso.com", 3).user).toBe("CONTOSO\\bob");
  });
});

describe("headers that are wrong:", () => {
  test.each<[string, Envelope, Expected]>([
    ["no MessageID", { ...enumerate(), messageId: "" }, invalidHeader],
    ["a MessageID of more than 2 KB", { ...enumerate(), messageId: "x".repeat(2049) }, invalidHeader],
    ["no Action", { resource: SESSION }, headerRequired],
    ["no ReplyTo", { ...enumerate(), replyTo: "" }, headerRequired],
    ["a ReplyTo that is not anonymous", { ...enumerate(), replyTo: "<wsa:ReplyTo><wsa:Address>http://me.example</wsa:Address></wsa:ReplyTo>" }, { ...unsupported, detail: "AddressingMode" }],
    ["an envelope that is too small", header("<wsman:MaxEnvelopeSize>8191</wsman:MaxEnvelopeSize>"), { ...encoding, number: 2150858805, detail: "MinimumEnvelopeLimit" }],
    ["an envelope of no number", header("<wsman:MaxEnvelopeSize>large</wsman:MaxEnvelopeSize>"), invalidHeader],
    ["a Locale that must be understood", header('<wsman:Locale xml:lang="tlh" soap:mustUnderstand="true"/>'), { ...unsupported, detail: "Locale" }],
    ["a fragment", header('<wsman:FragmentTransfer soap:mustUnderstand="true">UserName</wsman:FragmentTransfer>'), { ...unsupported, detail: "FragmentLevelAccess" }],
    ["one that must be understood and is not", header('<x:Spell xmlns:x="urn:x" soap:mustUnderstand="1">abracadabra</x:Spell>'), { action: ADDRESSING_FAULT, subcode: "", code: "MustUnderstand", number: 2150858768 }],
    ["no time at all", header("<wsman:OperationTimeout>PT0S</wsman:OperationTimeout>"), { action: WSMAN_FAULT, subcode: "w:TimedOut", number: 2150858793, code: "Receiver" }],
    ["a time that is none", header("<wsman:OperationTimeout>60</wsman:OperationTimeout>"), { ...schema, number: 2150858838 }],
    ["no items at all", enumerate("", SESSION, "<wsman:OptimizeEnumeration/><wsman:MaxElements>0</wsman:MaxElements>"), schema],
    ["a body of another operation", { action: `${ENUMERATION}/Pull`, resource: SESSION, body: "<wsen:Enumerate/>" }, schema],
    ["no body", { action: `${ENUMERATION}/Enumerate`, resource: SESSION }, schema],
    ["the input of another method", invoke("Logoff", bob, "<Disconnect_INPUT/>"), schema],
    ["a parameter that there is not", invoke("SendMessage", bob, "<SendMessage_INPUT><Body>x</Body></SendMessage_INPUT>"), { action: WSMAN_FAULT, subcode: "w:InvalidParameter", number: 2150858810 }],
  ])("%s", async (_, request, expected) => {
    expectFault(await send(emulator, request), expected);
    expect(emulator.world.rds.session("hv-0.contoso.com", 3).connectState).toBe("Active");
  });

  test.each([
    ["a UUID, as Windows writes it", "uuid:0D2C7B1E-9A4F-4C3B-8A5E-1F2E3D4C5B6A"],
    ["a bare UUID", "0d2c7b1e-9a4f-4c3b-8a5e-1f2e3d4c5b6a"],
    ["a URN", "urn:uuid:1"],
    ["a word", "anything"],
    ["2 KB", "x".repeat(2048)],
  ])("but any MessageID is related to as it is: %s", async (_what, messageId) => {
    expect(texts(await send(emulator, { ...enumerate(), messageId }), "RelatesTo")).toEqual([messageId]);
    expect(texts(await send(emulator, { ...get({}), messageId }), "RelatesTo")).toEqual([messageId]);
  });

  test("and what need not be understood is not", async () => {
    const answer = await send(emulator, header('<x:Spell xmlns:x="urn:x">abracadabra</x:Spell><x:Spell xmlns:x="urn:x" mustUnderstand="true"/><wsman:OperationTimeout>P1DT2H3M4.5S</wsman:OperationTimeout><wsman:Locale xml:lang="tlh" soap:mustUnderstand="false"/><wsman:OptionSet><wsman:Option Name="x">y</wsman:Option></wsman:OptionSet>'));
    expect(users(answer)).toEqual(["alice", "bob", "carol"]);
  });
});

describe("an envelope that is no envelope:", () => {
  const start = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">';
  const nested = (depth: number) => envelope({ ...enumerate(), body: `${"<a>".repeat(depth)}${"</a>".repeat(depth)}` });
  test.each<[string, string, Expected]>([
    ["nothing", "", invalidXml],
    ["no XML", "hello", invalidXml],
    ["one that is cut off", envelope(enumerate()).slice(0, -20), invalidXml],
    ["one that has two roots", `${start}</s:Envelope>${start}</s:Envelope>`, invalidXml],
    ["an unbound prefix", envelope({ ...enumerate(), body: "<y:Enumerate/>" }), invalidXml],
    ["an attribute twice", envelope({ ...enumerate(), body: '<a b="1" b="2"/>' }), invalidXml],
    ["a character that XML has not", envelope({ ...enumerate(), body: "<a>&#0;</a>" }), invalidXml],
    ["a document type", `<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">${envelope(enumerate()).replace(/^<\?xml.*?\?>/, "")}`, invalidXml],
    ["an entity bomb", `<!DOCTYPE a [<!ENTITY b "${"x".repeat(1000)}"><!ENTITY c "${"&b;".repeat(1000)}">]>${start}&c;</s:Envelope>`, invalidXml],
    ["an external entity", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${start}&b;</s:Envelope>`, invalidXml],
    ["an entity of nobody's", `${start}&b;</s:Envelope>`, invalidXml],
    ["200 deep", nested(200), invalidXml],
    ["10,001 elements", envelope({ ...enumerate(), body: "<a/>".repeat(10_001) }), invalidXml],
    ["SOAP 1.1", '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>', { action: ADDRESSING_FAULT, subcode: "", code: "VersionMismatch", number: 2150858765 }],
    ["another document", "<html/>", schema],
    ["an empty one", `${start}</s:Envelope>`, invalidHeader],
  ])("%s", async (_, body, expected) => {
    const answer = await post(emulator, body);
    expectFault(answer, expected);
    expect(answer.text).not.toContain("root:");
  });

  test("of an action in the names of objects is refused, too", async () => {
    for (const action of ["constructor", "__proto__", "toString"]) expectFault(await send(emulator, { action, resource: SESSION }), noAction);
    expectFault(await send(emulator, get({ constructor: 1 })), { ...selectors, number: 2150858843, detail: "UnexpectedSelectors" });
  });
});

describe("an encoding", () => {
  const declared = (name: string) => envelope(enumerate()).replace("UTF-8", name);
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

  test("of UTF-16 with its mark is answered in UTF-16", async () => {
    const bytes = utf16(declared("UTF-16"));
    for (const body of [bytes, Buffer.from(bytes).swap16()]) {
      const answer = await post(emulator, body, { contentType: "application/soap+xml;charset=UTF-16" });
      expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/soap+xml;charset=UTF-16" } });
      expect([...answer.bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
      expect(answer.bytes.toString("utf16le")).toContain("<p:UserName>alice</p:UserName>");
    }
  });

  test.each<[string, string | Buffer, string]>([
    ["another in the content type", envelope(enumerate()), "application/soap+xml;charset=ISO-8859-1"],
    ["another in the XML", declared("ISO-8859-1"), "application/soap+xml;charset=UTF-8"],
    ["UTF-16 in the XML, UTF-8 in fact", declared("UTF-16"), "application/soap+xml;charset=UTF-8"],
    ["bytes that are no UTF-8", Buffer.from(envelope({ ...enumerate(), body: "<a>ü</a>" }), "latin1"), "application/soap+xml"],
    ["half a surrogate pair in UTF-16", utf16(declared("UTF-16").replace("<soap:Body>", "<soap:Body>\ud800")), "application/soap+xml"],
  ])("of %s is refused", async (_, body, contentType) => {
    expectFault(await post(emulator, body, { contentType }), encoding);
  });

  test("is of SOAP, or the request is refused before it is read", async () => {
    expect(await post(emulator, envelope(enumerate()), { contentType: "text/xml" })).toMatchObject({ status: 415, text: "" });
  });
});

describe("an envelope's size", () => {
  const SMALLEST = "<wsman:MaxEnvelopeSize>8192</wsman:MaxEnvelopeSize>";
  const exceeded: Expected = { ...encoding, number: 2150858824, detail: "MaxEnvelopeSizeExceeded" };

  test("of more than 512,000 bytes is refused before it is read", async () => {
    expect(await post(emulator, envelope({ ...enumerate(), body: "x".repeat(512_000) }))).toMatchObject({ status: 413, text: "" });
    expect((await send(emulator, enumerate())).status).toBe(200);
  });

  test("is that of what a compressed body becomes", async () => {
    const headers = { "content-encoding": "gzip" };
    expect(await post(emulator, gzipSync(envelope({ ...enumerate(), body: "x".repeat(10_000_000) })), { headers })).toMatchObject({ status: 413, text: "" });
    expect(users(await post(emulator, gzipSync(envelope(enumerate())), { headers }))).toEqual(["alice", "bob", "carol"]);
  });

  test("nearly all of it white space is no work", async () => {
    const space = " ".repeat(400_000);
    expectFault(await send(emulator, { ...enumerate(), messageId: `a${space}b` }), invalidHeader);
    expectFault(await send(emulator, header(`<wsman:OperationTimeout>P${"1".repeat(50_000)}${space}X</wsman:OperationTimeout>`)), { ...schema, number: 2150858838 });
    expectFault(await post(emulator, `<?xml${space}${"encoding =".repeat(5_000)}${envelope({})}`), invalidXml);
  });

  test("bounds the answer: fewer items come, and all of them at last", async () => {
    const desktops = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`v${n}`, { host: "hv-0", session: { id: n, user: `CONTOSO\\ü${n}${"é".repeat(100)}` } }]));
    const large = await startEmulator({ seed: { subscriptions: {}, rds: { collections: { P: { desktops } } } } });
    try {
      const messageId = "é&amp;".repeat(500);
      let answer = await send(large, { ...enumerate(), messageId, headers: SMALLEST });
      const seen = users(answer);
      while (!answer.text.includes("EndOfSequence")) {
        expect(answer.bytes.length).toBeLessThanOrEqual(8192);
        expect(users(answer).length).toBeGreaterThan(1);
        answer = await send(large, { ...pull(texts(answer, "EnumerationContext")[0]!, "<wsen:MaxElements>1000</wsen:MaxElements>"), messageId, headers: SMALLEST });
        seen.push(...users(answer));
      }
      expect(seen.map((name) => name.replaceAll("é", ""))).toEqual(Array.from({ length: 100 }, (_, n) => `ü${n}`));
    } finally {
      await large.close();
    }
  });

  test("is 512,000 bytes at most, however much more a client could take", async () => {
    const desktops = Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`v${n}`, { host: "hv-0", session: { id: n, user: `CONTOSO\\${"x".repeat(1000)}` } }]));
    const large = await startEmulator({ seed: { subscriptions: {}, rds: { collections: { P: { desktops } } } } });
    try {
      const everything = enumerate("", SESSION, "<wsman:OptimizeEnumeration/><wsman:MaxElements>1000</wsman:MaxElements>");
      for (const headers of ["", "<wsman:MaxEnvelopeSize>4294967295</wsman:MaxEnvelopeSize>"]) {
        const answer = await send(large, { ...everything, headers });
        expect(answer.bytes.length).toBeLessThanOrEqual(512_000);
        expect(answer.bytes.length).toBeGreaterThan(505_000);
        expect(answer.text).not.toContain("EndOfSequence");
      }
    } finally {
      await large.close();
    }
  });

  test("that not even one item fits in is a fault", async () => {
    const large = await startEmulator({ seed: { subscriptions: {}, rds: { collections: { P: { desktops: { v: { host: "h", session: { id: 1, user: `C\\${"x".repeat(8192)}` } } } } } } } });
    try {
      expectFault(await send(large, { ...enumerate(), headers: SMALLEST }), exceeded);
      expect(users(await send(large, enumerate()))).toHaveLength(1);
      expectFault(await send(large, { ...get({ VMHostName: "h", SessionId: 1 }), headers: SMALLEST }), exceeded);
      expect(users(await send(large, get({ VMHostName: "h", SessionId: 1 })))).toHaveLength(1);
    } finally {
      await large.close();
    }
  });

  test("that the next item does not fit in ends no enumeration: a larger one goes on", async () => {
    const sizes = { v: 1, w: 8192, x: 1 };
    const desktops = Object.fromEntries(Object.entries(sizes).map(([name, length], id) => [name, { host: "h", session: { id, user: `C\\${name.repeat(length)}` } }]));
    const large = await startEmulator({ seed: { subscriptions: {}, rds: { collections: { P: { desktops } } } } });
    try {
      const context = contextOf(await send(large, enumerate("", SESSION, "<wsman:OptimizeEnumeration/>")));
      for (let twice = 0; twice < 2; twice++) expectFault(await send(large, { ...pull(context), headers: SMALLEST }), exceeded);
      const next = await send(large, pull(context));
      expect(users(next)).toEqual(["w".repeat(8192)]);
      expectFault(await send(large, pull(context)), stale);
      expect(users(await send(large, pull(contextOf(next))))).toEqual(["x"]);
    } finally {
      await large.close();
    }
  });

  // Each character takes six bytes when it is escaped, and twice as many in UTF-16.
  const long = '"'.repeat(40_000);
  const elements = (name: string) => `<${name}>${long}</${name}>`;
  const attribute = long.replaceAll('"', "&quot;");
  test.each<[string, Envelope]>([
    ["the resource", get(bob, long)],
    ["the namespace of what is enumerated", enumerate("", `http://schemas.microsoft.com/wbem/wsman/1/wmi/root/${long}/x`)],
    ["the class of what is enumerated", enumerate("", `${RDMS}/${long}`)],
    ["the action", { action: long, resource: SESSION }],
    ["a selector's value", get({ ...bob, SessionId: long })],
    ["a text selector's value", get({ ...bob, VMHostName: long })],
    ["a selector's name", get({ ...bob, [attribute]: 1 })],
    ["a query", query(`SELECT * FROM ${"x".repeat(60_000)}`)],
    ["a literal of a query", query(`SELECT * FROM Win32_VirtualDesktopSession WHERE SessionId = '${long}'`)],
    ["a dialect", enumerate(`<wsman:Filter Dialect="${attribute}"/>`)],
    ["a mode", enumerate(elements("wsman:EnumerationMode"))],
    ["a number of items", enumerate("", SESSION, `<wsman:OptimizeEnumeration/>${elements("wsman:MaxElements")}`)],
    ["a size", header(elements("wsman:MaxEnvelopeSize"))],
    ["a time", header(elements("wsman:OperationTimeout"))],
    ["a header", header(`<x:${"x".repeat(60_000)} xmlns:x="urn:x" soap:mustUnderstand="1"/>`)],
    ["a body", { action: `${ENUMERATION}/Enumerate`, resource: SESSION, body: `<${"x".repeat(60_000)}/>` }],
    ["a parameter", invoke("SendMessage", bob, `<SendMessage_INPUT><${"x".repeat(60_000)}/></SendMessage_INPUT>`)],
    ["the MessageID", { ...get({}), messageId: long }],
    ["a MessageID that is as long as may be", { ...get({}), messageId: '"'.repeat(2048) }],
    ["markup that is wrong", { ...enumerate(), body: `<${"x".repeat(60_000)}:y/>` }],
  ])("is small where a fault says what was wrong with %s", async (_, request) => {
    const text = envelope(request);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replace("UTF-8", "UTF-16"), "utf16le")]);
    for (const body of [text, utf16]) {
      const answer = await post(emulator, body, { contentType: "application/soap+xml" });
      expect(answer.status).toBe(500);
      expect(answer.bytes.length).toBeLessThanOrEqual(8192);
    }
  });

  test("that a MessageID leaves no room in keeps anything from being done", async () => {
    expectFault(await send(emulator, { ...invoke("Disconnect", bob), messageId: '"'.repeat(1500), headers: SMALLEST }), exceeded);
    expect(emulator.world.rds.session("hv-0.contoso.com", 3).connectState).toBe("Active");
    const answer = await send(emulator, { ...invoke("Disconnect", bob), messageId: '"'.repeat(1000), headers: SMALLEST });
    expect(texts(answer, "ReturnValue")).toEqual(["0"]);
    expect(answer.bytes.length).toBeLessThanOrEqual(8192);
  });
});
