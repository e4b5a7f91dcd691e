import { createPublicKey } from "node:crypto";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../../emulator/index";
import { ask, askForToken, CLIENT, SECRET, SUBSCRIPTION, TENANT } from "../wire";

const clock = manualClock();
const seconds = () => Math.floor(clock.now() / 1000);
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ clock });
});
afterAll(() => emulator.close());

/** A form posted to the v1.0 endpoint, which has a resource where v2.0 has a scope; `undefined` leaves a field out. */
const askV1 = (fields: Record<string, string | undefined> = {}, tenant = TENANT) => {
  const all: Record<string, string | undefined> = { grant_type: "client_credentials", client_id: CLIENT, client_secret: SECRET, resource: "https://management.azure.com/", ...fields };
  const body = new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();
  return ask(emulator, `/${tenant}/oauth2/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body });
};

describe("the v1.0 token endpoint", () => {
  test("answers with the resource and the times, as texts", async () => {
    const { status, json, headers } = await askV1();
    expect(status).toBe(200);
    expect(json).toEqual({
      token_type: "Bearer",
      expires_in: "3599",
      ext_expires_in: "3599",
      expires_on: String(seconds() + 3_599),
      not_before: String(seconds()),
      resource: "https://management.azure.com/",
      access_token: expect.any(String),
    });
    expect(headers).toMatchObject({ "cache-control": "no-store, no-cache" });
  });

  test("gives tokens that ARM takes, for the resource as it was written", async () => {
    const { access_token } = (await askV1({ resource: "https://management.core.windows.net" })).json;
    expect(jwt.decode(access_token)).toMatchObject({ aud: "https://management.core.windows.net", ver: "1.0" });
    const answer = await ask(emulator, `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1?api-version=2024-04-03`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(answer.status).toBe(200);
  });

  test.each<[string, Record<string, string | undefined>, number, string]>([
    ["no resource", { resource: undefined }, 900144, "'resource'"],
    ["a scope instead", { resource: undefined, scope: "https://management.azure.com/.default" }, 900144, "'resource'"],
    ["an unknown resource", { resource: "https://nowhere.example" }, 500011, "The resource principal named https://nowhere.example"],
    ["a wrong secret", { client_secret: "wrong" }, 7000215, "Invalid client secret provided"],
    ["device codes", { grant_type: "device_code" }, 70003, "unsupported grant type 'device_code'"],
    ["passwords", { grant_type: "password" }, 70003, "unsupported grant type 'password'"],
  ])("refuses %s", async (_what, fields, code, text) => {
    expect((await askV1(fields)).json).toMatchObject({ error_codes: [code], error_description: expect.stringContaining(text) });
  });

  test("of an unknown tenant refuses", async () => {
    expect((await askV1({}, "99999999-9999-9999-9999-999999999999")).json).toMatchObject({ error_codes: [90002] });
  });
});

test("the v2.0 token endpoint refuses a resource", async () => {
  expect(await askForToken(emulator, { resource: "https://management.azure.com/" })).toMatchObject({ status: 400, json: { error: "invalid_request", error_codes: [901002], error_description: expect.stringContaining("The 'resource' request parameter is not supported.") } });
});

describe("discovery", () => {
  test("of v1.0 names its own endpoints, and the issuer of ARM's tokens", async () => {
    const { json } = await ask(emulator, `/${TENANT}/.well-known/openid-configuration`);
    expect(json).toMatchObject({ issuer: `https://sts.windows.net/${TENANT}/`, token_endpoint: `${emulator.url}/${TENANT}/oauth2/token`, jwks_uri: `${emulator.url}/${TENANT}/discovery/keys`, authorization_endpoint: `${emulator.url}/${TENANT}/oauth2/authorize` });
    const { keys } = (await ask(emulator, json.jwks_uri)).json;
    jwt.verify((await askV1()).json.access_token, createPublicKey({ key: keys[0], format: "jwk" }), { issuer: json.issuer, algorithms: ["RS256"], clockTimestamp: seconds() });
  });

  test("of v1.0 for an unknown tenant is invalid_tenant", async () => {
    for (const path of [".well-known/openid-configuration", "discovery/keys"]) {
      expect(await ask(emulator, `/99999999-9999-9999-9999-999999999999/${path}`)).toMatchObject({ status: 400, json: { error: "invalid_tenant", error_codes: [90002] } });
    }
  });

  const instance = (endpoint: string) => ask(emulator, `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`);
  test("of instances knows the emulator, and says where the tenant is described", async () => {
    const { host } = new URL(emulator.url);
    const { json } = await instance(`${emulator.url}/${TENANT}/oauth2/v2.0/authorize`);
    expect(json).toEqual({
      tenant_discovery_endpoint: `${emulator.url}/${TENANT}/v2.0/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
    expect((await ask(emulator, json.tenant_discovery_endpoint)).status).toBe(200);
    const first = (await instance(`${emulator.url}/${TENANT}/oauth2/authorize`)).json;
    expect((await ask(emulator, first.tenant_discovery_endpoint)).json).toMatchObject({ token_endpoint: `${emulator.url}/${TENANT}/oauth2/token` });
  });

  test.each([["another authority", "https://login.microsoftonline.com/common/oauth2/v2.0/authorize"], ["no URL", "common"], ["another path", "https://127.0.0.1/x"], ["nothing", ""]])("of instances does not know %s", async (_what, endpoint) => {
    expect(await instance(endpoint)).toMatchObject({ status: 400, json: { error: "invalid_instance", error_codes: [50049], error_description: expect.stringContaining("AADSTS50049: Unknown or invalid instance.") } });
  });
});
