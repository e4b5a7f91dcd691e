import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { Answer } from "../wire";
import { envelope, post as postSoap, send as sendSoap, texts } from "../wsman/wire";
import { target } from "./target";

const at = target();

describe("WS-Management", () => {
  const fault = (answer: Answer) => ({ status: answer.status, subcode: texts(answer, "Value").length > 0 });
  const identify = envelope({ body: '<p:Identify xmlns:p="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/>' });
  afterEach(async () => expect((await postSoap(at.emulator, identify)).status).toBe(200));

  test.each<[string, string | Buffer]>([
    ["elements nested 100,000 levels deep", "<a>".repeat(100_000)],
    ["elements nested 30,000 levels deep, and closed", "<a>".repeat(30_000) + "</a>".repeat(30_000)],
    ["entities that grow", '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;&c;</a>'],
    ["an entity that reads a file", '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'],
    ["thousands of attributes", `<a ${Array.from({ length: 20_000 }, (_, n) => `a${n}="1"`).join(" ")}/>`],
    ["bytes that are not UTF-8", Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe, 0x3c])],
    ["nothing", ""],
    ["a header that is deeper than anybody reads", envelope({ headers: `${"<x>".repeat(2_000)}${"</x>".repeat(2_000)}` })],
  ])("answers %s with a fault", async (_what, body) => {
    const answer = await postSoap(at.emulator, body);
    expect(fault(answer)).toEqual({ status: 500, subcode: true });
    expect(answer.text).not.toMatch(/root:|bbbbbbbbbbbbbbbbbbbb|Maximum call stack/);
  });

  test.each<[string, string | Buffer, Record<string, string>, number]>([
    ["too much", "x".repeat(2_000_000), {}, 413],
    ["what unpacks to a hundred megabytes", gzipSync(Buffer.alloc(100_000_000, " ")), { "content-encoding": "gzip" }, 413],
    ["what is not packed", "<a/>", { "content-encoding": "gzip" }, 400],
  ])("refuses %s with a bare status", async (_what, body, headers, status) => {
    expect(await postSoap(at.emulator, body, { headers })).toMatchObject({ status, text: "" });
  });

  test.each(["Basic %%%", "Basic ", "Negotiate AAAA", `Negotiate ${Buffer.from(`NTLMSSP\0\u0003\0\0\0${"\xff".repeat(60)}`, "latin1").toString("base64")}`, `Negotiate ${"A".repeat(9_000)}`, "Kerberos x", "\xff"])("lets nobody in with %.40j", async (credentials) => {
    expect((await postSoap(at.emulator, identify, { authorization: credentials })).status).toBe(401);
  });

  test("answers a query of thousands of conditions with a fault", async () => {
    const answer = await sendSoap(at.emulator, { action: "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate", resource: "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/*", body: `<wsen:Enumerate><wsman:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">SELECT * FROM Win32_VirtualDesktopSession WHERE ${"(".repeat(10_000)}</wsman:Filter></wsen:Enumerate>` });
    expect(fault(answer)).toEqual({ status: 500, subcode: true });
    expect(answer.text).not.toContain("Maximum call stack");
  });
});
