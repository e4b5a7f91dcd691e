import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { SubscriptionClient } from "@azure/arm-resources-subscriptions";
import { ClientSecretCredential } from "@azure/identity";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, type RoleAssignment, type Seed, SeedRefused, startEmulator } from "../../emulator/index";
import { RoleAssignments } from "../../emulator/access/role-assignments";
import { operations } from "../../emulator/arm/operations";
import { ask, CLIENT, HOST, POOL, SECRET, SESSIONS, signedIn, SUBSCRIPTION, TENANT } from "./wire";

const OBJECT = "66666666-6666-6666-6666-666666666666";
const OTHER_TENANT = "33333333-3333-3333-3333-333333333333";
const WHOLE = `/subscriptions/${SUBSCRIPTION}`;
const GROUP = `${WHOLE}/resourceGroups/rg-avd`;
const OTHER_GROUP = `${WHOLE}/resourceGroups/rg-other`;
const OTHER_POOL = `${OTHER_GROUP}/providers/Microsoft.DesktopVirtualization/hostPools/pool-2`;
const RESOURCES = "api-version=2022-12-01";
const OPERATOR = "Desktop Virtualization User Session Operator";
const POOL_READER = "Desktop Virtualization Host Pool Reader";

const hosts = { sessionHosts: { "sh-0.contoso.com": { userSessions: { 2: "alice@contoso.com", 3: "bob@contoso.com" } } } };
const seedWith = (roleAssignments?: RoleAssignment[]): Seed => ({
  tenants: { [TENANT]: { clients: { [CLIENT]: { secret: SECRET, objectId: OBJECT, roleAssignments } } }, [OTHER_TENANT]: { clients: { [CLIENT]: { secret: SECRET } } } },
  subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": hosts } }, "rg-other": { hostPools: { "pool-2": hosts } } } }, "00000000-0000-0000-0000-000000000002": null },
});

let emulator: Emulator;
let call: Awaited<ReturnType<typeof signedIn>>;
beforeAll(async () => {
  emulator = await startEmulator({ seed: seedWith() });
  call = await signedIn(emulator);
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

/** The statuses of one of each operation on host pools and what is in them. */
async function mayDo(): Promise<Record<string, number>> {
  const asked: [string, string, string?][] = [
    ["HostPools_Get", POOL],
    ["SessionHosts_List", `${POOL}/sessionHosts`],
    ["SessionHosts_Get", HOST],
    ["UserSessions_ListByHostPool", `${POOL}/userSessions`],
    ["UserSessions_List", SESSIONS],
    ["UserSessions_Get", `${SESSIONS}/2`],
    ["UserSessions_SendMessage", `${SESSIONS}/2/sendMessage`, "POST"],
    ["UserSessions_Disconnect", `${SESSIONS}/2/disconnect`, "POST"],
    ["UserSessions_Delete", `${SESSIONS}/2`, "DELETE"],
    ["SessionHosts_Update", HOST, "PATCH"],
    ["SessionHosts_Delete", `${POOL}/sessionHosts/sh-9.contoso.com`, "DELETE"],
  ];
  const seen: Record<string, number> = {};
  for (const [operation, path, method = "GET"] of asked) seen[operation] = (await call(path, { method })).status;
  return seen;
}

const reads = { HostPools_Get: 200, SessionHosts_List: 200, SessionHosts_Get: 200, UserSessions_ListByHostPool: 200, UserSessions_List: 200, UserSessions_Get: 200 };
const acts = { UserSessions_SendMessage: 200, UserSessions_Disconnect: 200, UserSessions_Delete: 200 };
const changesHosts = { SessionHosts_Update: 200, SessionHosts_Delete: 204 };
const refused = <K extends string>(statuses: Record<K, number>) => Object.fromEntries(Object.keys(statuses).map((key) => [key, 403]));

describe("a principal with the role", () => {
  const roles: [string, object][] = [
    ["Owner", { ...reads, ...acts, ...changesHosts }],
    ["Contributor", { ...reads, ...acts, ...changesHosts }],
    ["Reader", { ...reads, ...refused(acts), ...refused(changesHosts) }],
    ["Desktop Virtualization Contributor", { ...reads, ...acts, ...changesHosts }],
    ["Desktop Virtualization Reader", { ...reads, ...refused(acts), ...refused(changesHosts) }],
    ["Desktop Virtualization Host Pool Contributor", { ...reads, ...acts, ...changesHosts }],
    [POOL_READER, { ...reads, ...refused(acts), ...refused(changesHosts) }],
    // Who lists the sessions of a pool does something else than who lists those of a host, and this role has only that.
    [OPERATOR, { ...reads, UserSessions_ListByHostPool: 403, ...acts, ...refused(changesHosts) }],
    ["Desktop Virtualization Session Host Operator", { ...reads, UserSessions_ListByHostPool: 403, ...acts, ...changesHosts }],
    ["Desktop Virtualization Application Group Reader", { ...refused(reads), HostPools_Get: 200, SessionHosts_List: 200, SessionHosts_Get: 200, ...refused(acts), ...refused(changesHosts) }],
    ["Desktop Virtualization Application Group Contributor", { ...refused(reads), HostPools_Get: 200, SessionHosts_List: 200, SessionHosts_Get: 200, ...refused(acts), ...refused(changesHosts) }],
  ];
  test.each(roles)("%s may do what its definition says", async (role, may) => {
    emulator.assignRoles(CLIENT, [{ role, scope: GROUP }]);
    expect(await mayDo()).toEqual(may);
  });

  test("Contributor may hand out no roles, which no operation here does, and all that an Owner may here", () => {
    const [owner, contributor] = ["Owner", "Contributor"].map((role) => new RoleAssignments([{ role, scope: "/" }])) as [RoleAssignments, RoleAssignments];
    const takenAway = ["Microsoft.Authorization/roleAssignments/Write", "Microsoft.Authorization/roleAssignments/Delete", "Microsoft.Authorization/elevateAccess/Action", "Microsoft.Subscription/cancel/action", "Microsoft.Compute/galleries/share/action"];
    for (const action of takenAway) expect([action, owner.permits(action, WHOLE), contributor.permits(action, WHOLE)]).toEqual([action, true, false]);
    for (const { action } of operations) expect([action, contributor.permits(action, WHOLE)]).toEqual([action, true]);
  });

  test("of a session operator and of a reader may do what either says", async () => {
    emulator.assignRoles(CLIENT, [{ role: OPERATOR, scope: GROUP }, { role: POOL_READER, scope: POOL }]);
    expect(await mayDo()).toEqual({ ...reads, ...acts, ...refused(changesHosts) });
  });

  test("by its id has that role", async () => {
    emulator.assignRoles(CLIENT, [{ role: "ACDD72A7-3385-48ef-bd42-f606fba81ae7", scope: GROUP }]);
    expect(await mayDo()).toEqual({ ...reads, ...refused(acts), ...refused(changesHosts) });
  });

  test("of one's own may do its actions, but not those that it takes away", async () => {
    const role = { actions: ["microsoft.desktopvirtualization/*"], notActions: ["Microsoft.DesktopVirtualization/*/DELETE", "Microsoft.DesktopVirtualization/hostpools/sessionhosts/write"] };
    emulator.assignRoles(CLIENT, [{ role, scope: "/" }]);
    expect(await mayDo()).toEqual({ ...reads, ...acts, UserSessions_Delete: 403, ...refused(changesHosts) });
  });

  test("of which the seed states none may do everything, and with an empty list nothing", async () => {
    expect(await mayDo()).toEqual({ ...reads, ...acts, ...changesHosts });
    emulator.assignRoles(CLIENT, []);
    expect(new Set(Object.values(await mayDo()))).toEqual(new Set([403]));
    emulator.assignRoles(CLIENT, null);
    expect((await call(POOL)).status).toBe(200);
  });
});

describe("a role holds", () => {
  test.each([
    ["/", 200],
    [WHOLE, 200],
    [`${WHOLE.toUpperCase().replace("SUBSCRIPTIONS", "Subscriptions")}/`, 200],
    [GROUP, 200],
    [GROUP.toLowerCase(), 200],
    [POOL, 200],
    [POOL.toLowerCase(), 200],
    [HOST, 200],
    [`${SESSIONS}/2`, 200],
    [`${SESSIONS}/3`, 403],
    [OTHER_GROUP, 403],
    [OTHER_POOL, 403],
    // The beginning of another name is not the place itself.
    [GROUP.replace("rg-avd", "rg-av"), 403],
    [POOL.replace("pool-1", "pool"), 403],
    ["/subscriptions/00000000-0000-0000-0000-000000000002", 403],
  ])("at the scope %s: %i", async (scope, status) => {
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope }]);
    expect((await call(`${SESSIONS}/2`)).status).toBe(status);
  });
});

describe("a refusal", () => {
  const message = (action: string, scope: string) =>
    `The client '${CLIENT}' with object id '${OBJECT}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  const NAMESPACE = "Microsoft.DesktopVirtualization";

  test.each([
    ["GET", POOL, "hostpools/read", POOL],
    ["GET", `${POOL}/`, "hostpools/read", POOL],
    ["GET", `${POOL}/userSessions`, "hostpools/usersessions/read", POOL],
    ["GET", `${POOL}/sessionHosts`, "hostpools/sessionhosts/read", POOL],
    ["GET", SESSIONS.replace("rg-avd", "RG-AVD"), "hostpools/sessionhosts/usersessions/read", HOST.replace("rg-avd", "RG-AVD")],
    ["DELETE", `${SESSIONS}/2`, "hostpools/sessionhosts/usersessions/delete", `${SESSIONS}/2`],
    ["POST", `${SESSIONS}/2/disconnect`, "hostpools/sessionhosts/usersessions/disconnect/action", `${SESSIONS}/2`],
    ["POST", `${SESSIONS}/2/sendMessage`, "hostpools/sessionhosts/usersessions/sendMessage/action", `${SESSIONS}/2`],
    ["PATCH", HOST, "hostpools/sessionhosts/write", HOST],
    ["DELETE", HOST, "hostpools/sessionhosts/delete", HOST],
    ["GET", `${GROUP}/providers/${NAMESPACE}/hostPools`, "hostpools/read", `${GROUP}/providers/${NAMESPACE}`],
    ["GET", `${WHOLE}/providers/${NAMESPACE}/hostPools`, "hostpools/read", WHOLE],
    ["GET", `${GROUP}/providers/${NAMESPACE}/applicationGroups/pool-1-DAG`, "applicationgroups/read", `${GROUP}/providers/${NAMESPACE}/applicationGroups/pool-1-DAG`],
    ["GET", `${GROUP}/providers/${NAMESPACE}/workspaces`, "workspaces/read", `${GROUP}/providers/${NAMESPACE}`],
  ])("of %s %s is ARM's, and names %s over %s", async (method, path, action, scope) => {
    emulator.assignRoles(CLIENT, []);
    expect(await call(path, { method })).toMatchObject({ status: 403, json: { error: { code: "AuthorizationFailed", message: message(`${NAMESPACE}/${action}`, scope) } } });
  });

  test.each([
    [WHOLE, "subscriptions/read", WHOLE],
    [`${WHOLE}/resourcegroups`, "subscriptions/resourcegroups/read", WHOLE],
    [GROUP, "subscriptions/resourcegroups/read", GROUP],
    [`${WHOLE}/providers`, "subscriptions/providers/read", WHOLE],
    [`${WHOLE}/providers/${NAMESPACE}`, "subscriptions/providers/read", WHOLE],
  ])("of %s names Microsoft.Resources/%s over %s", async (path, action, scope) => {
    emulator.assignRoles(CLIENT, []);
    expect(await call(`${path}?${RESOURCES}`)).toMatchObject({ status: 403, json: { error: { code: "AuthorizationFailed", message: message(`Microsoft.Resources/${action}`, scope) } } });
  });

  test("does not tell whether there is such a thing", async () => {
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: OTHER_GROUP }]);
    for (const missing of [`${SESSIONS}/9`, POOL.replace("pool-1", "pool-9"), POOL.replace("rg-avd", "rg-9"), POOL.replace("pool-1", "p!")]) expect((await call(missing)).status).toBe(403);
    expect((await call(`${SESSIONS}/9?api-version=1999-01-01`)).status).toBe(403);
    expect((await call(OTHER_POOL.replace("pool-2", "pool-9"))).status).toBe(404);
  });

  test("changes nothing", async () => {
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: "/" }]);
    await mayDo();
    const pool = [...emulator.world.hostPools()][0]!;
    expect([...pool.sessions.walk()].map(({ sessionState }) => sessionState)).toEqual(["Active", "Active"]);
    expect(emulator.world.messages).toEqual([]);
  });

  test.each<[string, RoleAssignment[]]>([["no role", []], ["every role", [{ role: "Owner", scope: "/" }]]])("with %s comes after that of a subscription which is not there, and of a token of another tenant", async (_what, roles) => {
    emulator.assignRoles(CLIENT, roles);
    expect((await call(POOL.replace(SUBSCRIPTION, "99999999-0000-0000-0000-000000000000"))).json.error.code).toBe("SubscriptionNotFound");
    const elsewhere = await signedIn(emulator, { tenant: OTHER_TENANT });
    expect(await elsewhere(POOL)).toMatchObject({ status: 401, json: { error: { code: "InvalidAuthenticationTokenTenant" } } });
  });
});

describe("a list of a whole subscription", () => {
  const names = async (url: string) => (await call(url)).json.value.map(({ name }: { name: string }) => name);
  const types = ["hostPools", "applicationGroups", "workspaces"];

  test.each(types)("of %s has those that the caller may read, without an error", async (type) => {
    const list = `${WHOLE}/providers/Microsoft.DesktopVirtualization/${type}`;
    const [first, second] = await names(list);
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: OTHER_GROUP }]);
    expect(await names(list)).toEqual([second]);
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: `${GROUP}/providers/Microsoft.DesktopVirtualization/${type}/${first}` }]);
    expect(await names(list)).toEqual([first]);
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: GROUP.replace("rg-avd", "rg-empty") }]);
    expect(await names(list)).toEqual([]);
  });

  test.each(types)("of %s is refused to who has roles there that are about something else", async (type) => {
    emulator.assignRoles(CLIENT, [{ role: { actions: ["Microsoft.Resources/*"] }, scope: GROUP }, { role: "Reader", scope: "/subscriptions/00000000-0000-0000-0000-000000000002" }]);
    expect((await call(`${WHOLE}/providers/Microsoft.DesktopVirtualization/${type}`)).status).toBe(403);
  });

  test("of resource groups, too", async () => {
    const list = `${WHOLE}/resourcegroups?${RESOURCES}`;
    expect(await names(list)).toEqual(["rg-avd", "rg-other"]);
    emulator.assignRoles(CLIENT, [{ role: OPERATOR, scope: OTHER_GROUP }]);
    expect(await names(list)).toEqual(["rg-other"]);
  });

  test("is another than that of a resource group, which wants a role for all of it", async () => {
    emulator.assignRoles(CLIENT, [{ role: "Reader", scope: POOL }]);
    expect((await call(`${GROUP}/providers/Microsoft.DesktopVirtualization/hostPools`)).status).toBe(403);
  });
});

describe("a token outlives its client", () => {
  const OTHER = "99999999-9999-9999-9999-999999999999";
  const without: Seed = { ...seedWith(), tenants: { [TENANT]: { clients: { [OTHER]: { secret: SECRET } } } } };

  test.each([["had a role for one pool", [{ role: "Reader", scope: POOL }]], ["was not restricted", undefined]])("and is good for nothing where that one is gone that %s", async (_what, roleAssignments) => {
    await using other = await startEmulator({ seed: seedWith(roleAssignments) });
    const own = await signedIn(other);
    expect((await own(POOL)).status).toBe(200);
    other.restore(without);
    expect(await own(POOL)).toMatchObject({ status: 403, json: { error: { code: "AuthorizationFailed" } } });
    expect(await own(`${SESSIONS}/2`, { method: "DELETE" })).toMatchObject({ status: 403, json: { error: { code: "AuthorizationFailed" } } });
    expect((await own(`/subscriptions?${RESOURCES}`)).json.value).toEqual([]);
    other.reset();
    expect((await own(POOL)).status).toBe(200);
  });

  test("and its directory, where what is about no subscription has nobody's limits", async () => {
    await using other = await startEmulator({ seed: seedWith() });
    const own = await signedIn(other);
    other.restore({ tenants: { [OTHER]: { clients: { [OTHER]: { secret: SECRET } } } }, subscriptions: { [SUBSCRIPTION]: { tenantId: OTHER } } });
    expect((await own(POOL)).json.error.code).toBe("InvalidAuthenticationTokenTenant");
    other.faults.add({ operation: "Subscriptions_List", throttle: { retryAfter: 5 } });
    expect(await own(`/subscriptions?${RESOURCES}`)).toMatchObject({ status: 429, json: { error: { code: "TenantRequestsThrottled", message: expect.stringContaining(`Number of 'read' requests for tenant '${TENANT}'`) } } });
  });
});

describe("through the official SDK", () => {
  const credential = () => new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true });

  test("a session operator acts on the sessions of hosts that it lists one by one", async () => {
    emulator.trust();
    emulator.assignRoles(CLIENT, [{ role: OPERATOR, scope: GROUP }]);
    const client = new DesktopVirtualizationAPIClient(credential(), SUBSCRIPTION, { endpoint: emulator.url });
    const users = [];
    for await (const host of client.sessionHosts.list("rg-avd", "pool-1")) {
      for await (const session of client.userSessions.list("rg-avd", "pool-1", host.name!.split("/")[1]!)) users.push(session.userPrincipalName);
    }
    expect(users).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    await client.userSessions.disconnect("rg-avd", "pool-1", "sh-0.contoso.com", "2");
    await expect(client.userSessions.listByHostPool("rg-avd", "pool-1").next()).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed" });
    await expect(client.sessionHosts.update("rg-avd", "pool-1", "sh-0.contoso.com", { sessionHost: { allowNewSession: false } })).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed" });
  });

  test("a subscription is listed to who has a role somewhere in it, and not to others", async () => {
    emulator.trust();
    const listed = async () => {
      const ids = [];
      for await (const { subscriptionId } of new SubscriptionClient(credential(), { endpoint: emulator.url }).subscriptions.list()) ids.push(subscriptionId);
      return ids;
    };
    expect(await listed()).toEqual([SUBSCRIPTION, "00000000-0000-0000-0000-000000000002"]);
    emulator.assignRoles(CLIENT, [{ role: OPERATOR, scope: POOL }]);
    expect(await listed()).toEqual([SUBSCRIPTION]);
    expect((await new SubscriptionClient(credential(), { endpoint: emulator.url }).subscriptions.get(SUBSCRIPTION)).state).toBe("Enabled");
    emulator.assignRoles(CLIENT, []);
    expect(await listed()).toEqual([]);
  });
});

describe("role assignments", () => {
  test("are part of a seed, and of the seed of the world as it is; a reset goes back to them", async () => {
    const stated = [{ role: OPERATOR, scope: GROUP }, { role: { actions: ["*/read"], notActions: ["Microsoft.Support/*"] }, scope: "/" }];
    await using other = await startEmulator({ seed: seedWith(stated) });
    expect((await ask(other, "/_emulator/world")).json.tenants[TENANT].clients[CLIENT].roleAssignments).toEqual(stated);
    const own = await signedIn(other);
    expect((await own(HOST, { method: "PATCH" })).status).toBe(403);
    other.assignRoles(CLIENT, null);
    expect((await own(HOST, { method: "PATCH" })).status).toBe(200);
    other.reset();
    expect((await own(HOST, { method: "PATCH" })).status).toBe(403);
  });

  test("are seen and changed over the control plane", async () => {
    const roleAssignments = [{ role: "Reader", scope: GROUP }];
    const assign = (body: object) => ask(emulator, `/_emulator/role-assignments/${CLIENT}`, { method: "POST", body: JSON.stringify(body) });
    expect((await ask(emulator, "/_emulator/role-assignments")).json).toEqual({ roleAssignments: { [CLIENT]: null } });
    expect(await assign({ roleAssignments })).toMatchObject({ status: 200, json: { roleAssignments: { [CLIENT]: roleAssignments } } });
    expect((await call(HOST, { method: "PATCH" })).status).toBe(403);
    expect((await assign({ roleAssignments: null })).json).toEqual({ roleAssignments: { [CLIENT]: null } });
    expect((await call(HOST, { method: "PATCH" })).status).toBe(200);
    expect(await assign({})).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining('roleAssignments is missing. Send {"roleAssignments"') } } });
    expect(await ask(emulator, `/_emulator/role-assignments/${TENANT}`, { method: "POST", body: '{"roleAssignments":[]}' })).toMatchObject({ status: 404, json: { error: { message: `Could not assign roles: there is no client ${TENANT}. There are ${CLIENT}.` } } });
  });

  const wrong: [unknown, string][] = [
    [{ role: "Raeder", scope: "/" }, 'one of Owner, Contributor, Reader, '],
    [{ role: { actions: ["*"], actoins: [] }, scope: "/" }, "one of actions, notActions"],
    [{ role: { actions: [""] }, scope: "/" }, "an action such as"],
    [{ role: "Reader", scope: "/subscriptions/mine" }, "a scope: /, or the ARM id of a subscription"],
    [{ role: "Reader", scope: GROUP.slice(1) }, "a scope: /, or the ARM id of a subscription"],
    [{ role: "Reader" }, "a text"],
    [{ role: "Reader", scope: "/", at: 1 }, "one of role, scope"],
  ];
  test.each(wrong)("%j is refused in a seed, in code and over the control plane", async (assignment, expected) => {
    const stated = [assignment] as RoleAssignment[];
    const refusal = startEmulator({ seed: seedWith(stated) });
    await expect(refusal).rejects.toThrow(SeedRefused);
    await expect(refusal).rejects.toThrow(expected);
    expect(() => emulator.assignRoles(CLIENT, stated)).toThrow(expected);
    expect(await ask(emulator, `/_emulator/role-assignments/${CLIENT}`, { method: "POST", body: JSON.stringify({ roleAssignments: stated }) })).toMatchObject({ status: 400, json: { error: { message: expect.stringContaining(expected) } } });
    expect((await call(HOST, { method: "PATCH" })).status).toBe(200);
  });
});
