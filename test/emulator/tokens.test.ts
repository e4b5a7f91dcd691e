import { createHash, createPublicKey, randomUUID, X509Certificate } from "node:crypto";
import { ClientCertificateCredential } from "@azure/identity";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueTlsIdentity } from "../../emulator/tls/certificate-authority";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { selfSignedCertificate } from "../self-signed-certificate";
import { ask, askForToken, CLIENT, SECRET, SUBSCRIPTION, TENANT, type TokenRequest } from "./wire";

const WITH_CERTIFICATE = "44444444-4444-4444-4444-444444444444";
const WITH_PERCENT = "66666666-6666-6666-6666-666666666666";
const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const clock = manualClock();
let emulator: Emulator;
const { key, certificate } = selfSignedCertificate();

beforeAll(async () => {
  emulator = await startEmulator({
    clock,
    seed: { tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET }, [WITH_CERTIFICATE]: { certificate }, [WITH_PERCENT]: { secret: "100% secret" } } } }, subscriptions: { [SUBSCRIPTION]: null } },
  });
  emulator.trust();
});
afterAll(() => emulator.close());

describe("a token", () => {
  test("carries the claims of one for Azure Resource Manager, and is signed with a published key", async () => {
    const { status, json } = await askForToken(emulator);
    expect(status).toBe(200);
    expect(json).toEqual({ token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: expect.any(String) });
    const { keys } = (await ask(emulator, `/${TENANT}/discovery/v2.0/keys`)).json;
    const token = jwt.verify(json.access_token, createPublicKey({ key: keys[0], format: "jwk" }), { complete: true, algorithms: ["RS256"], clockTimestamp: clock.now() / 1000 });
    expect(token.header.kid).toBe(keys[0].kid);
    const now = Math.floor(clock.now() / 1000);
    expect(token.payload).toMatchObject({ aud: emulator.url, iss: `https://sts.windows.net/${TENANT}/`, tid: TENANT, appid: CLIENT, oid: expect.any(String), nbf: now, exp: now + 3599 });
  });

  test("is given for a secret in the body or in a Basic header", async () => {
    const authorization = `Basic ${Buffer.from(`${CLIENT}:${encodeURIComponent(SECRET)}`).toString("base64")}`;
    expect((await askForToken(emulator, { client_id: undefined, client_secret: undefined, headers: { authorization } })).status).toBe(200);
  });

  test("is given for a secret with a percent sign that is no encoding, as curl -u sends it", async () => {
    const authorization = `Basic ${Buffer.from(`${WITH_PERCENT}:100% secret`).toString("base64")}`;
    expect((await askForToken(emulator, { client_id: undefined, client_secret: undefined, headers: { authorization } })).status).toBe(200);
  });

  test("is given for a form that says something twice: the first counts", async () => {
    const body = new URLSearchParams([["grant_type", "client_credentials"], ["client_id", CLIENT], ["client_id", WITH_PERCENT], ["client_secret", SECRET], ["scope", `${emulator.url}/.default`]]);
    const answer = await ask(emulator, `/${TENANT}/oauth2/v2.0/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: body.toString() });
    expect(jwt.decode(answer.json.access_token)).toMatchObject({ appid: CLIENT });
  });

  test("is not to be kept by any cache on the way", async () => {
    const { headers } = await askForToken(emulator);
    expect(headers).toMatchObject({ "cache-control": "no-store, no-cache", pragma: "no-cache", expires: "-1" });
    expect(headers).not.toHaveProperty("etag");
  });

  test("is for the resource, whatever scopes of OpenID Connect MSAL for Go asks for besides", async () => {
    const { status, json } = await askForToken(emulator, { scope: "https://management.azure.com/.default openid offline_access profile" });
    expect({ status, json }).toMatchObject({ status: 200, json: { access_token: expect.any(String) } });
    expect(json).not.toHaveProperty("refresh_token");
  });

  test("is not to be had over http", async () => {
    expect((await ask(emulator, `${emulator.httpUrl}/${TENANT}/oauth2/v2.0/token`, { method: "POST" })).status).toBe(404);
  });

  test("is described by OpenID discovery, with the issuer on the emulator's own host", async () => {
    const { json } = await ask(emulator, `/${TENANT}/v2.0/.well-known/openid-configuration`);
    expect(json).toMatchObject({ issuer: `${emulator.url}/${TENANT}/v2.0`, token_endpoint: `${emulator.url}/${TENANT}/oauth2/v2.0/token`, jwks_uri: `${emulator.url}/${TENANT}/discovery/v2.0/keys` });
  });
});

describe("Entra's answer", () => {
  const other = "99999999-9999-9999-9999-999999999999";
  const cases: [string, TokenRequest, number, string, number, RegExp][] = [
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215, /Invalid client secret provided\..*for a secret added to app/],
    ["a wrong secret of the right length", { client_secret: SECRET.toUpperCase() }, 401, "invalid_client", 7000215, /Invalid client secret provided/],
    ["a secret of a client that has none", { client_id: WITH_CERTIFICATE }, 401, "invalid_client", 7000215, /Invalid client secret provided/],
    ["an assertion without its type", { client_secret: undefined, client_assertion: "e30.e30.e30" }, 400, "invalid_request", 900144, /'client_assertion_type'/],
    ["an assertion that is no JWT", { client_secret: undefined, client_assertion: "mine", client_assertion_type: TYPE }, 400, "invalid_request", 50027, /JWT token is invalid or malformed/],
    ["two scopes", { scope: "https://management.azure.com/.default https://graph.microsoft.com/.default" }, 400, "invalid_scope", 1002012, /is not valid/],
    ["scopes of OpenID Connect and no resource", { scope: "openid offline_access profile" }, 400, "invalid_scope", 1002012, /scope openid offline_access profile is not valid/],
    ["no secret", { client_secret: undefined }, 401, "invalid_client", 7000218, /'client_assertion' or 'client_secret'/],
    ["an unknown client", { client_id: other }, 400, "unauthorized_client", 700016, new RegExp(`Application with identifier '${other}' was not found in the directory '${TENANT}'`)],
    ["no client", { client_id: undefined }, 400, "invalid_request", 900144, /must contain the following parameter: 'client_id'/],
    ["an unknown tenant", { tenant: other }, 400, "invalid_request", 90002, new RegExp(`Tenant '${other}' not found`)],
    ["a bad scope", { scope: "https://management.azure.com/user_impersonation" }, 400, "invalid_scope", 1002012, /must have a scope value with \/\.default suffixed/],
    ["no scope", { scope: undefined }, 400, "invalid_request", 900144, /'scope'/],
    ["an unknown resource", { scope: "https://nowhere.example/.default" }, 400, "invalid_resource", 500011, /The resource principal named https:\/\/nowhere\.example was not found in the tenant/],
    ["an unsupported grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003, /unsupported grant type 'password'/],
    ["no grant", { grant_type: undefined }, 400, "invalid_request", 900144, /'grant_type'/],
  ];
  test.each(cases)("to %s", async (_what, request, status, error, code, text) => {
    const answer = await askForToken(emulator, request);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error, error_codes: [code], error_description: expect.stringMatching(text), trace_id: expect.any(String), correlation_id: expect.any(String), error_uri: `https://login.microsoftonline.com/error?code=${code}` });
    expect(answer.json.error_description).toMatch(new RegExp(`^AADSTS${code}: .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`));
    expect(answer.text).not.toContain(SECRET);
  });

  test("to an unknown tenant's discovery is invalid_tenant", async () => {
    expect(await ask(emulator, `/${other}/v2.0/.well-known/openid-configuration`)).toMatchObject({ status: 400, json: { error: "invalid_tenant", error_codes: [90002] } });
  });
});

describe("a certificate", () => {
  test("gets @azure/identity's ClientCertificateCredential a token", async () => {
    const credential = new ClientCertificateCredential(TENANT, WITH_CERTIFICATE, { certificate: `${certificate}\n${key}` }, { authorityHost: emulator.url, disableInstanceDiscovery: true });
    expect((await credential.getToken(`${emulator.url}/.default`)).token).toMatch(/^ey/);
  });

  const digest = (algorithm: string) => createHash(algorithm).update(new X509Certificate(certificate).raw).digest("base64url");
  interface Changes { payload?: object; header?: object; key?: string; algorithm?: jwt.Algorithm; type?: string | undefined }
  const assert = ({ payload, header, key: other, algorithm = "RS256", type = TYPE }: Changes = {}) => {
    const now = Math.floor(clock.now() / 1000);
    const claims = { aud: `${emulator.url}/${TENANT}/oauth2/v2.0/token`, iss: WITH_CERTIFICATE, sub: WITH_CERTIFICATE, jti: randomUUID(), nbf: now, exp: now + 600, iat: now, ...payload };
    const assertion = jwt.sign(Object.fromEntries(Object.entries<unknown>(claims).filter(([, value]) => value !== undefined)), other ?? key, { algorithm, header: { alg: algorithm, x5t: digest("sha1"), ...header } });
    return askForToken(emulator, { client_id: WITH_CERTIFICATE, client_secret: undefined, client_assertion: assertion, client_assertion_type: type });
  };

  test.each<[string, Changes]>([
    ["RS256 and x5t", {}],
    ["PS256 and x5t#S256", { algorithm: "PS256", header: { x5t: undefined, "x5t#S256": "sha256" } }],
    ["the issuer as its audience", { payload: { aud: "issuer" } }],
  ])("is accepted with %s", async (_what, changes) => {
    if (changes.header && "x5t#S256" in changes.header) changes.header["x5t#S256"] = digest("sha256");
    if (changes.payload) changes.payload = { aud: `${emulator.url}/${TENANT}/v2.0` };
    expect((await assert(changes)).status).toBe(200);
  });

  test("is accepted again while its assertion lives, as MSAL sends it", async () => {
    const jti = randomUUID();
    for (const payload of [{ jti }, { jti }]) expect((await assert({ payload })).status).toBe(200);
  });

  const stranger = () => issueTlsIdentity(["x"]).key;
  test.each<[string, () => Changes, number]>([
    ["that is not registered", () => ({ header: { x5t: "AAAAAAAAAAAAAAAAAAAAAAAAAAA" } }), 700027],
    ["whose key did not sign", () => ({ key: selfSignedCertificate().key }), 700027],
    ["with another algorithm", () => ({ key: stranger(), algorithm: "ES256" }), 700027],
    ["addressed to somebody else", () => ({ payload: { aud: "https://login.microsoftonline.com/" } }), 700023],
    ["that has expired", () => ({ payload: { exp: Math.floor(clock.now() / 1000) - 301 } }), 700024],
    ["that is not valid yet", () => ({ payload: { nbf: Math.floor(clock.now() / 1000) + 301 } }), 700024],
    ["that never expires", () => ({ payload: { exp: undefined } }), 700024],
    ["signed with RS512", () => ({ algorithm: "RS512" }), 700027],
    ["of another client", () => ({ payload: { sub: CLIENT } }), 700021],
    ["by another client", () => ({ payload: { iss: CLIENT } }), 700021],
    ["without a jti", () => ({ payload: { jti: undefined } }), 50027],
    ["of another type", () => ({ type: "saml" }), 90023],
  ])("is refused for an assertion %s", async (_what, changes, code) => {
    const answer = await assert(changes());
    expect(answer.json.error_codes).toEqual([code]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
});
