import { resolve } from "node:path";
import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential } from "@azure/identity";
import jwt from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CloudName, type Emulator, startEmulator } from "../../../emulator/index";
import { sampleWorld } from "../../../emulator/seed/sample-world";
import { run } from "../../run";
import { ask, askForToken, CLIENT, SECRET, signedIn, SUBSCRIPTION, TENANT } from "../wire";

const main = resolve(__dirname, "../../../dist/cli/main.js");
const POOL = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1`;

/** As Microsoft's own tables have them: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure, https://learn.microsoft.com/azure/china/resources-developer-guide */
const clouds = [
  { cloud: "AzureCloud", setting: "public", audiences: ["https://management.core.windows.net", "https://management.azure.com"], issuer: "https://sts.windows.net", graph: "https://graph.microsoft.com/", vault: "vault.azure.net", login: "https://login.windows.net" },
  { cloud: "AzureUSGovernment", setting: "usgovernment", audiences: ["https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net"], issuer: "https://sts.windows.net", graph: "https://graph.microsoft.us/", vault: "vault.usgovcloudapi.net", login: "https://login.microsoftonline.us" },
  { cloud: "AzureChinaCloud", setting: "china", audiences: ["https://management.core.chinacloudapi.cn", "https://management.chinacloudapi.cn"], issuer: "https://sts.chinacloudapi.cn", graph: "https://microsoftgraph.chinacloudapi.cn", vault: "vault.azure.cn", login: "https://login.chinacloudapi.cn" },
] as const satisfies readonly { cloud: CloudName; [more: string]: unknown }[];

describe.each(clouds)("an emulator of $cloud", ({ cloud, setting, audiences, issuer, graph, vault, login }) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ cloud });
    emulator.trust();
  });
  afterAll(() => emulator.close());

  test.each(audiences)("takes tokens for %s at ARM", async (audience) => {
    for (const scope of [`${audience}/.default`, `${audience}//.default`]) expect((await (await signedIn(emulator, { scope }))(POOL)).status).toBe(200);
  });

  test("takes tokens of the official SDK with the audience that this cloud's documentation names", async () => {
    const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true });
    const client = new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: emulator.url, credentialScopes: `${audiences[0]}//.default` });
    expect((await client.hostPools.get("rg-avd", "pool-1")).hostPoolType).toBe("Pooled");
  });

  test("has no resource of another cloud", async () => {
    const foreign = clouds.find((other) => other.cloud !== cloud)!;
    expect((await askForToken(emulator, { scope: `${foreign.audiences[0]}/.default` })).json.error_codes).toEqual([500011]);
  });

  test("names its issuer in tokens, and its audiences to whoever comes with another", async () => {
    const { access_token } = (await askForToken(emulator, { scope: `${graph.replace(/\/$/, "")}/.default` })).json;
    expect(jwt.decode(access_token)).toMatchObject({ iss: `${issuer}/${TENANT}/` });
    const refused = await ask(emulator, `${POOL}?api-version=2024-04-03`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(refused).toMatchObject({ status: 401, json: { error: { code: "InvalidAuthenticationTokenAudience", message: expect.stringContaining(`'${audiences[0]}/','${audiences[0]}','${audiences[1]}/','${audiences[1]}'`) } } });
  });

  test("sends whom it does not know, or who is of another tenant, to its own authority", async () => {
    expect((await ask(emulator, `${POOL}?api-version=2024-04-03`)).headers["www-authenticate"]).toContain(`authorization_uri="${login}/${TENANT}"`);
    const other = "99999999-9999-9999-9999-999999999999";
    await using two = await startEmulator({ cloud, seed: { ...sampleWorld, tenants: { [TENANT]: null, [other]: { clients: { [CLIENT]: { secret: SECRET } } } } } });
    const { json } = await (await signedIn(two, { tenant: other }))(POOL);
    expect(json.error).toEqual({ code: "InvalidAuthenticationTokenTenant", message: expect.stringContaining(`wrong issuer '${issuer}/${other}/'. It must match the tenant '${issuer}/${TENANT}/' associated with this subscription. Please use the authority (URL) '${login}/${TENANT}'`) });
  });

  test("is what the provider's command looks at when it is configured for this cloud and the emulator's endpoints", async () => {
    const { code, stdout, stderr } = await run(process.execPath, [main, "list", "--subscription", SUBSCRIPTION, "--resource-group", "rg-avd", "--host-pool", "pool-1", "--json"], { env: { ...process.env, ...emulator.env(), ARM_ENVIRONMENT: setting } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toHaveLength(4);
  });

  test("describes itself to go-azure-sdk and az cloud register", async () => {
    const { status, json } = await ask(emulator, "/metadata/endpoints?api-version=2022-09-01");
    expect(status).toBe(200);
    // What go-azure-sdk's environments.FromEndpoint wants.
    expect(json).toMatchObject({
      name: cloud,
      resourceManager: `${emulator.url}/`,
      microsoftGraphResourceId: graph,
      authentication: { loginEndpoint: emulator.url, audiences, tenant: "common", identityProvider: "AAD" },
      suffixes: { keyVaultDns: vault, storage: expect.any(String), sqlServerHostname: expect.any(String) },
    });
  });

  test.each(["2019-05-01", "2020-06-01", "2020-09-01"])("lists itself at %s", async (version) => {
    const { json } = await ask(emulator, `/metadata/endpoints?api-version=${version}`);
    expect(json).toEqual([(await ask(emulator, "/metadata/endpoints?api-version=2022-09-01")).json]);
  });

  test("says where to sign in and for what, at 2015-01-01", async () => {
    const { json } = await ask(emulator, "/metadata/endpoints?api-version=2015-01-01");
    expect(json).toEqual({ galleryEndpoint: expect.stringMatching(/^https:/), graphEndpoint: expect.stringMatching(/^https:/), portalEndpoint: expect.stringMatching(/^https:/), authentication: { loginEndpoint: emulator.url, audiences } });
  });

  test.each([["", "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests."], ["?api-version=2022-9-1", "InvalidApiVersionParameter", "The api-version '2022-9-1' is invalid. The supported versions are '2022-09-01,2020-09-01,2020-06-01,2019-05-01,2015-01-01'."]])("wants an api-version (%j)", async (query, code, message) => {
    expect(await ask(emulator, `/metadata/endpoints${query}`)).toMatchObject({ status: 400, json: { error: { code, message } } });
  });
});

test("a cloud that there is not is refused with those that there are", async () => {
  await expect(startEmulator({ cloud: "AzureGermanCloud" as CloudName })).rejects.toThrow('Could not start the emulator: there is no cloud "AzureGermanCloud". There are AzureCloud, AzureUSGovernment, AzureChinaCloud.');
});
