import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { FaultRule } from "../../../emulator";
import { issueTlsIdentity } from "../../../emulator/tls/certificate-authority";
import { useSample } from "../../sample";
import { Broker, useBroker, type Answer } from "./broker";
import { emulatedBackend, written } from "./emulated-broker";
import { envelope, fault, resource, returned, textsOf } from "./wire";

const sample = useSample();
const bob = { sessionHost: "hv-0.contoso.com", sessionId: "3", user: "CONTOSO\\bob" };
const message = { title: "Tonight — ßü", body: '22:00\r\n"quoted" <b> & 😀' };
const output = (inner: string): string => envelope(`<p:SendMessage_OUTPUT xmlns:p="${resource}">${inner}</p:SendMessage_OUTPUT>`);
const LATE = 3_600_000;

const fails = (what: FaultRule): string => sample.emulator.faults.add({ operation: "Win32_VirtualDesktopSession.SendMessage", sessionHost: bob.sessionHost, session: bob.sessionId, ...what });
const send = (patience?: number) => emulatedBackend(sample.emulator, patience).message(bob, message);
const sent = (): number => sample.emulator.requests().filter(({ operation }) => operation?.startsWith("SendMessage")).length;
const shown = () => sample.emulator.world.rds.messages;
const page = (status: number, body = "", headers = {}): FaultRule => written(body, status, { "Content-Type": "text/html", ...headers });

describe("a message", () => {
  it("is sent with title and body as they are", async () => {
    expect(await send()).toEqual({ status: "sent" });
    expect(shown()).toMatchObject([{ user: "CONTOSO\\bob", ...message }]);
  });

  it.each<[string, FaultRule]>([
    ["the method does not find the session", { returnValue: 1168 }],
    ["there is no such instance", { error: { code: "a:DestinationUnreachable", number: 2150858752, message: "It is not there." } }],
  ])("has nobody to be shown to when %s", async (_, what) => {
    fails(what);
    expect(await send()).toEqual({ status: "gone" });
  });
});

describe("a message whose fate is not known is not sent again", () => {
  it.each<[string, FaultRule, RegExp, number]>([
    ["the connection breaks before it is shown", { reset: "before" }, /ECONNRESET/, 0],
    ["the connection breaks after it was shown", { reset: "after" }, /ECONNRESET/, 1],
    ["the server fails with it in hand", page(500, "<h1>boom</h1>"), /HTTP status 500/, 0],
    ["a gateway gives up, and it is shown", { ...page(504), effect: true }, /HTTP status 504/, 1],
    ["the request took too long", page(408), /HTTP status 408/, 0],
    ["the answer leads elsewhere", page(302, "", { Location: "/" }), /HTTP status 302/, 0],
    ["the operation took too long", { error: { code: "w:TimedOut", number: 2150858793, message: "It took too long." }, effect: true }, /TimedOut 2150858793/, 1],
    ["a sender's fault says that it took too long", written(fault({ subcode: "w:TimedOut", number: 2150858793 }), 500), /TimedOut/, 0],
    // "Server execution failed": recorded in the wild, after the provider had begun.
    ["the provider fails", { error: { code: "w:InternalError", number: 2148007941, message: "Server execution failed." } }, /InternalError 2148007941/, 0],
    ["the answer breaks off", { truncate: 200 }, /breaks off/, 1],
    ["the answer breaks off, and does not say that it does", { ...written(returned("SendMessage", 0).slice(0, -40)), effect: true }, /not well-formed/, 1],
    ["the answer is to another request", { ...written(returned("SendMessage", 0).replace("{MessageID}", "uuid:0")), effect: true }, /answers another request/, 1],
    ["the answer does not say what came of it", written(output("")), /does not say what SendMessage returned/, 0],
    ["the answer's return value is null", written(output('<p:ReturnValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>')), /does not say/, 0],
    ["the call between broker and host failed", { returnValue: 1726 }, /SendMessage returned 1726/, 0],
    ["the broker has waited for the host in vain", { returnValue: 1460, effect: true }, /SendMessage returned 1460/, 1],
    ["the return value is an HRESULT", { returnValue: 2147944126 }, /SendMessage returned 2147944126/, 0],
    ["the answer is a page", page(200, "<html/>"), /text\/html and no SOAP/, 0],
  ])("when %s", async (_, what, why, times) => {
    fails({ ...what, times: 1 });
    expect(await send()).toEqual({ status: "unconfirmed", why: expect.stringMatching(why) as string });
    expect(sent()).toBe(1);
    expect(shown()).toHaveLength(times);
  });

  it("when no answer comes in time, even if it is shown in the end", async () => {
    const id = fails({ delay: LATE, times: 1 });
    expect(await send(300)).toEqual({ status: "unconfirmed", why: "no answer came in time" });
    sample.emulator.faults.remove(id);
    await expect.poll(shown).toHaveLength(1);
    expect(sent()).toBe(1);
  });
});

describe("a message that was certainly not shown is a failure", () => {
  it.each<[string, FaultRule, RegExp]>([
    ["access is denied by a fault", { error: { code: "w:AccessDenied", number: 5, message: "Access is denied." } }, /AccessDenied 5\): Access is denied\. Make the account an administrator/],
    ["access is denied by a receiver's fault", { error: { code: "w:InternalError", number: 2150859012, message: "No." } }, /Make the account an administrator/],
    ["the request is wrong", { error: { code: "w:InvalidSelectors", number: 2150858843, message: "No." } }, /InvalidSelectors 2150858843/],
    ["the request is too large", page(413), /HTTP status 413/],
    ["the method is denied", { returnValue: 5 }, /returned 5: access denied/],
    ["the virtual machine is off", { returnValue: 21 }, /returned 21: the virtual machine is not running/],
    ["the host is not there", { returnValue: 1722 }, /returned 1722: the host/],
    ["there is nothing at that path", page(404, "no"), /HTTP status 404\. Check that https:\/\/127\.0\.0\.1:\d+\/wsman is the WS-Management endpoint/],
  ])("when %s", async (_, what, why) => {
    fails(what);
    await expect(send()).rejects.toThrow(why);
    expect(sent()).toBe(1);
  });
});

// The emulator's faults are met by requests that it has understood. What happens to a connection before (sign-in, TLS), which
// connection it was, the bytes of a request, and an answer that never ends are shown by a broker that a test writes itself. nock
// can't be it: our client says nothing before it is connected, and nock's connection is there when it has heard what is asked for.
describe("on the socket, a message", () => {
  const broker = useBroker();
  const toBroker = (patience?: number) => broker.backend({}, patience).message(bob, message);

  it("has title and body as they are", async () => {
    broker.answering = () => ({ body: returned("SendMessage", 0) });
    expect(await toBroker()).toEqual({ status: "sent" });
    const { body } = broker.asked[0]!;
    expect(textsOf("Action", body)).toEqual([`${resource}/SendMessage`]);
    expect(body).toContain(
      `<m:SendMessage_INPUT xmlns:m="${resource}"><m:Title>Tonight — ßü</m:Title><m:Message>22:00&#13;\n"quoted" &lt;b&gt; &amp; 😀</m:Message></m:SendMessage_INPUT>`,
    );
  });

  it("may have been shown when the body of the answer does not come in time", async () => {
    broker.answering = () => ({ instead: (response) => void response.writeHead(200, { "Content-Type": "application/soap+xml" }).write("<s:") });
    expect(await toBroker(300)).toEqual({ status: "unconfirmed", why: "no answer came in time" });
  });

  it("may have been shown when a connection that was kept open is closed under it", async () => {
    broker.answering = (_, count) => (count === 1 ? { body: returned("SendMessage", 0) } : { instead: (response) => response.destroy() });
    const backend = broker.backend();
    expect(await backend.message(bob, message)).toEqual({ status: "sent" });
    expect(await backend.message(bob, message)).toMatchObject({ status: "unconfirmed" });
    expect(broker.asked).toHaveLength(2);
    expect(broker.asked[1]!.socket).toBe(broker.asked[0]!.socket);
  });

  it("is refused with the schemes that the server takes", async () => {
    broker.answering = () => ({ status: 401, headers: { "WWW-Authenticate": ["Negotiate", "Kerberos", 'Basic realm="WSMAN"'] } });
    await expect(toBroker()).rejects.toThrow(/with basic: the server answered 401\. It takes Negotiate, Kerberos, Basic\. Check user name/);
    expect(broker.asked).toHaveLength(1);
  });

  it("was certainly not shown when nobody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, "close");
    await expect(broker.backend({ rdsEndpoint: `https://127.0.0.1:${port}` }).message(bob, message)).rejects.toThrow(/ECONNREFUSED.* Check that 127\.0\.0\.1:\d+ can be reached/);
  });

  it.each<[string, Answer, RegExp]>([
    ["a gateway fails while NTLM signs in", { status: 503, headers: { "Content-Type": "text/plain" } }, /HTTP status 503/],
    ["the 401 to an empty request breaks off", { instead: (response) => void response.writeHead(401, { "WWW-Authenticate": "Negotiate", "Content-Length": 100 }).write("no", () => response.destroy()) }, /aborted/],
    ["a 401 goes on and on", { status: 401, headers: { "WWW-Authenticate": "Negotiate" }, body: "x".repeat(100_000) }, /says more about a missing sign-in than fits one/],
  ])("was certainly not shown when %s", async (_, answer, why) => {
    broker.answering = () => answer;
    await expect(broker.backend({ rdsAuthentication: "ntlm" }).message(bob, message)).rejects.toThrow(why);
    expect(broker.asked.every(({ body }) => body === "")).toBe(true);
  });

  it("was certainly not shown when the certificate is not trusted", async () => {
    await expect(broker.backend({ rdsCaPath: "" }).message(bob, message)).rejects.toThrow(/Check the certificate of 127\.0\.0\.1:\d+ and what Node trusts/);
    expect(broker.asked).toHaveLength(0);
  });

  it("was certainly not shown when the certificate is somebody else's, unless that is allowed by name", async () => {
    const other = new Broker();
    await other.start(issueTlsIdentity(["rdcb9.contoso.com"]));
    other.answering = () => ({ body: returned("SendMessage", 0) });
    await expect(other.backend().message(bob, message)).rejects.toThrow(/Check the certificate of/);
    expect(other.asked).toHaveLength(0);
    expect(await other.backend({ rdsVerifyTls: "false" }).message(bob, message)).toEqual({ status: "sent" });
    await other.stop();
  });

  it("was certainly not shown when who answers breaks off before there is TLS", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await expect(broker.backend({ rdsEndpoint: `https://127.0.0.1:${port}` }).message(bob, message)).rejects.toThrow(/^Could not send the message/);
    server.close();
  });
});
