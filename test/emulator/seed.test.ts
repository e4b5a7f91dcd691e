import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DesktopNotRunning, type Emulator, manualClock, type Seed, SeedRefused, type SeedSessionHost, SeedUnreadable, SessionHostNotFound, startEmulator } from "../../emulator/index";
import { readSeed } from "../../emulator/seed/read-seed";
import { sampleWorld } from "../../emulator/seed/sample-world";
import { issueTlsIdentity } from "../../emulator/tls/certificate-authority";
import { ask, SECRET, SUBSCRIPTION, TENANT } from "./wire";

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), "seed-"))));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const yaml = `
subscriptions:
  ${SUBSCRIPTION}:
    resourceGroups:
      rg-avd:
        location: northeurope
        hostPools:
          pool-1:
            hostPoolType: Personal
            sessionHosts:
              sh-0.contoso.com:
                allowNewSession: false
                userSessions:
                  2: alice@contoso.com
                  7: { userPrincipalName: bob@contoso.com, sessionState: Pending, createTime: 2023-12-21T15:40:08.15Z }
              sh-1.contoso.com:
`;

const problemsOf = (seed: unknown): string[] => {
  try {
    readSeed(seed as Seed);
  } catch (error) {
    if (error instanceof SeedRefused) return error.problems.map(({ path, found, expected }) => `${path}: found ${found}, expected ${expected}`);
    throw error;
  }
  return [];
};

const pool = (hostPool: unknown) => ({ subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": hostPool } } } } } });
const host = (sessionHost: unknown) => pool({ sessionHosts: { "sh-0": sessionHost } });
const PATH = `subscriptions.${SUBSCRIPTION}.resourceGroups.rg-avd.hostPools.pool-1`;

describe("a seed", () => {
  test("in YAML becomes a world, with defaults for what it does not say", async () => {
    const emulator = await startEmulator({ seed: file("world.yaml", yaml), clock: manualClock("2026-01-31T08:30:00Z") });
    try {
      const drained = emulator.world.sessionHost("sh-0.contoso.com");
      expect(drained).toMatchObject({ allowNewSession: false, status: "Available", sessionCount: 2 });
      expect(drained.session(2)).toMatchObject({ userPrincipalName: "alice@contoso.com", sessionState: "Active", applicationType: "Desktop", createTime: "2026-01-31T08:30:00.000Z" });
      expect(drained.session(7)).toMatchObject({ sessionState: "Pending", createTime: "2023-12-21T15:40:08.15Z" });
      expect(emulator.world.sessionHost("sh-1.contoso.com").sessionCount).toBe(0);
      expect(emulator.env()["AZURE_TENANT_ID"]).toBe(TENANT);
    } finally {
      await emulator.close();
    }
  });

  test("in JSON is the same seed", () => {
    const fromYaml = readSeed(file("same.yml", yaml));
    expect(readSeed(file("same.json", JSON.stringify(fromYaml)))).toEqual(fromYaml);
  });

  test("has virtual desktops, too, which are in the seed of the world as it is", async () => {
    const seed = file("rds.yaml", `
subscriptions: {}
rds:
  users:
    CONTOSO\\admin: secret
    CONTOSO\\auditor: { password: other, access: read }
  collections:
    Pool1:
      name: Developers
      desktops:
        vdi-001: { host: hv-0, session: { id: 7, user: CONTOSO\\alice, connectState: Idle, clientMachineName: laptop } }
        vdi-002: { host: hv-0, state: Off }
    Empty:
`);
    const emulator = await startEmulator({ seed });
    try {
      const { rds } = emulator.world;
      expect(rds.session("HV-0", 7)).toMatchObject({ user: "CONTOSO\\alice", connectState: "Idle", clientMachineName: "laptop" });
      expect(() => rds.signIn(rds.desktop("vdi-002"), { user: "CONTOSO\\bob" })).toThrow(DesktopNotRunning);
      rds.setState(rds.desktop("vdi-002"), "Running");
      expect(rds.signIn(rds.desktop("vdi-002"), { user: "CONTOSO\\bob" }).id).toBe(2);
      const now = (await ask(emulator, "/_emulator/world")).json;
      expect(now.rds).toEqual({
        users: { "CONTOSO\\admin": { password: "secret", access: "full" }, "CONTOSO\\auditor": { password: "other", access: "read" } },
        collections: {
          Pool1: {
            name: "Developers",
            desktops: {
              "vdi-001": { host: "hv-0", state: "Running", session: { id: 7, user: "CONTOSO\\alice", connectState: "Idle", clientMachineName: "laptop" } },
              "vdi-002": { host: "hv-0", state: "Running", session: { id: 2, user: "CONTOSO\\bob", connectState: "Active" } },
            },
          },
          Empty: { name: "Empty", desktops: {} },
        },
      });
      const again = await startEmulator({ seed: now });
      try {
        expect((await ask(again, "/_emulator/world")).json).toEqual(now);
      } finally {
        await again.close();
      }
    } finally {
      await emulator.close();
    }
  });

  test.each<[string, unknown, string]>([
    ["a user without a domain", { users: { admin: "secret" } }, 'rds.users.admin: found the name "admin", expected a name such as CONTOSO\\alice'],
    ["a user with a space before the name", { users: { "C\\ a": "secret" } }, 'rds.users.C\\ a: found the name "C\\\\ a", expected a name such as CONTOSO\\alice'],
    ["a user with two domains", { users: { "C\\D\\a": "secret" } }, 'rds.users.C\\D\\a: found the name "C\\\\D\\\\a", expected a name such as CONTOSO\\alice'],
    ["a user who can't sign in", { users: { "C\\a": {} } }, "rds.users.C\\a: found an object, expected a password or a certificate"],
    ["a state that there is not", { collections: { P: { desktops: { v: { host: "h", state: "Asleep" } } } } }, 'rds.collections.P.desktops.v.state: found "Asleep", expected "Running" or "Off" or "Paused" or "Saved"'],
    ["two desktops of one name", { collections: { P: { desktops: { v: { host: "h" } } }, Q: { desktops: { V: { host: "h" } } } } }, "rds.collections.Q.desktops.V: found an object, expected another name than that of a desktop in P (names are unique in the deployment)"],
    ["two sessions of one id on a host", { collections: { P: { desktops: { v: { host: "h", session: { id: 2, user: "C\\a" } }, w: { host: "H", session: { id: 2, user: "C\\b" } } } } } }, "rds.collections.P.desktops.w.session.id: found 2, expected another id than that of v's session on H"],
    ["an id that is too large", { collections: { P: { desktops: { v: { host: "h", session: { id: 4294967296, user: "C\\a" } } } } } }, "rds.collections.P.desktops.v.session.id: found 4294967296, expected a session id: a whole number of 32 bits"],
  ])("with %s among its virtual desktops is refused", (_, rds, problem) => {
    expect(problemsOf({ subscriptions: {}, rds })).toEqual([problem]);
  });

  test("of a deployment alone is enough", async () => {
    const emulator = await startEmulator({ seed: file("only-rds.yaml", "rds: { collections: { P: { desktops: { v: { host: h, session: { id: 1, user: C\\a } } } } } }\n") });
    try {
      expect(emulator.world.rds.session("h", 1).user).toBe("C\\a");
      expect([...emulator.world.subscriptions]).toEqual([]);
      expect((await ask(emulator, "/_emulator/world")).json.subscriptions).toEqual({});
    } finally {
      await emulator.close();
    }
  });

  test("that ships as the sample is a right one", () => {
    expect(problemsOf(sampleWorld)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["a misspelt property", host({ userSesions: {} }), `${PATH}.sessionHosts.sh-0.userSesions: found a property that does not exist, expected one of status, allowNewSession, assignedUser, friendlyName, agentVersion, osVersion, resourceId, transitions, serial, createTime, statusTimestamp, lastHeartBeat, lastModified, userSessions, awaited`],
    ["a property that belongs elsewhere", pool({ userSessions: {} }), `${PATH}.userSessions: found a property that does not exist, expected one of location, tags, friendlyName, description, hostPoolType, loadBalancerType, maxSessionLimit, personalDesktopAssignmentType, preferredAppGroupType, validationEnvironment, startVMOnConnect, publicNetworkAccess, transitions, serial, createTime, sessionHosts`],
    ["a state that there is not", host({ userSessions: { 2: { userPrincipalName: "a", sessionState: "Idle" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.sessionState: found "Idle", expected "Unknown" or "Active" or "Disconnected" or "Pending" or "LogOff" or "UserProfileDiskMounted"`],
    ["a session that is a number", host({ userSessions: { 2: 5 } }), `${PATH}.sessionHosts.sh-0.userSessions.2: found 5, expected a text, or an object`],
    ["a session without a user", host({ userSessions: { 2: {} } }), `${PATH}.sessionHosts.sh-0.userSessions.2.userPrincipalName: found nothing, expected a text`],
    ["a user of spaces", host({ userSessions: { 2: " " } }), `${PATH}.sessionHosts.sh-0.userSessions.2: found " ", expected a text that is not empty, without spaces around it`],
    ["a user with spaces around it", host({ userSessions: { 2: { userPrincipalName: "alice@contoso.com " } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.userPrincipalName: found "alice@contoso.com ", expected a text that is not empty, without spaces around it`],
    ["a session id that is no number", host({ userSessions: { two: "alice" } }), `${PATH}.sessionHosts.sh-0.userSessions.two: found the name "two", expected a session id: a whole number`],
    ["an instant that does not exist", host({ userSessions: { 2: { userPrincipalName: "a", createTime: "2026-13-01T00:00:00Z" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.createTime: found "2026-13-01T00:00:00Z", expected an instant that exists`],
    ["a day that does not exist", host({ userSessions: { 2: { userPrincipalName: "a", createTime: "2026-02-31T00:00:00Z" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.createTime: found "2026-02-31T00:00:00Z", expected an instant that exists`],
    ["a time that is no instant, once", host({ userSessions: { 2: { userPrincipalName: "a", createTime: "yesterday" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.createTime: found "yesterday", expected an instant in UTC such as 2026-01-31T08:30:00Z`],
    ["a switch that is a text", host({ allowNewSession: "no" }), `${PATH}.sessionHosts.sh-0.allowNewSession: found "no", expected true or false`],
    ["two hosts of one name", pool({ sessionHosts: { "sh-0": null, "SH-0": null } }), `${PATH}.sessionHosts.SH-0: found null, expected another name than "sh-0" (names are compared without case)`],
    ["a pool's name that is too short", { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { p: null } } } } } }, `subscriptions.${SUBSCRIPTION}.resourceGroups.rg-avd.hostPools.p: found the name "p", expected a name of 3 to 64 characters`],
    ["a host's name that has a slash", pool({ sessionHosts: { "sh/0": null } }), `${PATH}.sessionHosts.sh/0: found the name "sh/0", expected a host name: letters, digits, @ . - _ and spaces`],
    ["a subscription that is no GUID", { subscriptions: { mine: null } }, 'subscriptions.mine: found the name "mine", expected a GUID'],
    ["a tenant that is not there", { tenants: { [TENANT]: null }, subscriptions: { [SUBSCRIPTION]: { tenantId: SUBSCRIPTION } } }, `subscriptions.${SUBSCRIPTION}.tenantId: found "${SUBSCRIPTION}", expected one of the tenants: ${TENANT}`],
    ["a client that proves nothing", { tenants: { [TENANT]: { clients: { [TENANT]: {} } } }, subscriptions: {} }, `tenants.${TENANT}.clients.${TENANT}: found an object, expected a secret or a certificate`],
    ["nothing at all", null, ": found null, expected an object"],
    ["neither subscriptions nor a deployment", {}, "subscriptions: found nothing, expected subscriptions, rds, or both"],
    ["subscriptions that are a list", { subscriptions: [] }, "subscriptions: found a list, expected names with their values"],
  ])("is refused for %s", (_what, seed, problem) => {
    expect(problemsOf(seed)).toEqual([problem]);
  });

  test("names all its problems at once, and its file", () => {
    const path = file("wrong.yaml", yaml.replace("Pending", "Asleep").replace("Personal", "Public"));
    expect(() => readSeed(path)).toThrow(`Could not read the seed ${path}:\n  ${PATH}.hostPoolType: found "Public", expected "Pooled" or "Personal" or "BYODesktop"\n  ${PATH}.sessionHosts.sh-0.contoso.com.userSessions.7.sessionState: found "Asleep"`);
  });

  test.each([
    ["broken.yaml", "subscriptions:\n  mine: [1,\n  next: 2\n", "it is not YAML: unexpected end of the stream within a flow collection at line 4, column 1."],
    ["twice.yml", "subscriptions:\nsubscriptions:\n", "it is not YAML: duplicated mapping key at line 2, column 1."],
    ["broken.json", '{\n  "subscriptions": }', "it is not JSON: Unexpected token '}'"],
    ["world.toml", "", "a seed's file name ends in .json, .yaml, .yml."],
  ])("that can't be read is refused, with the place: %s", (name, text, message) => {
    const path = file(name, text);
    expect(() => readSeed(path)).toThrow(`Could not read the seed ${path}: ${message}`);
    expect(() => readSeed(path)).toThrow(SeedUnreadable);
  });

  test("whose file is missing, or a directory, is refused", () => {
    const missing = join(directory, "missing.yaml");
    expect(() => readSeed(missing)).toThrow(`Could not read the seed ${missing}: there is no such file.`);
    mkdirSync(join(directory, "folder.json"));
    expect(() => readSeed(join(directory, "folder.json"))).toThrow("it is a directory.");
  });

  test("that was an object is the emulator's own from then on", async () => {
    const alice = { userPrincipalName: "alice@contoso.com" };
    const sessionHosts: Record<string, SeedSessionHost> = { "sh-0": { userSessions: { 2: alice } } };
    const emulator = await startEmulator({ seed: { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts } } } } } } } });
    try {
      alice.userPrincipalName = "mallory@contoso.com";
      sessionHosts["sh-1"] = {};
      emulator.reset();
      expect(emulator.world.session("sh-0", 2).userPrincipalName).toBe("alice@contoso.com");
      expect(() => emulator.world.sessionHost("sh-1")).toThrow(SessionHostNotFound);
    } finally {
      await emulator.close();
    }
  });
});

describe("the seed in README.md", () => {
  test("is one that an emulator starts with", async () => {
    const [, block] = /```yaml\n(# world\.yaml.*?)```/s.exec(readFileSync(resolve(__dirname, "../../README.md"), "utf8"))!;
    const emulator = await startEmulator({ seed: file("readme.yaml", block!) });
    try {
      expect([...emulator.world.hostPools()].flatMap((pool) => [...pool.hosts]).map(({ name, sessionCount }) => [name, sessionCount])).toEqual([["sh-0.contoso.com", 2], ["sh-1.contoso.com", 0]]);
      expect(emulator.world.session("sh-0.contoso.com", 3)).toMatchObject({ userPrincipalName: "bob@contoso.com", sessionState: "Disconnected", createTime: "2026-01-31T08:30:00Z" });
      expect(emulator.world.sessionHost("sh-1.contoso.com")).toMatchObject({ status: "Shutdown", allowNewSession: false });
      expect([...emulator.world.rds.desktops].map(({ name, host, state, session }) => [name, host.name, state, session?.user])).toEqual([["vdi-001", "hv-0.contoso.com", "Running", "CONTOSO\\alice"], ["vdi-002", "hv-0.contoso.com", "Off", undefined]]);
      expect(emulator.env()).toMatchObject({ DESKTOP_SESSIONS_RDS_USERNAME: "CONTOSO\\rdsadmin", DESKTOP_SESSIONS_RDS_PASSWORD: "emulator-secret" });
    } finally {
      await emulator.close();
    }
  });
});

describe("what /_emulator/world says", () => {
  const worldOf = async (emulator: Emulator) => (await ask(emulator, "/_emulator/world")).json;

  test("starts an emulator, whoever has been signed in", async () => {
    const rds = { collections: { P: { desktops: Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, { host: "h" }])) } } };
    const first = await startEmulator({ seed: { rds } });
    const signIn = (desktop: string, user: string) => ask(first, `/_emulator/desktops/${desktop}/sign-in`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ user }) });
    const users = ["CONTOSO\\x' OR 1=1 --", "CONTOSO\\a@b", "CON TOSO\\*?<>|\"/[]:;=,+", "C\\é 世", "C\\x y"];
    for (const [index, user] of users.entries()) expect((await signIn("abcdef"[index]!, user)).json.session.user).toBe(user);
    for (const user of ["C\\ x", "C \\x", "C\\x\\y", "\\x", "C\\"]) expect((await signIn("f", user)).status).toBe(400);
    const second = await startEmulator({ seed: await worldOf(first) });
    try {
      expect(Array.from(second.world.rds.sessions(), ({ user }) => user)).toEqual(users);
      expect(await worldOf(second)).toEqual(await worldOf(first));
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  test("is a seed, and makes the same world again", async () => {
    const full = {
      location: "northeurope", tags: { stage: "test" }, friendlyName: "Desktops", description: "For tests", hostPoolType: "Personal", loadBalancerType: "Persistent", maxSessionLimit: 7,
      personalDesktopAssignmentType: "Direct", preferredAppGroupType: "RailApplications", validationEnvironment: true, startVMOnConnect: true, publicNetworkAccess: "Disabled",
      sessionHosts: {
        "sh-0": { status: "Shutdown", allowNewSession: false, assignedUser: "alice@contoso.com", friendlyName: "zero", agentVersion: "1.0", osVersion: "10.0", resourceId: "/vm", userSessions: { 9: { userPrincipalName: "alice@contoso.com", applicationType: "RemoteApp", sessionState: "Pending", activeDirectoryUserName: null, createTime: "2023-12-21T15:40:08.1234567Z" } } },
        "sh-1": null,
      },
    } as const;
    const certificate = issueTlsIdentity(["x"]).cert;
    const tenants = { [TENANT]: null, [SUBSCRIPTION]: { clients: { [TENANT]: { secret: " s ", objectId: SUBSCRIPTION }, [SUBSCRIPTION]: { certificate } } } };
    const seed: Seed = { tenants, subscriptions: { [SUBSCRIPTION]: { tenantId: SUBSCRIPTION, resourceGroups: { "rg-avd": { location: "uksouth", hostPools: { "pool-1": full, "pool-2": null } }, empty: null } }, [TENANT]: null } };
    const first = await startEmulator({ seed });
    const second = await startEmulator({ seed: file("copy.json", (await ask(first, "/_emulator/world")).text), clock: manualClock(0) });
    try {
      const [said, again] = [await worldOf(first), await worldOf(second)];
      expect(again).toEqual(said);
      expect(said.tenants).toMatchObject({ [SUBSCRIPTION]: { clients: { [TENANT]: { secret: " s ", objectId: SUBSCRIPTION }, [SUBSCRIPTION]: { certificate } } } });
      expect(said.subscriptions[SUBSCRIPTION]).toMatchObject({ tenantId: SUBSCRIPTION, resourceGroups: { "rg-avd": { location: "uksouth", hostPools: { "pool-1": { ...full, sessionHosts: { "sh-0": full.sessionHosts["sh-0"] } } } } } });
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  test("is what has become of the world, not what it was seeded with", async () => {
    const first = await startEmulator();
    const sh0 = first.world.sessionHost("sh-0.contoso.com");
    first.world.logOff(sh0.session(3));
    first.world.disconnect(sh0.session(2));
    first.world.signIn(sh0, { userPrincipalName: "erin@contoso.com", applicationType: "RemoteApp" });
    first.world.changeHost(sh0, { allowNewSession: false, friendlyName: "" });
    const second = await startEmulator({ seed: await worldOf(first) });
    try {
      expect(await worldOf(second)).toEqual(await worldOf(first));
      const copy = second.world.sessionHost("sh-0.contoso.com");
      expect(copy.allowNewSession).toBe(false);
      expect(copy.session(2).sessionState).toBe("Disconnected");
      expect(copy.session(3)).toMatchObject({ userPrincipalName: "erin@contoso.com", applicationType: "RemoteApp", activeDirectoryUserName: "CONTOSO\\erin" });
      expect(second.env()["AZURE_CLIENT_SECRET"]).toBe(SECRET);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});
