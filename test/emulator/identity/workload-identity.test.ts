import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientAssertionCredential } from "@azure/identity";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, manualClock, type Seed, startEmulator } from "../../../emulator/index";
import { sampleWorld } from "../../../emulator/seed/sample-world";
import { ask, askForToken, CLIENT, SECRET, TENANT } from "../wire";
import { signIn } from "./sign-in";

const CI = "7777777c-7777-7777-7777-777777777777";
const SUBJECT = "system:serviceaccount:default:desktop-sessions";
const EXCHANGE = "api://AzureADTokenExchange";
const GITHUB = "https://token.actions.githubusercontent.com";
const REPOSITORY = "repo:contoso/infra:ref:refs/heads/main";

const github = generateKeyPairSync("rsa", { modulusLength: 2048 });
const published = (kid: string) => ({ ...github.publicKey.export({ format: "jwk" }), kid });
const clock = manualClock();
const seconds = () => Math.floor(clock.now() / 1000);
let emulator: Emulator;

beforeAll(async () => {
  const clients = {
    [CLIENT]: { secret: SECRET, federatedCredentials: [{ subject: SUBJECT }] },
    [CI]: { federatedCredentials: [{ issuer: GITHUB, subject: REPOSITORY, audiences: ["api://contoso", "api://second"], jwks: { keys: [published("one")] } }] },
    "66666666-6666-6666-6666-666666666666": { secret: "without a federated credential" },
  };
  emulator = await startEmulator({ clock, seed: { ...sampleWorld, tenants: { [TENANT]: { clients } } } });
  emulator.trust();
});
afterAll(() => emulator.close());

const exchange = (assertion: string, client = CLIENT) =>
  askForToken(emulator, { client_id: client, client_secret: undefined, client_assertion: assertion, client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" });

describe("@azure/identity, by the environment alone,", () => {
  test.each(["WorkloadIdentityCredential", "DefaultAzureCredential", "ManagedIdentityCredential"])("signs in as a workload with %s", async (credential) => {
    await using running = await startEmulator();
    const env = running.env({ signIn: "workloadIdentity" });
    expect(env).not.toHaveProperty("AZURE_CLIENT_SECRET");
    const options = credential === "ManagedIdentityCredential" ? { clientId: CLIENT } : {};
    const { claims, users, message } = await signIn(env, credential, options);
    expect(message).toBeUndefined();
    expect(claims).toMatchObject({ appid: CLIENT, appidacr: "2" });
    expect(users).toHaveLength(4);
    // It was the federated token, not the managed identity, that all three signed in with.
    expect(running.requests()).toContainEqual(expect.objectContaining({ url: expect.stringContaining(`/${TENANT}/oauth2/v2.0/token`), principal: CLIENT }));
  });
});

describe("a workload's token", () => {
  test("is one of a Kubernetes service account, which the issuer's published key verifies", async () => {
    const issuer = `${emulator.url}/workload-identity`;
    const discovered = (await ask(emulator, `${issuer}/.well-known/openid-configuration`)).json;
    expect(discovered).toMatchObject({ issuer, id_token_signing_alg_values_supported: ["RS256"] });
    const { keys } = (await ask(emulator, discovered.jwks_uri)).json;
    const token = jwt.verify(emulator.federatedToken(), createPublicKey({ key: keys[0], format: "jwk" }), { complete: true, issuer, audience: EXCHANGE, clockTimestamp: seconds() });
    expect(token.header).toMatchObject({ alg: "RS256", kid: keys[0].kid });
    expect(token.payload).toMatchObject({ sub: SUBJECT, iat: seconds(), exp: seconds() + 3_600 });
    const tenant = (await ask(emulator, `/${TENANT}/discovery/v2.0/keys`)).json;
    expect(tenant.keys[0].kid).not.toBe(keys[0].kid);
  });

  test("is exchanged for one that ARM takes", async () => {
    const { status, json } = await exchange(emulator.federatedToken());
    expect(status).toBe(200);
    expect(jwt.decode(json.access_token)).toMatchObject({ appid: CLIENT, appidacr: "2" });
  });

  test("of an outside issuer is taken for what its seeded keys sign, whatever of its audiences it names", async () => {
    const credential = new ClientAssertionCredential(TENANT, CI, () => Promise.resolve(outside()), { authorityHost: emulator.url, disableInstanceDiscovery: true });
    expect(jwt.decode((await credential.getToken(`${emulator.url}/.default`)).token)).toMatchObject({ appid: CI });
    expect((await exchange(outside({ aud: ["api://second"] }), CI)).status).toBe(200);
  });

  test("over the control plane is the same as in code, and may be of any subject, audience and lifetime", async () => {
    const post = (body?: object) => ask(emulator, "/_emulator/federated-tokens", { method: "POST", ...(body ? { body: JSON.stringify(body) } : {}) });
    expect(await post()).toMatchObject({ status: 201 });
    expect(jwt.decode((await post()).json.token)).toMatchObject({ sub: SUBJECT, aud: [EXCHANGE] });
    const own = { clientId: CLIENT, subject: "system:serviceaccount:default:other", audience: "api://else", lifetime: 60 };
    for (const token of [(await post(own)).json.token, emulator.federatedToken(own)]) expect(jwt.decode(token)).toMatchObject({ sub: own.subject, aud: [own.audience], exp: seconds() + 60 });
    const refusals: [unknown, number, string][] = [
      [{ clientid: CLIENT }, 400, '"clientid" is not a property of it. Send nothing, or an object with any of'],
      [{ subject: "" }, 400, 'subject is "", and must be a string'],
      [{ lifetime: "60" }, 400, 'lifetime is "60", and must be a number'],
      [[], 400, "the body is []"],
      [{ clientId: CI }, 404, `There is no client ${CI} that trusts a workload of the emulator.`],
    ];
    for (const [body, status, text] of refusals) expect(await post(body as object)).toMatchObject({ status, json: { error: { message: expect.stringContaining(text) } } });
  });

  test("is for a client that is named in any case", async () => {
    await using running = await startEmulator({ seed: { ...sampleWorld, tenants: { [TENANT]: { clients: { [CI]: { federatedCredentials: [{ subject: SUBJECT }] } } } } } });
    expect(jwt.decode(running.federatedToken({ clientId: CI.toUpperCase() }))).toMatchObject({ sub: SUBJECT });
  });

  test("in the file is replaced before it expires, and private", () => {
    const { AZURE_FEDERATED_TOKEN_FILE: file } = emulator.env({ signIn: "workloadIdentity" }) as { AZURE_FEDERATED_TOKEN_FILE: string };
    const read = () => jwt.decode(readFileSync(file, "utf8")) as jwt.JwtPayload;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const first = read();
    expect(first).toMatchObject({ sub: SUBJECT, exp: seconds() + 86_400 });
    clock.advance(7 * 86_400 * 1000);
    expect(read().exp).toBeGreaterThan(seconds());
    expect(emulator.env({ signIn: "workloadIdentity" })["AZURE_FEDERATED_TOKEN_FILE"]).toBe(file);
  });
});

test("an emulator that has stopped writes no more tokens", async () => {
  const temporary = mkdtempSync(join(tmpdir(), "stopped-"));
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = temporary;
  try {
    const own = manualClock();
    const stopped = await startEmulator({ clock: own });
    stopped.env({ signIn: "workloadIdentity" });
    expect(readdirSync(temporary)).toHaveLength(1);
    await stopped.close();
    own.advance(2 * 86_400 * 1000);
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
    rmSync(temporary, { recursive: true });
  }
});

/** A token as GitHub Actions makes them, but for what is said. */
function outside(claims: object = {}, { kid = "one", algorithm = "RS256", key = github.privateKey }: { kid?: string; algorithm?: jwt.Algorithm; key?: jwt.Secret } = {}): string {
  return jwt.sign({ iss: GITHUB, sub: REPOSITORY, aud: "api://contoso", iat: seconds(), nbf: seconds(), exp: seconds() + 300, ...claims }, key, { algorithm, keyid: kid });
}

describe("Entra's answer to a token", () => {
  const HELP = "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";
  test.each<[string, () => [string, string?], number, string]>([
    ["of an issuer that the client does not trust", () => [outside()], 700211, `No matching federated identity record found for presented assertion issuer '${GITHUB}'. ${HELP}`],
    ["of the emulator, from a client that trusts another", () => [emulator.federatedToken(), CI], 700211, `/workload-identity'. ${HELP}`],
    ["of another port's workload issuer", () => [outside({ iss: "https://127.0.0.1:1/workload-identity", sub: SUBJECT, aud: EXCHANGE })], 700211, "presented assertion issuer 'https://127.0.0.1:1/workload-identity'"],
    ["of another path of the emulator", () => [outside({ iss: `${emulator.url}/workload-xdentity`, sub: SUBJECT, aud: EXCHANGE })], 700211, "/workload-xdentity'"],
    ["of another subject", () => [outside({ sub: "repo:contoso/other:ref:refs/heads/main" }), CI], 700213, `No matching federated identity record found for presented assertion subject 'repo:contoso/other:ref:refs/heads/main'. ${HELP}`],
    ["of the subject in another case", () => [outside({ sub: REPOSITORY.toUpperCase() }), CI], 7002138, "The subject matches with case-insensitive comparison, but not with case-sensitive comparison."],
    ["without a subject", () => [outside({ sub: undefined }), CI], 700213, "presented assertion subject ''"],
    ["for another audience", () => [outside({ aud: EXCHANGE }), CI], 700212, `No matching federated identity record found for presented assertion audience '${EXCHANGE}'. ${HELP}`],
    ["from a client that trusts nobody", () => [outside(), "66666666-6666-6666-6666-666666666666"], 70025, "The client '66666666-6666-6666-6666-666666666666'(66666666-6666-6666-6666-666666666666) has no configured federated identity credentials."],
    ["that is signed with a key that is not published", () => [outside({}, { kid: "two" }), CI], 50013, "Assertion failed signature validation. [Reason - The key was not found.]"],
    ["that somebody else signed", () => [outside({}, { key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }), CI], 50013, "[Reason - The key was found, but the signature does not match it.]"],
    ["that is signed otherwise than with RS256", () => [outside({}, { algorithm: "PS256" }), CI], 50013, "[Reason - The key was found, but the signature does not match it.]"],
    ["in the emulator's name, by somebody else", () => [outside({ iss: `${emulator.url}/workload-identity`, sub: SUBJECT, aud: EXCHANGE })], 50013, "[Reason - The key was not found.]"],
    ["that has expired", () => [outside({ exp: seconds() - 301 }), CI], 700024, "Client assertion is not within its valid time range. Current time: "],
    ["that is not valid yet", () => [outside({ nbf: seconds() + 301 }), CI], 700024, "Client assertion is not within its valid time range."],
    ["that expires at no instant", () => [outside({ nbf: 1e300 }), CI], 700024, "assertion valid from 1e+300"],
    ["that never expires", () => [jwt.sign({ iss: GITHUB, sub: REPOSITORY, aud: "api://contoso" }, github.privateKey, { algorithm: "RS256", keyid: "one" }), CI], 700024, "expiry time of assertion"],
  ])("%s", async (_what, presented, code, text) => {
    const [assertion, client] = presented();
    const answer = await exchange(assertion, client);
    expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client", error_codes: [code], error_description: expect.stringContaining(`AADSTS${code}: `) } });
    expect(answer.json.error_description).toContain(text);
  });

  test.each([["null", "null"], ["a list of issuers", '{"iss":["https://a"]}'], ["a numbered subject", '{"iss":"https://a","sub":5}']])("whose claims are %s", async (_what, claims) => {
    const part = (text: string) => Buffer.from(text).toString("base64url");
    expect(await exchange(`${part('{"alg":"RS256","typ":"JWT"}')}.${part(claims)}.AAAA`, CI)).toMatchObject({ status: 400, json: { error_codes: [50027] } });
  });

  test("that the clock has left behind", async () => {
    const token = emulator.federatedToken();
    clock.advance((3_600 + 301) * 1000);
    expect((await exchange(token)).json.error_codes).toEqual([700024]);
  });
});

describe("a seed's federated credential", () => {
  const start = (credential: unknown) => startEmulator({ seed: { ...sampleWorld, tenants: { [TENANT]: { clients: { [CI]: { federatedCredentials: [credential] } } } } } as Seed });
  const keys = [published("one")];
  test.each<[string, unknown, string]>([
    ["with an issuer without keys", { issuer: GITHUB, subject: REPOSITORY }, "federatedCredentials.0.jwks: found nothing, expected the JWKS of the issuer, which the emulator asks nobody for; or leave the issuer out: then it is the emulator's own"],
    ["with keys of nobody", { subject: REPOSITORY, jwks: { keys } }, "federatedCredentials.0.issuer: found nothing, expected the issuer that has these keys"],
    ["with keys that are none", { issuer: GITHUB, subject: REPOSITORY, jwks: { keys: [{ kid: "one", kty: "RSA" }] } }, "federatedCredentials.0.jwks.keys.0: found an object, expected a public RSA key in the form of a JWK: kty, n and e"],
    ["with a key of another kind", { issuer: GITHUB, subject: REPOSITORY, jwks: { keys: [generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" })] } }, "expected a public RSA key in the form of a JWK"],
    ["without a key", { issuer: GITHUB, subject: REPOSITORY, jwks: { keys: [] } }, "found a list, expected at least one key"],
    ["without an audience", { subject: SUBJECT, audiences: [] }, "found a list, expected at least one audience"],
    ["with an issuer that is no URL", { issuer: "github", subject: REPOSITORY, jwks: { keys } }, 'issuer: found "github", expected a URL that begins with https://'],
    ["without a subject", {}, "subject: found nothing, expected a text"],
    ["with a property that there is not", { subject: SUBJECT, audience: EXCHANGE }, "expected one of subject, audiences, issuer, jwks"],
  ])("%s is refused", async (_what, credential, problem) => {
    await expect(start(credential)).rejects.toThrow(problem);
  });

  test("is one at least, where they are spoken of", async () => {
    await expect(startEmulator({ seed: { ...sampleWorld, tenants: { [TENANT]: { clients: { [CI]: { federatedCredentials: [] } } } } } })).rejects.toThrow("found a list, expected at least one credential");
  });

  test("is in the world that a seed makes again", async () => {
    const world = (await ask(emulator, "/_emulator/world")).json as Seed;
    await using again = await startEmulator({ seed: world });
    expect((await ask(again, "/_emulator/world")).json).toEqual(world);
    expect(world.tenants![TENANT]!.clients![CI]!.federatedCredentials).toEqual([{ issuer: GITHUB, subject: REPOSITORY, audiences: ["api://contoso", "api://second"], jwks: { keys: [published("one")] } }]);
  });
});
