import { describe, expect, test } from "vitest";
import { startEmulator } from "../../../emulator/index";
import { ask, SESSIONS, VERSION } from "../wire";
import { lastAnswer, RawConnection } from "./raw-connection";
import { head, ONE, SEND, target } from "./target";

const at = target();

describe("HTTP itself", () => {
  test.each<[string, string]>([
    ["one header of 20 kB", head("GET", ONE, { "X-Long": "x".repeat(20_000) })],
    ["thousands of headers", head("GET", ONE, Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`X-${n}`, "1"])))],
    ["a line of 70 kB", `GET /${"a".repeat(70_000)} HTTP/1.1\r\n`],
  ])("answers %s with 431", async (_what, bytes) => {
    const connection = await at.connect();
    connection.send(bytes);
    expect(lastAnswer(await connection.until(/^HTTP\/1\.1 [^]*\r\n\r\n/)).status).toBe(431);
  });

  test("answers a request of 500 headers", async () => {
    expect(await at.answerTo(head("GET", ONE, { ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`X-${n}`, "1"])), Connection: "close" }))).toMatchObject({ status: 200 });
  });

  test.each<[string, string | Buffer]>([
    ["bytes that are no text", Buffer.from([0, 1, 2, 3, 254, 255, 13, 10, 13, 10])],
    ["a verb that there is not", head("BREW", ONE)],
    ["a verb in lower case", head("get", ONE)],
    ["a path without a slash", head("GET", "subscriptions/x")],
    ["a version of the future", head("GET", ONE, {}, "HTTP/3.0")],
    ["the beginning of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a header without a colon", head("GET", ONE).replace("\r\n\r\n", "\r\nnonsense\r\n\r\n")],
    ["a header with a space before its colon", head("GET", ONE, { "X-A ": "1" })],
    ["a header that is folded", head("GET", ONE, { "X-A": "1\r\n 2" })],
    ["no host", `GET ${ONE} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ["a length beside chunks", head("POST", SEND, { "Content-Length": "2", "Transfer-Encoding": "chunked" })],
    ["two lengths", head("POST", SEND, { "Content-Length": "2" }).replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\n")],
    ["a length below nothing", head("POST", SEND, { "Content-Length": "-2" })],
    ["a transfer encoding that there is not", head("POST", SEND, { "Content-Type": "application/json", "Transfer-Encoding": "gzip" })],
    ["a chunk of no size", `${head("POST", SEND, { "Content-Type": "application/json", "Transfer-Encoding": "chunked" })}zz\r\n{}\r\n0\r\n\r\n`],
    ["a chunk that is longer than it says", `${head("POST", SEND, { "Content-Type": "application/json", "Transfer-Encoding": "chunked" })}1\r\n{}\r\n0\r\n\r\n`],
  ])("answers %s with 400", async (_what, bytes) => {
    expect(await at.answerTo(bytes)).toMatchObject({ status: 400 });
    expect(at.emulator.world.messages).toEqual([]);
  });

  test("reads chunks, with extensions and trailers", async () => {
    const bytes = `${head("POST", SEND, { "Content-Type": "application/json", "Transfer-Encoding": "chunked", Connection: "close" })}e;a=b\r\n{"messageBody"\r\n9\r\n:"hello"}\r\n0\r\nX-Trailer: 1\r\n\r\n`;
    expect(await at.answerTo(bytes)).toMatchObject({ status: 200 });
    expect(at.emulator.world.messages).toMatchObject([{ body: "hello" }]);
  });

  test("lets a caller ask before it sends", async () => {
    const connection = await at.connect();
    connection.send(head("POST", SEND, { "Content-Type": "application/json", "Content-Length": "23", Expect: "100-continue", Connection: "close" }));
    await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    connection.send('{"messageBody":"hello"}');
    expect(lastAnswer(await connection.end())).toMatchObject({ status: 200 });
    expect(at.emulator.world.messages).toMatchObject([{ body: "hello" }]);
  });

  test("knows no other expectation", async () => {
    expect(await at.answerTo(head("POST", SEND, { Expect: "miracles", "Content-Length": "0", Connection: "close" }))).toMatchObject({ status: 417 });
  });

  test("answers requests that come at once one after the other", async () => {
    const connection = await at.connect();
    connection.send(head("GET", `${SESSIONS}/2?${VERSION}`) + head("GET", `${SESSIONS}/9?${VERSION}`) + head("POST", `${SESSIONS}/5/disconnect?${VERSION}`, { "Content-Length": "0" }) + head("GET", ONE, { Connection: "close" }));
    const received = await connection.end();
    expect(Array.from(received.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => status)).toEqual(["200", "404", "200", "200"]);
    expect(Array.from(received.matchAll(/"userPrincipalName":"(\w+)/g), ([, user]) => user)).toEqual(["alice", "bob"]);
  });

  test("answers HTTP/1.0, and closes", async () => {
    expect(await at.answerTo(head("GET", ONE, {}, "HTTP/1.0"))).toMatchObject({ status: 200, body: expect.stringContaining("bob@contoso.com") });
    expect(await at.answerTo(`GET ${ONE} HTTP/1.0\r\n\r\n`)).toMatchObject({ status: 421 });
  });

  test.each(["TRACE", "OPTIONS", "PROPFIND"])("refuses %s as a verb that a session does not have", async (verb) => {
    expect(await at.answerTo(head(verb, ONE, { Connection: "close" }))).toMatchObject({ status: 405, body: expect.stringContaining(`does not support http method '${verb}'`) });
  });

  test("is no proxy", async () => {
    expect(await at.answerTo(head("CONNECT", "evil.example:443"))).toMatchObject({ status: 405 });
    expect(await at.answerTo(head("GET", `https://evil.example${ONE}`, { Connection: "close" }))).toMatchObject({ status: 421, body: expect.stringContaining("evil.example") });
  });

  test("takes its own URL for a path", async () => {
    expect(await at.answerTo(head("GET", `{url}${ONE}`, { Connection: "close" }))).toMatchObject({ status: 200, body: expect.stringContaining("bob@contoso.com") });
    const list = await at.answerTo(head("GET", `{url}${SESSIONS}?pageSize=1&${VERSION}`, { Connection: "close" }));
    expect(JSON.parse(list.body).nextLink).toMatch(new RegExp(`^${at.emulator.url}/subscriptions/`));
  });

  test.each(["websocket", "h2c", "TLS/1.3"])("does not change over to %s", async (protocol) => {
    expect(await at.answerTo(head("GET", ONE, { Upgrade: protocol, Connection: "Upgrade, close" }))).toMatchObject({ status: 200 });
  });

  test("sends a caller's id back, and nothing that could be a header of its own", async () => {
    const { head: answered } = await at.answerTo(head("GET", ONE, { "x-ms-client-request-id": "a\tb\u00ff", "x-ms-correlation-request-id": "z".repeat(9_000), Connection: "close" }));
    expect(answered).toContain("\r\nx-ms-request-id: a\tb\u00ff\r\n");
    expect(answered).toContain(`\r\nx-ms-correlation-request-id: ${"z".repeat(9_000)}\r\n`);
  });

  test.each(["https", "http"])("leaves others their turn while hundreds of callers over %s dawdle", async (scheme) => {
    const base = scheme === "https" ? at.emulator.url : at.emulator.httpUrl;
    const dawdlers = await Promise.all(Array.from({ length: 300 }, () => at.connect(base)));
    dawdlers.forEach((connection, n) => {
      // Each stops somewhere else: before anything, within the line, within a header, before the body, within the body.
      const whole = `${head("POST", "/_emulator/sessions", { "Content-Type": "application/json", "Content-Length": "70" })}{"sessionHost":"sh-0.contoso.com"`;
      connection.send(whole.slice(0, Math.floor((n / 299) * whole.length)));
    });
    for (let round = 0; round < 3; round++) {
      for (const dawdler of dawdlers) if (round > 0) dawdler.send("");
      expect((await at.call(`${SESSIONS}/3`)).status).toBe(200);
      expect((await ask(at.emulator, `${base}/_emulator/health`)).status).toBe(200);
    }
    expect(at.emulator.world.session("sh-0.contoso.com", 2).userPrincipalName).toBe("alice@contoso.com");
  });

  test("keeps nobody waiting for callers who dawdle or never shake hands when it closes", async () => {
    const other = await startEmulator();
    const https = await RawConnection.open(other);
    https.send("GET / HTTP/1.1\r\nHo");
    const silent = await RawConnection.open(other, other.url.replace("https:", "http:"));
    await other.close();
    await Promise.all([https.end(), silent.end()]);
  });

  test("survives callers who hang up in the middle of everything", async () => {
    const bodies = ["", "{", '{"messageBody":'];
    for (let n = 0; n < 30; n++) {
      const connection = await at.connect();
      connection.send(head("POST", SEND, { "Content-Type": "application/json", "Content-Length": "500" }), bodies[n % bodies.length]!);
      connection.close();
    }
    const plain = await at.connect(at.emulator.httpUrl);
    plain.send(Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252]));
    expect(await plain.end()).toContain("400 Bad Request");
  });
});
