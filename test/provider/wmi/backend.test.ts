import { describe, expect, it } from "vitest";
import { WmiBackend } from "../../../provider/wmi/backend";
import type { FaultRule } from "../../../emulator";
import { useSample } from "../../sample";
import { useBroker, type Answering } from "./broker";
import { answersInTurn, emulatedBackend, written } from "./emulated-broker";
import { alice, bob, enumerated, envelope, fault, instance, pulled, resource, returned, row, textsOf } from "./wire";

// Answers that the emulator's faults can give are given by it. What a request is byte for byte, a broker of a test's own shows.
const broker = useBroker();
const sample = useSample();
const emulated = (): WmiBackend => emulatedBackend(sample.emulator);
const answers = (...each: readonly (string | FaultRule)[]): void => answersInTurn(sample.emulator, ...each);
/** What the emulator was asked to do; who signs in asks for nothing yet. */
const asked = (): string[] => sample.emulator.requests().flatMap(({ operation }) => operation ?? []);
/** The first word of each. */
const operations = (): string[] => asked().map((operation) => operation.replace(/ .*/s, ""));
const enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
const identity = { sessionHost: "hv-0.contoso.com", sessionId: "3", user: "CONTOSO\\bob", virtualMachine: "vdi-002" };
const missing = fault({ subcode: "a:DestinationUnreachable", number: 2150858752 });

/** What the broker was asked to do: the last part of each action. */
const verbs = (): string[] => broker.asked.flatMap(({ body }) => textsOf("Action", body)).map((action) => action.replace(/^.*\//, ""));

const inTurn = (...bodies: readonly string[]): Answering => (_, count) => ({ body: bodies[count - 1] ?? "" });

describe("listing", () => {
  it("asks for the rows of the collection in WQL, and reads them", async () => {
    broker.answering = inTurn(enumerated([row(alice), row(bob)]));
    expect(await broker.backend().sessions("now")).toEqual([
      { sessionHost: "hv-0.contoso.com", sessionId: "2", user: "CONTOSO\\alice", virtualMachine: "vdi-001", state: "Active" },
      { sessionHost: "hv-0.contoso.com", sessionId: "3", user: "CONTOSO\\bob", virtualMachine: "vdi-002", state: "Active" },
    ]);
    const [{ body, headers }] = broker.asked as [(typeof broker.asked)[0]];
    expect(headers["content-type"]).toBe("application/soap+xml;charset=UTF-8");
    expect(textsOf("Action", body)).toEqual([`${enumeration}/Enumerate`]);
    expect(textsOf("ResourceURI", body)).toEqual(["http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/*"]);
    expect(textsOf("Filter", body)[0]).toMatch(/^SELECT VMHostName,SessionId,.* FROM Win32_VirtualDesktopSession WHERE CollectionId = 'Pool1'$/);
    expect(body).toContain('<w:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">');
    expect(textsOf("Address", body)).toEqual(["http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"]);
    expect(textsOf("MaxEnvelopeSize", body)).toEqual(["512000"]);
    expect(textsOf("MessageID", body)[0]).toMatch(/^uuid:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  });

  it("asks for every collection where none is named", async () => {
    answers(enumerated([]));
    await emulatedBackend(sample.emulator, undefined, {}).sessions("now");
    expect(asked()[0]).toMatch(/ FROM Win32_VirtualDesktopSession$/);
  });

  /** A row of the class of collections. */
  const collection = (properties: Record<string, string>): string => `<w:XmlFragment>${Object.entries(properties).map(([name, value]) => `<${name}>${value}</${name}>`).join("")}</w:XmlFragment>`;
  const queries = (): string[] => asked().map((query) => query.replace(/ WHERE .*/, "").replace(/.* FROM /, ""));

  it.each<[string, Record<string, string>]>([
    ["by the key of its class", { Alias: "POOL1", Name: "Contractors" }],
    ["by another property", { Alias: "8d1e", Name: "pool1" }],
  ])("is nobody where the collection is there, %s, and asks for that once", async (_, properties) => {
    answers(enumerated([]), enumerated([collection({ Alias: "Pool0" }), collection(properties)]), enumerated([]));
    const backend = emulated();
    expect(await backend.sessions("now")).toEqual([]);
    expect(await backend.sessions("now")).toEqual([]);
    expect(queries()).toEqual(["Win32_VirtualDesktopSession", "Win32_RDMSVirtualDesktopCollection", "Win32_VirtualDesktopSession"]);
  });

  it("does not ask whether there is a collection that had a session", async () => {
    answers(enumerated([row(alice)]), enumerated([]));
    const backend = emulated();
    await backend.sessions("now");
    expect(await backend.sessions("now")).toEqual([]);
    expect(queries()).toEqual(["Win32_VirtualDesktopSession", "Win32_VirtualDesktopSession"]);
  });

  it("fails where the broker has no such collection", async () => {
    const other = enumerated([collection({ Alias: "Pool10", Name: "Pool 1" })]);
    answers(enumerated([]), other, enumerated([]), other);
    const backend = emulated();
    for (let run = 0; run < 2; run++) {
      await expect(backend.sessions("now")).rejects.toMatchObject({
        name: "CollectionNotFound",
        message: "Could not list the sessions of rdcb1.contoso.com/Pool1: rdcb1.contoso.com has no collection Pool1. Check collectionId of the scope: the broker calls it the Alias of the collection.",
      });
    }
  });

  it("fails where nobody is there and the collections cannot be read", async () => {
    answers(enumerated([]), written(fault({ subcode: "w:AccessDenied", number: 5 }), 500));
    await expect(emulated().sessions("now")).rejects.toMatchObject({ name: "AccessDeniedByBroker" });
  });

  it("pulls page after page, each with the newest context", async () => {
    broker.answering = inTurn(enumerated([row(alice)], "uuid:1"), pulled([row(bob)], "uuid:2"), pulled([row({ ...bob, SessionId: "4" })]));
    expect((await broker.backend().sessions("now")).map(({ sessionId }) => sessionId)).toEqual(["2", "3", "4"]);
    expect(verbs()).toEqual(["Enumerate", "Pull", "Pull"]);
    expect(broker.asked.flatMap(({ body }) => textsOf("EnumerationContext", body))).toEqual(["uuid:1", "uuid:2"]);
  });

  it("goes on with the old context where a page brings no new one", async () => {
    const pageWithoutContext = pulled([row(bob)], "uuid:2").replace(/<n:EnumerationContext>.*<\/n:EnumerationContext>/, "");
    broker.answering = inTurn(enumerated([], "uuid:1"), pageWithoutContext, pulled([row(alice)]));
    expect(await broker.backend().sessions("now")).toHaveLength(2);
    expect(broker.asked.flatMap(({ body }) => textsOf("EnumerationContext", body))).toEqual(["uuid:1", "uuid:1"]);
  });

  it("reads a server that does not optimise, that writes other prefixes, instances and wrapped items", async () => {
    const wrapped = `<z:Item xmlns:z="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">${instance(bob).replaceAll(/(<\/?|xmlns:)p\b/g, "$1q")}</z:Item>`;
    answers(
      envelope("<n:EnumerateResponse><n:EnumerationContext>uuid:1</n:EnumerationContext></n:EnumerateResponse>"),
      pulled([wrapped]).replaceAll(/(<\/?|xmlns:)n\b/g, "$1enum").replaceAll(/(<\/?|xmlns:)s\b/g, "$1env"),
    );
    expect((await emulated().sessions("now")).map(({ user }) => user)).toEqual(["CONTOSO\\bob"]);
  });

  it.each([
    ["no user where it is null", { UserName: null }, { user: "" }],
    ["the bare user where the domain is null", { DomainName: null }, { user: "bob" }],
    ["a name in any script", { UserName: "Ørsted 雪 😀 &amp; &lt;b&gt;" }, { user: "CONTOSO\\Ørsted 雪 😀 & <b>" }],
    ["the id as a number is written", { SessionId: "003" }, { sessionId: "3" }],
    ["a state without a word", { ConnectState: "77" }, { state: "Unknown" }],
    ["no state where it is null", { ConnectState: null }, { state: "Unknown" }],
  ])("tells %s", async (_, change, expected) => {
    answers(enumerated([row({ ...bob, ...change })]));
    expect((await emulated().sessions("now"))[0]).toMatchObject({ sessionHost: "hv-0.contoso.com", ...expected });
  });

  it("tells no virtual machine where it is null", async () => {
    answers(enumerated([row({ ...bob, VMName: null })]));
    expect((await emulated().sessions("now"))[0]).not.toHaveProperty("virtualMachine");
  });

  it("tells each state by its word, in the order of WTS_CONNECTSTATE_CLASS", async () => {
    const words = ["Active", "Connected", "ConnectQuery", "Shadow", "Disconnected", "Idle", "Listen", "Reset", "Down", "Init"];
    answers(enumerated(words.map((_, number) => row({ ...bob, ConnectState: String(number) }))));
    expect((await emulated().sessions("now")).map(({ state }) => state)).toEqual(words);
  });

  it.each<[string, Record<string, string | null>, RegExp]>([
    ["has no host", { VMHostName: null }, /its VMHostName is null and its SessionId "3"/],
    ["has an id that is no number", { SessionId: "three" }, /its SessionId "three"/],
  ])("refuses a session that %s", async (_, change, why) => {
    answers(enumerated([row({ ...bob, ...change })]));
    await expect(emulated().sessions("now")).rejects.toThrow(why);
  });

  it("shares one list among all who ask at once", async () => {
    answers(enumerated([row(bob)]));
    const backend = emulated();
    await Promise.all([backend.sessions("recent"), backend.sessions("recent")]);
    expect(operations()).toEqual(["Enumerate"]);
  });

  it("gives the context back when a page cannot be used", async () => {
    broker.answering = inTurn(enumerated([row({ ...bob, SessionId: null })], "uuid:1"), envelope(""));
    await expect(broker.backend().sessions("now")).rejects.toThrow(/tell which session/);
    expect(verbs()).toEqual(["Enumerate", "Release"]);
    expect(textsOf("EnumerationContext", broker.asked[1]!.body)).toEqual(["uuid:1"]);
  });

  it("gives no context back that has come to its end", async () => {
    answers(enumerated([row(bob)], "uuid:1"), pulled([row({ ...bob, SessionId: null })]));
    await expect(emulated().sessions("now")).rejects.toThrow(/tell which session/);
    expect(operations()).toEqual(["Enumerate", "Pull"]);
  });

  it.each<[string, string[], RegExp]>([
    ["gives neither items nor an end", [enumerated([], "uuid:1"), pulled([], "uuid:1"), envelope("")], /neither items nor an end/],
    ["gives neither a context nor an end", [envelope("<n:EnumerateResponse/>")], /neither a context nor an end/],
    ["answers something else", [returned("Logoff", 0)], /no EnumerateResponse/],
  ])("ends when the server %s", async (_, bodies, why) => {
    answers(...bodies);
    await expect(emulated().sessions("now")).rejects.toThrow(why);
  });
});

describe("reading one session", () => {
  it("gets it by its keys", async () => {
    broker.answering = inTurn(envelope(instance(bob)));
    expect(await broker.backend().session(identity)).toEqual({ ...identity, state: "Active" });
    const { body } = broker.asked[0]!;
    expect(textsOf("Action", body)).toEqual(["http://schemas.xmlsoap.org/ws/2004/09/transfer/Get"]);
    expect(textsOf("ResourceURI", body)).toEqual([resource]);
    expect(body).toContain('<w:SelectorSet><w:Selector Name="SessionId">3</w:Selector><w:Selector Name="VMHostName">hv-0.contoso.com</w:Selector></w:SelectorSet>');
    expect(body).toContain("<s:Body/>");
  });

  it("finds nobody where the instance is missing", async () => {
    answers(written(missing, 500));
    expect(await emulated().session(identity)).toBeUndefined();
  });

  it("finds nobody where the session is in another collection now, and somebody where the case of its name differs", async () => {
    answers(envelope(instance({ ...bob, CollectionId: "Pool2" })), envelope(instance({ ...bob, CollectionId: "POOL1" })));
    const backend = emulated();
    expect(await backend.session(identity)).toBeUndefined();
    expect(await backend.session(identity)).toMatchObject(identity);
  });

  it("refuses an instance of another class", async () => {
    answers(envelope('<p:Win32_Process xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_Process"/>'));
    await expect(emulated().session(identity)).rejects.toThrow("Could not read session 3 of CONTOSO\\bob on hv-0.contoso.com: the answer cannot be used: it has no instance of the class");
  });
});

describe("acting", () => {
  const backend = () => broker.backend();
  it.each<[string, string, () => Promise<void>]>([
    ["disconnects", "Disconnect", () => backend().disconnect(identity)],
    ["logs off", "Logoff", () => backend().logOff(identity, { force: false })],
    ["logs off", "Logoff", () => backend().logOff(identity, { force: true })],
  ])("%s by the method %s, without parameters", async (_, method, act) => {
    broker.answering = inTurn(returned(method, 0));
    await act();
    const { body } = broker.asked[0]!;
    expect(textsOf("Action", body)).toEqual([`${resource}/${method}`]);
    expect(body).toContain(`<m:${method}_INPUT xmlns:m="${resource}"/>`);
    expect(textsOf("Selector", body)).toEqual(["3", "hv-0.contoso.com"]);
  });

  it.each([1168, "fault"] as const)("takes a session that is gone for done (%s)", async (how) => {
    sample.emulator.faults.add(how === "fault" ? { plane: "wsman", ...written(missing, 500) } : { plane: "wsman", returnValue: how });
    await emulated().disconnect(identity);
    await emulated().logOff(identity, { force: false });
    expect(operations()).toEqual(["Disconnect", "Logoff"]);
  });

  it.each<[number, string, RegExp]>([
    [5, "AccessDeniedByBroker", /returned 5: access denied\. Make the account an administrator/],
    [21, "RequestFailed", /returned 21: the virtual machine is not running\. Start the virtual desktop/],
    [1722, "RequestFailed", /returned 1722: the host of the virtual machine does not exist or does not answer/],
  ])("says what the return value %d means", async (value, name, why) => {
    answers(returned("Logoff", value), returned("SendMessage", value));
    await expect(emulated().logOff(identity, { force: false })).rejects.toMatchObject({ name, message: expect.stringMatching(why) });
    await expect(emulated().message(identity, { title: "t", body: "b" })).rejects.toMatchObject({ name, message: expect.stringMatching(why) });
  });

  it("says a return value that it does not know, and where to look it up", async () => {
    sample.emulator.faults.add({ plane: "wsman", returnValue: 2147944122 });
    await expect(emulated().logOff(identity, { force: false })).rejects.toThrow(/returned 2147944122: the broker could not do it\. Look the code up/);
  });

  it("does nothing twice", async () => {
    sample.emulator.faults.add({ plane: "wsman", reset: "before" });
    await expect(emulated().logOff(identity, { force: false })).rejects.toThrow(/^Could not log off session 3 of CONTOSO\\bob on hv-0\.contoso\.com: .* Check that 127\.0\.0\.1:\d+ can be reached/);
    expect(operations()).toEqual(["Logoff"]);
  });
});
