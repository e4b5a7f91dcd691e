import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ask, CLIENT } from "../wire";
import { lastAnswer } from "./raw-connection";
import { head, lists, objects, target } from "./target";

const at = target();

describe("the control plane", () => {
  const post = (body: string | Buffer, headers: Record<string, string> = {}, path = "/_emulator/sessions") => ask(at.emulator, path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  const refused = (status: number, message: RegExp) => ({ status, json: { error: { message: expect.stringMatching(message) } } });

  test.each<[string, string | Buffer, Record<string, string>, number, RegExp]>([
    ["deep lists", lists(50_000), {}, 400, /nested deeper than 32 levels/],
    ["a deep list in place of a text", `{"userPrincipalName":${lists(40_000)}}`, {}, 400, /nested deeper than 32 levels/],
    ["deep objects", objects(16_000), {}, 400, /nested deeper than 32 levels/],
    ["a list", "[]", {}, 400, /the body is a list/],
    ["a list in place of a text", '{"userPrincipalName":[]}', {}, 400, /userPrincipalName is a list/],
    ["too much", `"${"x".repeat(200_000)}"`, {}, 413, /too large/],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), {}, 400, /not valid UTF-8/],
    ["what is not packed", "{}", { "content-encoding": "gzip" }, 400, /(incorrect header check|unexpected end of file)/],
    ["what unpacks to fifty megabytes", gzipSync(Buffer.alloc(50_000_000, "[")), { "content-encoding": "gzip" }, 413, /too large/],
    ["an unknown charset", "{}", { "content-type": "application/json; charset=utf-99" }, 415, /unsupported charset/],
    ["an inner property", '{"__proto__":"x"}', {}, 400, /"__proto__" is not a property/],
  ])("refuses %s", async (_what, body, headers, status, message) => {
    expect(await post(body, headers)).toMatchObject(refused(status, message));
  });

  const routes = ["POST federated-tokens", "POST faults", "POST clock", "POST throttle", "POST subscriptions", "PUT transitions", `POST role-assignments/${CLIENT}`, "PUT sessions/sh-0.contoso.com/3/returns", "POST hosts/sh-0.contoso.com/status"];
  test.each(routes)("refuses deep bodies of %s", async (route) => {
    const [method, path] = route.split(" ");
    for (const body of [lists(40_000), objects(16_000), `{"a":${lists(40_000)}}`]) {
      const answer = await ask(at.emulator, `/_emulator/${path}`, { method: method!, body, headers: { "content-type": "application/json" } });
      expect(answer).toMatchObject(refused(400, /./));
      expect(answer.text.length).toBeLessThan(4_000);
    }
  });

  test.each<[string, string | Buffer, Record<string, string>, number, RegExp]>([
    ["deep lists", lists(50_000), {}, 400, /./],
    ["deep JSON", lists(50_000), { "content-type": "application/json" }, 400, /./],
    ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), {}, 400, /not valid UTF-8/],
    ["what is not packed", "{}", { "content-encoding": "gzip" }, 400, /(incorrect header check|unexpected end of file)/],
  ])("refuses %s as a world", async (_what, body, headers, status, message) => {
    expect(await ask(at.emulator, "/_emulator/world", { method: "PUT", body, headers: { "content-type": "application/yaml", ...headers } })).toMatchObject(refused(status, message));
  });

  test("refuses a world that announces itself as too large before it comes", async () => {
    expect((await at.answerTo(head("PUT", "/_emulator/world", { "Content-Length": String(300 * 1024 * 1024), Connection: "close" }))).status).toBe(413);
  });

  test.each([
    ["/_emulator/../wsman", 404],
    ["/_emulator/..%2f..%2fetc/passwd", 404],
    ["/_emulator//world", 404],
    ["/_emulator/%zz", 404],
    ["/_emulator/__proto__", 404],
    [`/_emulator/${"a".repeat(12_000)}`, 404],
    ["/_emulator/sessions/%zz/3/reconnect", 400],
    ["/_emulator/sessions/%00/3/reconnect", 404],
    ["/_emulator/sessions/sh-0.contoso.com/3/__proto__", 404],
    ["/_emulator/sessions/sh-0.contoso.com/99999999999999999999/reconnect", 400],
  ])("answers POST %.60s with %d as JSON", async (path, status) => {
    const connection = await at.connect();
    connection.send(head("POST", path, { "Content-Length": "0", Connection: "close" }));
    const answer = lastAnswer(await connection.end());
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).error.message).toEqual(expect.any(String));
  });

  test.each(["format=__proto__", "format[a]=1&format=sh&format=2", "format=%00"])("has no environment for ?%s", async (query) => {
    expect(await ask(at.emulator, `/_emulator/env?${query}`)).toMatchObject(refused(400, /There is no format|takes no parameter "format\[a\]"/));
  });
});
