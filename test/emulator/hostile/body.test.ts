import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { HOST, SESSIONS } from "../wire";
import { lastAnswer } from "./raw-connection";
import { armError, head, lists, objects, SEND, target } from "./target";

const DEEP = 100_000;
const at = target();

describe("a body for Azure Resource Manager", () => {
  const message = (body: string | Buffer, headers: Record<string, string> = {}) => at.call(`${SESSIONS}/3/sendMessage`, { method: "POST", body, headers });
  const bad = (reason: RegExp) => armError(400, "InvalidRequestContent", new RegExp(`^The request content was invalid and could not be deserialized: .*${reason.source}`));
  const tooLarge = armError(413, "RequestContentTooLarge", /4 MB/);
  afterEach(() => expect(at.emulator.world.messages.filter(({ body }) => body !== "hello")).toEqual([]));

  test.each<[string, string, RegExp]>([
    ["a list", lists(DEEP), /the body must be an object, found a list/],
    ["in place of a text", `{"messageTitle":${lists(DEEP)}}`, /messageTitle must be a text, found a list/],
    ["objects in place of a text", `{"messageBody":${objects(DEEP)}}`, /messageBody must be a text, found an object/],
    ["that never ends", "[".repeat(DEEP), /Unexpected end of JSON input/],
  ])("of 100,000 levels, %s, is refused", async (_what, body, reason) => {
    expect(await message(body)).toMatchObject(bad(reason));
  });

  test("of 100,000 levels where nobody looks changes nothing", async () => {
    const answer = await at.call(HOST, { method: "PATCH", body: `{"properties":{},"other":${objects(DEEP)}}` });
    expect(answer).toMatchObject({ status: 200, json: { properties: { allowNewSession: true } } });
  });

  test("with a text of megabytes in a wrong place is not sent back", async () => {
    const answer = await at.call(HOST, { method: "PATCH", body: `{"properties":{"allowNewSession":"${"x".repeat(3_000_000)}"}}` });
    expect(answer).toMatchObject(bad(/allowNewSession must be true or false, found "x+…/));
    expect(answer.text.length).toBeLessThan(1_000);
  });

  test("one byte over the limit is refused, one at it is read", async () => {
    const limit = 4 * 1024 * 1024;
    const sized = (bytes: number) => `{"messageBody":"hello"}`.padEnd(bytes);
    expect((await message(sized(limit))).status).toBe(200);
    expect(await message(sized(limit + 1))).toMatchObject(tooLarge);
  });

  test("that announces a hundred gigabytes is refused before any of it came", async () => {
    const connection = await at.connect();
    connection.send(head("POST", SEND, { "Content-Type": "application/json", "Content-Length": "107374182400" }));
    expect(lastAnswer(await connection.until(/\}\}$/))).toMatchObject({ status: 413, body: expect.stringContaining("RequestContentTooLarge") });
  });

  const text = '{"messageBody":"hello"}';
  test.each<[string, Buffer]>([["gzip", gzipSync(text)], ["br", brotliCompressSync(text)], ["deflate", deflateSync(text)]])("may be packed with %s", async (encoding, body) => {
    expect((await message(body, { "content-encoding": encoding })).status).toBe(200);
    expect(at.emulator.world.messages).toMatchObject([{ body: "hello" }]);
  });

  test.each(["gzip", "br", "deflate"])("that says %s and is not is the caller's mistake", async (encoding) => {
    expect(await message(text, { "content-encoding": encoding })).toMatchObject(bad(/(incorrect header check|Decompression failed|unexpected end of file)/));
  });

  test("that was packed and cut off is the caller's mistake", async () => {
    expect(await message(gzipSync(text).subarray(0, 20), { "content-encoding": "gzip" })).toMatchObject(bad(/unexpected end of file/));
  });

  test.each<[string, (body: Buffer) => Buffer]>([["gzip", gzipSync], ["br", (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })]])("of kilobytes of %s that unpack to a hundred megabytes is refused", async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(100_000_000, " "));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await message(bomb, { "content-encoding": encoding })).toMatchObject(tooLarge);
  });

  test("in an unknown packing is refused by its name", async () => {
    expect(await message(text, { "content-encoding": "x-snappy" })).toMatchObject(armError(415, "UnsupportedMediaType", /unsupported content encoding "x-snappy"/));
  });

  test.each<[string, Buffer]>([
    ["bytes that begin nothing", Buffer.from('{"messageBody":"\xff\xfe"}', "latin1")],
    ["a character that breaks off", Buffer.from('{"messageBody":"\xc3("}', "latin1")],
    ["a surrogate", Buffer.from('{"messageBody":"\xed\xa0\x80"}', "latin1")],
    ["an overlong slash", Buffer.from('{"messageBody":"\xc0\xaf"}', "latin1")],
  ])("that is not UTF-8 (%s) is refused, and not mended", async (_what, body) => {
    expect(await message(body)).toMatchObject(bad(/not valid UTF-8/));
  });

  test.each(["latin1", "utf-99", "ascii"])("in the charset %s is refused by its name", async (charset) => {
    expect(await message(text, { "content-type": `application/json; charset=${charset}` })).toMatchObject(armError(415, "UnsupportedMediaType", new RegExp(`unsupported charset "${charset}"`, "i")));
  });

  test.each(["\0", " ", "NaN", "{'messageBody':'x'}", '{"messageBody":"x"}{', "[1,]", '"\\u12"', "1e99999"])("%j is refused", async (body) => {
    expect(await message(body)).toMatchObject(bad(/./));
  });

  test("that names an object's inner properties reaches none of them", async () => {
    await message('{"__proto__":{"messageBody":"polluted"},"constructor":{"prototype":{"messageBody":"polluted"}},"messageBody":"hello"}');
    expect(at.emulator.world.messages).toMatchObject([{ title: "", body: "hello" }]);
    expect(({} as { messageBody?: string }).messageBody).toBeUndefined();
  });
});
