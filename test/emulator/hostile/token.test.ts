import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ask, askForToken, TENANT } from "../wire";
import { target } from "./target";

const at = target();

describe("a request for a token", () => {
  const url = `/${TENANT}/oauth2/v2.0/token`;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const post = (body: string | Buffer, headers: Record<string, string> = form) => ask(at.emulator, url, { method: "POST", body, headers });
  const entraError = (status: number, description: RegExp) => ({ status, json: { error: "invalid_request", error_description: expect.stringMatching(description) } });

  test.each<[string, string | Buffer, Record<string, string>, number, RegExp]>([
    ["that is too long", `client_secret=${"x".repeat(200_000)}`, form, 413, /too large/],
    ["of thousands of fields", "client_secret=x&".repeat(3_000), form, 413, /too many parameters/],
    ["that was packed, and was not", "client_secret=x", { ...form, "content-encoding": "gzip" }, 400, /(incorrect header check|unexpected end of file)/],
    ["that unpacks to a hundred megabytes", gzipSync(Buffer.alloc(100_000_000, "a")), { ...form, "content-encoding": "gzip" }, 413, /too large/],
    ["in an unknown packing", "client_secret=x", { ...form, "content-encoding": "foo" }, 415, /unsupported content encoding "foo"/],
    ["in an unknown charset", "client_secret=x", { "content-type": `${form["content-type"]}; charset=utf-99` }, 415, /unsupported charset "utf-99"/i],
    ["that is not UTF-8", Buffer.from([0x61, 0x3d, 0xff]), form, 400, /not valid UTF-8/],
  ])("%s is refused in Entra's shape, without a stack", async (_what, body, headers, status, description) => {
    const answer = await post(body, headers);
    expect(answer).toMatchObject(entraError(status, new RegExp(`^AADSTS90023: The authentication service request isn't valid: .*${description.source}`, "i")));
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(/);
  });

  test("of JSON has no field", async () => {
    expect(await post("{}", { "content-type": "application/json" })).toMatchObject(entraError(400, /AADSTS900144.*grant_type/));
  });

  test.each(["%zz", "..%2f..%2fetc", "%00", "__proto__", "a".repeat(10_000)])("of the tenant %.20s is refused as JSON", async (tenant) => {
    const answer = await askForToken(at.emulator, { tenant });
    expect(answer.status).toBe(400);
    expect(answer.json.error).toBeDefined();
    expect(answer.text).not.toMatch(/node_modules/);
  });
});
