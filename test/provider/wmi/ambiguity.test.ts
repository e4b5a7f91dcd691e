import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { issueTlsIdentity } from "../../../emulator/tls/certificate-authority";
import { Broker, useBroker, type Answer } from "./broker";
import { envelope, fault, resource, returned, textsOf } from "./wire";

const broker = useBroker();
const bob = { sessionHost: "hv-0.contoso.com", sessionId: "3", user: "CONTOSO\\bob" };
const message = { title: "Tonight — ßü", body: '22:00\r\n"quoted" <b> & 😀' };
const send = (patience?: number) => broker.backend({}, patience).message(bob, message);
const output = (inner: string): string => envelope(`<p:SendMessage_OUTPUT xmlns:p="${resource}">${inner}</p:SendMessage_OUTPUT>`);

describe("a message", () => {
  it("is sent with title and body as they are", async () => {
    broker.answering = () => ({ body: returned("SendMessage", 0) });
    expect(await send()).toEqual({ status: "sent" });
    const { body } = broker.asked[0]!;
    expect(textsOf("Action", body)).toEqual([`${resource}/SendMessage`]);
    expect(body).toContain(
      `<m:SendMessage_INPUT xmlns:m="${resource}"><m:Title>Tonight — ßü</m:Title><m:Message>22:00&#13;\n"quoted" &lt;b&gt; &amp; 😀</m:Message></m:SendMessage_INPUT>`,
    );
  });

  it.each([
    ["the method does not find the session", { body: returned("SendMessage", 1168) }],
    ["there is no such instance", { status: 500, body: fault({ subcode: "a:DestinationUnreachable", number: 2150858752 }) }],
  ])("has nobody to be shown to when %s", async (_, answer) => {
    broker.answering = () => answer;
    expect(await send()).toEqual({ status: "gone" });
  });
});

describe("a message whose fate is not known is not sent again", () => {
  it.each<[string, Answer, RegExp]>([
    ["the connection breaks", { instead: (response) => response.destroy() }, /hang up/],
    ["the server fails with it in hand", { status: 500, headers: { "Content-Type": "text/html" }, body: "<h1>boom</h1>" }, /HTTP status 500/],
    ["a gateway gives up", { status: 504, headers: { "Content-Type": "text/plain" } }, /HTTP status 504/],
    ["the request took too long", { status: 408, headers: { "Content-Type": "text/plain" } }, /HTTP status 408/],
    ["the answer leads elsewhere", { status: 302, headers: { "Content-Type": "text/html", Location: "/" } }, /HTTP status 302/],
    ["the operation took too long", { status: 500, body: fault({ code: "s:Receiver", subcode: "w:TimedOut", number: 2150858793 }) }, /TimedOut 2150858793/],
    ["a sender's fault says that it took too long", { status: 500, body: fault({ subcode: "w:TimedOut", number: 2150858793 }) }, /TimedOut/],
    // "Server execution failed": recorded in the wild, after the provider had begun.
    ["the provider fails", { status: 500, body: fault({ code: "s:Receiver", subcode: "w:InternalError", number: 2148007941 }) }, /InternalError 2148007941/],
    ["the answer breaks off", { body: returned("SendMessage", 0).slice(0, -40) }, /not well-formed/],
    ["the answer is to another request", { body: returned("SendMessage", 0).replace("{id}", "uuid:0") }, /answers another request/],
    ["the answer does not say what came of it", { body: output("") }, /does not say what SendMessage returned/],
    ["the answer's return value is null", { body: output('<p:ReturnValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>') }, /does not say/],
    ["the call between broker and host failed", { body: returned("SendMessage", 1726) }, /SendMessage returned 1726/],
    ["the broker has waited for the host in vain", { body: returned("SendMessage", 1460) }, /SendMessage returned 1460/],
    ["the return value is an HRESULT", { body: returned("SendMessage", 2147944126) }, /SendMessage returned 2147944126/],
    ["the answer is a page", { headers: { "Content-Type": "text/html" }, body: "<html/>" }, /text\/html and no SOAP/],
  ])("when %s", async (_, answer, why) => {
    broker.answering = (asked, count) => (count === 1 ? answer : { body: returned("SendMessage", 0) });
    expect(await send()).toEqual({ status: "unconfirmed", why: expect.stringMatching(why) as string });
    expect(broker.asked).toHaveLength(1);
  });

  it("when no answer comes in time", async () => {
    broker.answering = () => new Promise(() => undefined);
    expect(await send(300)).toEqual({ status: "unconfirmed", why: "no answer came in time" });
    expect(broker.asked).toHaveLength(1);
  });

  it("when the body of the answer does not come in time", async () => {
    broker.answering = () => ({ instead: (response) => void response.writeHead(200, { "Content-Type": "application/soap+xml" }).write("<s:") });
    expect(await send(300)).toEqual({ status: "unconfirmed", why: "no answer came in time" });
  });

  it("when a connection that was kept open is closed under it", async () => {
    broker.answering = (_, count) => (count === 1 ? { body: returned("SendMessage", 0) } : { instead: (response) => response.destroy() });
    const backend = broker.backend();
    expect(await backend.message(bob, message)).toEqual({ status: "sent" });
    expect(await backend.message(bob, message)).toMatchObject({ status: "unconfirmed" });
    expect(broker.asked).toHaveLength(2);
    expect(broker.asked[1]!.socket).toBe(broker.asked[0]!.socket);
  });
});

describe("a message that was certainly not shown is a failure", () => {
  it.each<[string, Answer, RegExp]>([
    ["access is denied by a fault", { status: 500, body: fault({ subcode: "w:AccessDenied", number: 5, text: "Access is denied." }) }, /AccessDenied 5\): Access is denied\. Make the account an administrator/],
    ["access is denied by a receiver's fault", { status: 500, body: fault({ code: "s:Receiver", subcode: "w:InternalError", number: 2150859012 }) }, /Make the account an administrator/],
    ["the request is wrong", { status: 500, body: fault({ subcode: "w:InvalidSelectors", number: 2150858843 }) }, /InvalidSelectors 2150858843/],
    ["the request is too large", { status: 413, headers: { "Content-Type": "text/html" } }, /HTTP status 413/],
    ["the sign-in is refused", { status: 401, headers: { "WWW-Authenticate": ["Negotiate", "Kerberos", 'Basic realm="WSMAN"'] } }, /with basic: the server answered 401\. It takes Negotiate, Kerberos, Basic\. Check user name/],
    ["the method is denied", { body: returned("SendMessage", 5) }, /returned 5: access denied/],
    ["the virtual machine is off", { body: returned("SendMessage", 21) }, /returned 21: the virtual machine is not running/],
    ["the host is not there", { body: returned("SendMessage", 1722) }, /returned 1722: the host/],
    ["there is nothing at that path", { status: 404, headers: { "Content-Type": "text/html" }, body: "no" }, /HTTP status 404\. Check that https:\/\/127\.0\.0\.1:\d+\/wsman is the WS-Management endpoint/],
  ])("when %s", async (_, answer, why) => {
    broker.answering = () => answer;
    await expect(send()).rejects.toThrow(why);
    expect(broker.asked).toHaveLength(1);
  });

  it("when nobody listens", async () => {
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
  ])("when %s", async (_, answer, why) => {
    broker.answering = () => answer;
    await expect(broker.backend({ rdsAuthentication: "ntlm" }).message(bob, message)).rejects.toThrow(why);
    expect(broker.asked.every(({ body }) => body === "")).toBe(true);
  });

  it("when the certificate is not trusted", async () => {
    await expect(broker.backend({ rdsCaPath: "" }).message(bob, message)).rejects.toThrow(/Check the certificate of 127\.0\.0\.1:\d+ and what Node trusts/);
    expect(broker.asked).toHaveLength(0);
  });

  it("when the certificate is somebody else's, unless that is allowed by name", async () => {
    const other = new Broker();
    await other.start(issueTlsIdentity(["rdcb9.contoso.com"]));
    other.answering = () => ({ body: returned("SendMessage", 0) });
    await expect(other.backend().message(bob, message)).rejects.toThrow(/Check the certificate of/);
    expect(other.asked).toHaveLength(0);
    expect(await other.backend({ rdsVerifyTls: "false" }).message(bob, message)).toEqual({ status: "sent" });
    await other.stop();
  });

  it("when who answers breaks off before there is TLS", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await expect(broker.backend({ rdsEndpoint: `https://127.0.0.1:${port}` }).message(bob, message)).rejects.toThrow(/^Could not send the message/);
    server.close();
  });
});
