import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { ClientSecretCredential, DefaultAzureCredential, EnvironmentCredential, type TokenCredential } from "@azure/identity";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index";
import { CLIENT, SECRET, SUBSCRIPTION, TENANT } from "./wire";

const RG = "rg-avd";
const POOL = "pool-1";
const HOST = "sh-0.contoso.com";

/** The states of a host in which the service can't reach it, and those in which it can, by the API's specification. */
const unreachable = ["Unavailable", "Shutdown", "Disconnected", "NoHeartbeat"] as const;
const reachable = ["Available", "Upgrading", "UpgradeFailed", "NotJoinedToDomain", "DomainTrustRelationshipLost", "SxSStackListenerNotReady", "FSLogixNotHealthy", "NeedsAssistance"] as const;

let emulator: Emulator;
let client: DesktopVirtualizationAPIClient;

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of pages) all.push(item);
  return all;
}

const clientWith = (credential: TokenCredential) => new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: emulator.url });

beforeAll(async () => {
  emulator = await startEmulator();
  emulator.trust();
  client = clientWith(new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true }));
});
afterAll(() => emulator.close());
afterEach(() => {
  vi.unstubAllEnvs();
  emulator.reset();
});

describe("the official SDK", () => {
  test("lists a pool's sessions", async () => {
    const sessions = await collect(client.userSessions.listByHostPool(RG, POOL));
    expect(sessions.map((session) => session.userPrincipalName).sort()).toEqual(["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"]);
    expect(sessions.find((session) => session.userPrincipalName === "dave@contoso.com")).toMatchObject({ applicationType: "RemoteApp", sessionState: "Active", createTime: expect.any(Date) });
  });

  test("follows every page of a list", async () => {
    const sessions = await collect(client.userSessions.listByHostPool(RG, POOL, { pageSize: 1 }));
    expect(sessions).toHaveLength(4);
    expect(emulator.requests().filter(({ url }) => url.includes("userSessions"))).toHaveLength(4);
  });

  test("filters, skips and turns a list round", async () => {
    const active = await collect(client.userSessions.listByHostPool(RG, POOL, { filter: "SessionState eq 'active'" }));
    expect(active).toHaveLength(3);
    const last = await collect(client.userSessions.list(RG, POOL, HOST, { isDescending: true, initialSkip: 1 }));
    expect(last.map((session) => session.name)).toEqual([`${POOL}/${HOST}/3`, `${POOL}/${HOST}/2`]);
  });

  test("lists a host's sessions, and each is found by its id", async () => {
    const sessions = await collect(client.userSessions.list(RG, POOL, HOST));
    expect(sessions.map((session) => [session.name, session.userPrincipalName, session.sessionState])).toEqual([
      [`${POOL}/${HOST}/2`, "alice@contoso.com", "Active"], [`${POOL}/${HOST}/3`, "bob@contoso.com", "Active"], [`${POOL}/${HOST}/5`, "carol@contoso.com", "Disconnected"],
    ]);
    for (const session of sessions) expect((await client.userSessions.get(RG, POOL, HOST, session.name!.split("/")[2]!)).userPrincipalName).toBe(session.userPrincipalName);
    expect((await collect(client.userSessions.list(RG, POOL, "sh-1.contoso.com"))).map((session) => session.userPrincipalName)).toEqual(["dave@contoso.com"]);
  });

  test("disconnects a session, which stays", async () => {
    await client.userSessions.disconnect(RG, POOL, HOST, "3");
    expect(await client.userSessions.get(RG, POOL, HOST, "3")).toMatchObject({ userPrincipalName: "bob@contoso.com", sessionState: "Disconnected" });
  });

  test("disconnects a session twice without an error", async () => {
    await client.userSessions.disconnect(RG, POOL, HOST, "5");
    expect((await client.userSessions.get(RG, POOL, HOST, "5")).sessionState).toBe("Disconnected");
  });

  test("logs a session off, and again", async () => {
    const statuses: number[] = [];
    const onResponse = ({ status }: { status: number }): void => void statuses.push(status);
    await client.userSessions.delete(RG, POOL, HOST, "3", { onResponse });
    await client.userSessions.delete(RG, POOL, HOST, "3", { onResponse });
    expect(statuses).toEqual([200, 204]);
    await expect(client.userSessions.get(RG, POOL, HOST, "3")).rejects.toMatchObject({ statusCode: 404, code: "404" });
  });

  describe("on a host that is", () => {
    const ghosts = { userSessions: { 2: "alice@contoso.com" } };
    const hosts = Object.fromEntries([...unreachable, ...reachable].map((status) => [`${status}.contoso.com`, { status, ...ghosts }]));
    let stopped: Emulator;
    let atStopped: DesktopVirtualizationAPIClient;
    beforeAll(async () => {
      stopped = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { [RG]: { hostPools: { [POOL]: { sessionHosts: hosts } } } } } } } });
      stopped.trust();
      const credential = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: stopped.url, disableInstanceDiscovery: true });
      atStopped = new DesktopVirtualizationAPIClient(credential, SUBSCRIPTION, { endpoint: stopped.url });
    });
    afterAll(() => stopped.close());
    beforeEach(() => stopped.reset());

    test.each(unreachable)("%s logs a session off by force only", async (status) => {
      const host = `${status}.contoso.com`;
      await expect(atStopped.userSessions.delete(RG, POOL, host, "2")).rejects.toMatchObject({ statusCode: 409, message: expect.stringContaining(`Could not log off session 2 on ${host}: the host is ${status}`) });
      expect((await atStopped.userSessions.get(RG, POOL, host, "2")).userPrincipalName).toBe("alice@contoso.com");
      await atStopped.userSessions.delete(RG, POOL, host, "2", { force: true });
      await expect(atStopped.userSessions.get(RG, POOL, host, "2")).rejects.toMatchObject({ statusCode: 404 });
    });

    test.each(reachable)("%s logs a session off without force", async (status) => {
      const host = `${status}.contoso.com`;
      await atStopped.userSessions.delete(RG, POOL, host, "2");
      await expect(atStopped.userSessions.get(RG, POOL, host, "2")).rejects.toMatchObject({ statusCode: 404 });
    });

    test("Shutdown asks once, since trying again would not help", async () => {
      await expect(atStopped.userSessions.delete(RG, POOL, "Shutdown.contoso.com", "2")).rejects.toThrow();
      expect(stopped.requests().filter(({ method }) => method === "DELETE")).toHaveLength(1);
    });
  });

  test("sends a message", async () => {
    await client.userSessions.sendMessage(RG, POOL, HOST, "2", { sendMessage: { messageTitle: "Tonight", messageBody: "Grüße, 世界" } });
    expect(emulator.world.messages).toMatchObject([{ userPrincipalName: "alice@contoso.com", title: "Tonight", body: "Grüße, 世界", shown: true }]);
  });

  test("drains a host and looks at it", async () => {
    const changed = await client.sessionHosts.update(RG, POOL, HOST, { sessionHost: { allowNewSession: false } });
    expect(changed).toMatchObject({ allowNewSession: false, sessions: 3, status: "Available" });
    expect((await client.sessionHosts.get(RG, POOL, HOST)).allowNewSession).toBe(false);
    expect(await collect(client.sessionHosts.list(RG, POOL))).toHaveLength(2);
  });

  test("removes a host, by force with its sessions", async () => {
    await expect(client.sessionHosts.delete(RG, POOL, HOST)).rejects.toMatchObject({ statusCode: 409 });
    await client.sessionHosts.delete(RG, POOL, HOST, { force: true });
    await client.sessionHosts.delete(RG, POOL, HOST);
    expect(await collect(client.sessionHosts.list(RG, POOL))).toHaveLength(1);
    await expect(client.sessionHosts.get(RG, POOL, HOST)).rejects.toMatchObject({ statusCode: 404 });
  });

  test("finds host pools", async () => {
    expect(await client.hostPools.get(RG, POOL)).toMatchObject({ hostPoolType: "Pooled", loadBalancerType: "BreadthFirst", location: "westus2" });
    expect(await collect(client.hostPools.list())).toHaveLength(1);
    expect(await collect(client.hostPools.listByResourceGroup(RG))).toHaveLength(1);
  });
});

describe("the official SDK's lists of pools and hosts", () => {
  const names = ["three", "one", "two", "four"];
  const keyed = <V>(value: (name: string) => V) => Object.fromEntries(names.map((name) => [name, value(name)]));
  let many: Emulator;
  let atMany: DesktopVirtualizationAPIClient;
  beforeAll(async () => {
    const sessionHosts = keyed(() => null);
    many = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { [RG]: { hostPools: keyed((name) => (name === "one" ? { sessionHosts } : null)) }, other: { hostPools: { five: null } } } } } } });
    many.trust();
    atMany = new DesktopVirtualizationAPIClient(new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: many.url, disableInstanceDiscovery: true }), SUBSCRIPTION, { endpoint: many.url });
  });
  afterAll(() => many.close());
  beforeEach(() => many.reset());

  interface Paging { pageSize?: number; isDescending?: boolean; initialSkip?: number }
  const lists: [string, string[], (paging?: Paging) => AsyncIterable<{ name?: string }>][] = [
    ["sessionHosts.list", names, (paging) => atMany.sessionHosts.list(RG, "one", paging)],
    ["hostPools.listByResourceGroup", names, (paging) => atMany.hostPools.listByResourceGroup(RG, paging)],
    ["hostPools.list", [...names, "five"], (paging) => atMany.hostPools.list(paging)],
  ];
  describe.each(lists)("%s", (_list, all, list) => {
    const named = async (paging?: Paging) => (await collect(list(paging))).map(({ name }) => name!.split("/").at(-1));
    const pages = () => many.requests().filter(({ url }) => /sessionHosts\?|hostPools\?/i.test(url)).length;

    test("comes in pages of the size that was asked for", async () => {
      expect(await named({ pageSize: 2 })).toEqual(all);
      expect(pages()).toBe(Math.ceil(all.length / 2));
    });

    test("comes in one page when it is short", async () => {
      expect(await named()).toEqual(all);
      expect(pages()).toBe(1);
    });

    test("is turned round and skips, across pages", async () => {
      expect(await named({ pageSize: 1, isDescending: true, initialSkip: 1 })).toEqual(all.toReversed().slice(1));
      expect(await named({ pageSize: 1, initialSkip: 2 })).toEqual(all.slice(2));
    });

    test("is refused for a page of nothing, and for skipping backwards", async () => {
      await expect(named({ pageSize: 0 })).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining("The value '0' of pageSize is not valid") });
      await expect(named({ initialSkip: -1 })).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining("The value '-1' of initialSkip is not valid") });
    });
  });
});

describe("@azure/identity", () => {
  const unmodified: [string, () => TokenCredential][] = [
    ["EnvironmentCredential", () => new EnvironmentCredential({ disableInstanceDiscovery: true })],
    ["DefaultAzureCredential", () => new DefaultAzureCredential({ disableInstanceDiscovery: true })],
  ];
  test.each(unmodified)("%s gets a token with nothing but the emulator's environment", async (_name, make) => {
    for (const [name, value] of Object.entries(emulator.env())) vi.stubEnv(name, value);
    expect((await clientWith(make()).userSessions.get(RG, POOL, HOST, "2")).userPrincipalName).toBe("alice@contoso.com");
  });

  test("shows the user Entra's words for a wrong secret", async () => {
    const wrong = new ClientSecretCredential(TENANT, CLIENT, "wrong", { authorityHost: emulator.url, disableInstanceDiscovery: true });
    await expect(wrong.getToken(`${emulator.url}/.default`)).rejects.toThrow(/AADSTS7000215: Invalid client secret provided/);
  });

  test("refuses a token for another emulator's key", async () => {
    const other = await startEmulator();
    try {
      const stranger = new ClientSecretCredential(TENANT, CLIENT, SECRET, { authorityHost: emulator.url, disableInstanceDiscovery: true });
      const { token } = await stranger.getToken("https://management.azure.com/.default");
      other.trust();
      const wrong = new DesktopVirtualizationAPIClient({ getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 1e6 }) }, SUBSCRIPTION, { endpoint: other.url });
      await expect(wrong.userSessions.get(RG, POOL, HOST, "2")).rejects.toMatchObject({ statusCode: 401, code: "InvalidAuthenticationToken" });
    } finally {
      await other.close();
    }
    // Whoever stopped trusting the other one still trusts this one.
    expect((await client.userSessions.get(RG, POOL, HOST, "2")).userPrincipalName).toBe("alice@contoso.com");
  });
});
