import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ResourceManagementClient } from "@azure/arm-resources";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import { ClientSecretCredential } from "@azure/identity";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, manualClock, startEmulator } from "../../emulator/index";
import { CLIENT, SECRET, signedIn, SUBSCRIPTION, TENANT } from "./wire";

const WHOLE = `/subscriptions/${SUBSCRIPTION}`;
const GROUP = `${WHOLE}/resourceGroups/rg-avd`;
const NAMESPACE = "Microsoft.DesktopVirtualization";
const RESOURCES = "api-version=2022-12-01";
const ID = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-avd/providers/${NAMESPACE}`;

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
let resources: ResourceManagementClient;
let subscriptions: SubscriptionClient;
let desktops: DesktopVirtualizationAPIClient;

beforeAll(async () => {
  emulator = await startEmulator({
    clock: manualClock("2026-03-11T05:56:45.150Z"),
    seed: {
      subscriptions: {
        [SUBSCRIPTION]: {
          resourceGroups: {
            "rg-avd": { hostPools: { "pool-1": null, "apps": { preferredAppGroupType: "RailApplications", location: "westeurope" }, "bare": { preferredAppGroupType: "None" } } },
            "rg-other": { location: "northeurope", hostPools: { "pool-2": null } },
          },
        },
      },
    },
  });
  emulator.trust();
  call = await signedIn(emulator);
  const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true });
  const options = { endpoint: emulator.url };
  resources = new ResourceManagementClient(credential, SUBSCRIPTION, options);
  subscriptions = new SubscriptionClient(credential, options);
  desktops = new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, options);
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of pages) all.push(item);
  return all;
}
const operations = () => emulator.requests().flatMap(({ operation }) => operation ?? []);

describe("@azure/arm-resources-subscriptions", () => {
  test("finds the subscription, and its tenant", async () => {
    const shape = { id: WHOLE, subscriptionId: SUBSCRIPTION, tenantId: TENANT, state: "Enabled", authorizationSource: "RoleBased" };
    expect(await collect(subscriptions.subscriptions.list())).toMatchObject([shape]);
    expect(await subscriptions.subscriptions.get(SUBSCRIPTION)).toMatchObject(shape);
    expect(await collect(subscriptions.tenants.list())).toMatchObject([{ id: `/tenants/${TENANT}`, tenantId: TENANT }]);
    expect(operations()).toEqual(["Token", "Subscriptions_List", "Subscriptions_Get", "Tenants_List"]);
  });

  test("is told of a subscription that is not there", async () => {
    await expect(subscriptions.subscriptions.get("99999999-0000-0000-0000-000000000000")).rejects.toMatchObject({ statusCode: 404, code: "SubscriptionNotFound" });
  });
});

describe("@azure/arm-resources", () => {
  test("finds resource groups, and whether there is one", async () => {
    expect(await collect(resources.resourceGroups.list())).toMatchObject([{ id: GROUP, name: "rg-avd", type: "Microsoft.Resources/resourceGroups", location: "westus2", properties: { provisioningState: "Succeeded" } }, { name: "rg-other" }]);
    expect(await resources.resourceGroups.get("RG-Other")).toMatchObject({ name: "rg-other", location: "northeurope" });
    expect((await resources.resourceGroups.checkExistence("rg-avd")).body).toBe(true);
    expect((await resources.resourceGroups.checkExistence("rg-none")).body).toBe(false);
    await expect(resources.resourceGroups.get("rg-none")).rejects.toMatchObject({ statusCode: 404, code: "ResourceGroupNotFound" });
    expect(operations()).toEqual(["ResourceGroups_List", "ResourceGroups_Get", "ResourceGroups_CheckExistence", "ResourceGroups_CheckExistence", "ResourceGroups_Get"]);
  });

  test("finds the provider registered, with its types and their api-versions", async () => {
    const provider = await resources.providers.get(NAMESPACE);
    expect(provider).toMatchObject({ id: `${WHOLE}/providers/${NAMESPACE}`, namespace: NAMESPACE, registrationState: "Registered" });
    const types = new Map(provider.resourceTypes!.map((type) => [type.resourceType, type]));
    expect([...types.keys()]).toEqual(expect.arrayContaining(["hostpools", "hostpools/sessionhosts", "hostpools/sessionhosts/usersessions", "applicationgroups", "workspaces"]));
    expect(types.get("hostpools")!.apiVersions).toEqual(expect.arrayContaining(["2024-04-03", "2025-10-10"]));
    expect((await collect(resources.providers.list())).map(({ namespace }) => namespace)).toEqual([NAMESPACE, "Microsoft.Resources"]);
    expect((await resources.providers.get("Microsoft.Resources")).registrationState).toBe("Registered");
    await expect(resources.providers.get("Microsoft.Compute")).rejects.toMatchObject({ statusCode: 404, code: "InvalidResourceNamespace" });
  });

  test("finds the provider in the tenant, where nothing is registered", async () => {
    const provider = await resources.providers.getAtTenantScope(NAMESPACE);
    expect(provider).toMatchObject({ id: `/providers/${NAMESPACE}`, namespace: NAMESPACE });
    expect(provider.registrationState).toBeUndefined();
    expect(await resources.providers.getAtTenantScope("Microsoft.Resources")).toMatchObject({ id: "/providers/Microsoft.Resources" });
    expect(await collect(resources.providers.listAtTenantScope())).toHaveLength(2);
  });
});

describe("@azure/arm-desktopvirtualization", () => {
  test("finds each pool's application group, and the workspace that it is in", async () => {
    expect((await collect(desktops.applicationGroups.listByResourceGroup("rg-avd"))).map(({ name }) => name)).toEqual(["pool-1-DAG", "apps-RAG"]);
    expect((await collect(desktops.applicationGroups.listBySubscription())).map(({ name }) => name)).toEqual(["pool-1-DAG", "apps-RAG", "pool-2-DAG"]);
    expect((await collect(desktops.workspaces.listByResourceGroup("rg-avd"))).map(({ name }) => name)).toEqual(["pool-1-workspace", "apps-workspace"]);
    expect((await collect(desktops.workspaces.listBySubscription())).map(({ name }) => name)).toEqual(["pool-1-workspace", "apps-workspace", "pool-2-workspace"]);
    expect(operations()).toEqual(["ApplicationGroups_ListByResourceGroup", "ApplicationGroups_ListBySubscription", "Workspaces_ListByResourceGroup", "Workspaces_ListBySubscription"]);
  });

  test("follows a pool to its group, that to the workspace, and back", async () => {
    const pool = await desktops.hostPools.get("rg-avd", "apps");
    const [reference] = pool.applicationGroupReferences!;
    const group = await desktops.applicationGroups.get("rg-avd", reference!.split("/").at(-1)!);
    expect(group).toMatchObject({ id: reference, hostPoolArmPath: pool.id, applicationGroupType: "RemoteApp", kind: "RemoteApp", location: "westeurope" });
    const workspace = await desktops.workspaces.get("rg-avd", group.workspaceArmPath!.split("/").at(-1)!);
    expect(workspace).toMatchObject({ id: group.workspaceArmPath, applicationGroupReferences: [group.id], publicNetworkAccess: "Enabled" });
    expect(new Set([pool.objectId, group.objectId, workspace.objectId]).size).toBe(3);
  });

  test("finds nothing published by a pool that has no preferred kind", async () => {
    expect((await desktops.hostPools.get("rg-avd", "bare")).applicationGroupReferences).toEqual([]);
    await expect(desktops.applicationGroups.get("rg-avd", "bare-DAG")).rejects.toMatchObject({ statusCode: 404, code: "ResourceNotFound", message: expect.stringContaining(`'${NAMESPACE}/applicationGroups/bare-DAG' under resource group 'rg-avd'`) });
    await expect(desktops.workspaces.get("rg-avd", "bare-workspace")).rejects.toMatchObject({ statusCode: 404, code: "ResourceNotFound", message: expect.stringContaining(`'${NAMESPACE}/workspaces/bare-workspace'`) });
  });

  test("finds what a pool of the longest name publishes, and refuses what no name can be", async () => {
    const longest = "p".repeat(64);
    await using other = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { [longest]: null } } } } } } });
    const get = await signedIn(other);
    for (const path of [`applicationGroups/${longest}-DAG`, `workspaces/${longest}-workspace`]) expect((await get(`${GROUP}/providers/${NAMESPACE}/${path}`)).status).toBe(200);
    expect((await get(`${GROUP}/providers/${NAMESPACE}/workspaces/w!`)).json.error.message).toMatch(/workspaceName has 2 characters/);
    expect((await get(`${GROUP}/providers/${NAMESPACE}/applicationGroups/group!`)).json.error.message).toMatch(/applicationGroupName does not match the pattern/);
  });

  test("lists pools of a group, and of the subscription, by operations of their own", async () => {
    expect(await collect(desktops.hostPools.listByResourceGroup("rg-avd"))).toHaveLength(3);
    expect(await collect(desktops.hostPools.list())).toHaveLength(4);
    expect(operations()).toEqual(["HostPools_ListByResourceGroup", "HostPools_List"]);
  });

  test("lists the provider's operations", async () => {
    const names = (await collect(desktops.operations.list())).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([`${NAMESPACE}/hostpools/read`, `${NAMESPACE}/hostpools/usersessions/read`, `${NAMESPACE}/hostpools/sessionhosts/usersessions/disconnect/action`]));
    expect(operations()).toEqual(["Operations_List"]);
  });
});

describe("on the wire", () => {
  test("an application group has the service's names, order and nulls", async () => {
    const { json } = await call(`${GROUP}/providers/${NAMESPACE}/applicationGroups/POOL-1-dag`);
    expect(json).toEqual({
      name: "POOL-1-dag",
      id: `${ID}/applicationgroups/POOL-1-dag`,
      type: `${NAMESPACE}/applicationgroups`,
      location: "westus2",
      tags: null,
      kind: "Desktop",
      systemData: expect.objectContaining({ createdAt: "2026-03-11T05:56:45.15Z" }),
      properties: {
        showInFeed: null,
        hostPoolArmPath: `${ID}/hostpools/pool-1`,
        workspaceArmPath: `${ID}/workspaces/pool-1-workspace`,
        description: "Desktop Application Group created through the Hostpool Wizard",
        friendlyName: "Default Desktop",
        applicationGroupType: "Desktop",
        migrationRequest: null,
        cloudPcResource: false,
        objectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(Object.keys(json)).toEqual(["name", "id", "type", "location", "tags", "kind", "systemData", "properties"]);
    expect(Object.keys(json.properties)).toEqual(["showInFeed", "hostPoolArmPath", "workspaceArmPath", "description", "friendlyName", "applicationGroupType", "migrationRequest", "cloudPcResource", "objectId"]);
  });

  test("a workspace has, too", async () => {
    const { json } = await call(`${GROUP}/providers/${NAMESPACE}/workspaces/pool-1-workspace`);
    expect(json).toMatchObject({ id: `${ID}/workspaces/pool-1-workspace`, type: `${NAMESPACE}/workspaces`, tags: {}, kind: null });
    expect(Object.keys(json.properties)).toEqual(["privateEndpointConnections", "publicNetworkAccess", "description", "friendlyName", "applicationGroupReferences", "cloudPcResource", "objectId"]);
  });

  test.each(["hostPools", "applicationGroups", "workspaces"])("a list of %s says nextLink only where there is a next page", async (type) => {
    const list = `${GROUP}/providers/${NAMESPACE}/${type}`;
    expect(Object.keys((await call(list)).json)).toEqual(["value"]);
    const first = (await call(`${list}?pageSize=1`)).json;
    expect(first.nextLink).toMatch(/^https:.*api-version=2024-04-03/);
    expect((await call(first.nextLink)).json.value[0].name).not.toBe(first.value[0].name);
  });

  test("a resource group that is asked for by HEAD is a 204 or a 404, without a body", async () => {
    expect(await call(`${GROUP}?${RESOURCES}`, { method: "HEAD" })).toMatchObject({ status: 204, text: "" });
    expect(await call(`${GROUP.replace("rg-avd", "rg-none")}?${RESOURCES}`, { method: "HEAD" })).toMatchObject({ status: 404, text: "" });
  });

  test.each(["2025-04-01", "2022-12-01", "2021-04-01", "2016-06-01"])("Azure Resource Manager's own types know the api-version %s", async (version) => {
    for (const path of ["/tenants", "/subscriptions", WHOLE, GROUP, `${WHOLE}/providers/${NAMESPACE}`, "/providers"]) expect((await call(`${path}?api-version=${version}`)).status).toBe(200);
  });

  test("they do not know the provider's, nor the provider theirs", async () => {
    for (const path of ["/tenants", GROUP, `${WHOLE}/providers`]) {
      expect(await call(`${path}?api-version=2024-04-03`)).toMatchObject({ status: 400, json: { error: { code: "InvalidApiVersionParameter", message: expect.stringMatching(/^The api-version '2024-04-03' is invalid\. The supported versions are '2025-04-01,2025-03-01,.*,2014-04'\.$/) } } });
    }
    expect(await call(`${GROUP}/providers/${NAMESPACE}/workspaces?${RESOURCES}`)).toMatchObject({ status: 400, json: { error: { code: "NoRegisteredProviderFound", message: expect.stringContaining("for type 'workspaces'") } } });
  });

  test("the tenant's own requests are counted for it", async () => {
    const { headers } = await call(`/subscriptions?${RESOURCES}`);
    expect(headers).toMatchObject({ "x-ms-ratelimit-remaining-tenant-reads": "249" });
    expect(headers).not.toHaveProperty("x-ms-ratelimit-remaining-subscription-reads");
  });

  test("what the plane only reads can't be changed", async () => {
    for (const path of [GROUP, WHOLE]) expect(await call(`${path}?${RESOURCES}`, { method: "PUT", body: "{}" })).toMatchObject({ status: 405, json: { error: { code: "MethodNotAllowed" } } });
    expect((await call(`${GROUP}?${RESOURCES}`, { method: "DELETE" })).headers.allow).toBe("GET, HEAD");
  });
});
