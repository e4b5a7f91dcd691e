import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import nock from "nock";
import { afterEach, expect, it } from "vitest";
import { ArmBackend } from "../../../provider/arm/backend";
import { systemClock } from "../../../provider/clock";
import { azureSettings } from "../../../provider/settings/azure-settings";
import { issueTlsIdentity } from "../../../emulator/tls/certificate-authority";
import { trustAuthority } from "../../../emulator/tls/trust";
import { pool, useSample } from "../../sample";

const sample = useSample();
const patience = 500;

/** A backend to which one of its partners is somebody else. */
const backend = (elsewhere: Readonly<Record<string, string>>): ArmBackend =>
  new ArmBackend(pool, azureSettings(() => undefined, { ...sample.emulator.env(), ...elsewhere }), systemClock, patience);

/** Runs something against a server, and says how often that was called. */
async function against(server: Server, go: (host: string) => Promise<void>): Promise<number> {
  const calls: Socket[] = [];
  server.on("connection", (socket) => calls.push(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await go(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    return calls.length;
  } finally {
    for (const call of calls) call.destroy();
    server.close();
  }
}

afterEach(() => {
  nock.cleanAll();
  nock.restore();
  nock.activate();
});

it("who takes the call of a sign-in and says nothing is waited for once, and no longer than was said", async () => {
  const calls = await against(createServer(), async (host) => {
    const failed = backend({ AZURE_AUTHORITY_HOST: `https://${host}` }).sessions("now");
    await expect(failed).rejects.toMatchObject({ name: "SignInFailed" });
    await expect(failed).rejects.toThrow(new RegExp(`^Could not sign in at ${host} as 2.* of tenant 1.*: ${host} was asked: no answer came in time \\(0\\.5 s\\)\\. Check the network and its proxy`));
  });
  expect(calls).toBe(1);
});

it("who tells where tokens are and then gives none is not waited for either", async () => {
  const authority = "https://login.contoso.com";
  const tenant = sample.emulator.env()["AZURE_TENANT_ID"]!;
  const at = `${authority}/${tenant}`;
  nock(authority)
    .get(`/${tenant}/v2.0/.well-known/openid-configuration`)
    .reply(200, { issuer: `${at}/v2.0`, authorization_endpoint: `${at}/oauth2/v2.0/authorize`, token_endpoint: `${at}/oauth2/v2.0/token`, jwks_uri: `${at}/keys` });
  nock(authority).post(`/${tenant}/oauth2/v2.0/token`).query(true).reply((): Promise<nock.ReplyFnResult> => new Promise(() => undefined));
  await expect(backend({ AZURE_AUTHORITY_HOST: authority }).sessions("now")).rejects.toThrow("login.contoso.com was asked: no answer came in time (0.5 s).");
  expect(nock.pendingMocks()).toEqual([]);
});

it.each([
  ["the head", ""],
  ["a half of the body", '{"value":['],
])("an answer of which %s comes and no more is waited for once, and no longer than was said", async (_, body) => {
  const identity = issueTlsIdentity(["127.0.0.1"]);
  const distrust = trustAuthority(identity.ca);
  let asked = 0;
  const stalling = createHttpsServer(identity, (_request, response) => {
    asked++;
    response.writeHead(200, { "Content-Type": "application/json" }).flushHeaders();
    if (body !== "") response.write(body);
  });
  try {
    await against(stalling, async (host) => {
      nock("https://login.contoso.com").get(/openid-configuration/).reply(200, { issuer: "https://login.contoso.com/x", authorization_endpoint: "https://login.contoso.com/a", token_endpoint: "https://login.contoso.com/t", jwks_uri: "https://login.contoso.com/k" });
      nock("https://login.contoso.com").post("/t").query(true).reply(200, { token_type: "Bearer", expires_in: 3600, access_token: "secret" });
      await expect(backend({ AZURE_AUTHORITY_HOST: "https://login.contoso.com", DESKTOP_SESSIONS_ARM_ENDPOINT: `https://${host}` }).sessions("now")).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: no answer came in time (0.5 s).");
    });
  } finally {
    distrust();
  }
  expect(asked).toBe(1);
});
