import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manualClock, type Seed, SeedRefused, startEmulator } from "../../emulator/index";
import { readSeed } from "../../emulator/seed/read-seed";
import { sampleWorld } from "../../emulator/seed/sample-world";
import { SUBSCRIPTION, TENANT } from "./wire";

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

  test("that ships as the sample is a right one", () => {
    expect(problemsOf(sampleWorld)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ["a misspelt property", host({ userSesions: {} }), `${PATH}.sessionHosts.sh-0.userSesions: found a property that does not exist, expected only properties that the seed knows; look for a misspelling`],
    ["a state that there is not", host({ userSessions: { 2: { userPrincipalName: "a", sessionState: "Idle" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.sessionState: found "Idle", expected "Unknown" or "Active" or "Disconnected" or "Pending" or "LogOff" or "UserProfileDiskMounted"`],
    ["a session that is a number", host({ userSessions: { 2: 5 } }), `${PATH}.sessionHosts.sh-0.userSessions.2: found 5, expected a text, or an object`],
    ["a session without a user", host({ userSessions: { 2: {} } }), `${PATH}.sessionHosts.sh-0.userSessions.2.userPrincipalName: found nothing, expected a string`],
    ["a session id that is no number", host({ userSessions: { two: "alice" } }), `${PATH}.sessionHosts.sh-0.userSessions.two: found the name "two", expected a session id: a whole number`],
    ["an instant that does not exist", host({ userSessions: { 2: { userPrincipalName: "a", createTime: "2026-13-01T00:00:00Z" } } }), `${PATH}.sessionHosts.sh-0.userSessions.2.createTime: found "2026-13-01T00:00:00Z", expected an instant that exists`],
    ["two hosts of one name", pool({ sessionHosts: { "sh-0": null, "SH-0": null } }), `${PATH}.sessionHosts.SH-0: found null, expected another name than "sh-0" (names are compared without case)`],
    ["a pool's name that is too short", { subscriptions: { [SUBSCRIPTION]: { resourceGroups: { "rg-avd": { hostPools: { p: null } } } } } }, `subscriptions.${SUBSCRIPTION}.resourceGroups.rg-avd.hostPools.p: found the name "p", expected string to have >=3 characters`],
    ["a subscription that is no GUID", { subscriptions: { mine: null } }, 'subscriptions.mine: found the name "mine", expected a GUID'],
    ["a tenant that is not there", { tenants: { [TENANT]: null }, subscriptions: { [SUBSCRIPTION]: { tenantId: SUBSCRIPTION } } }, `subscriptions.${SUBSCRIPTION}.tenantId: found "${SUBSCRIPTION}", expected one of the tenants: ${TENANT}`],
    ["a client that proves nothing", { tenants: { [TENANT]: { clients: { [TENANT]: {} } } }, subscriptions: {} }, `tenants.${TENANT}.clients.${TENANT}: found an object, expected a secret or a certificate`],
    ["nothing at all", null, ": found null, expected an object"],
    ["no subscriptions", {}, "subscriptions: found nothing, expected names with their values"],
  ])("is refused for %s", (_what, seed, problem) => {
    expect(problemsOf(seed)).toEqual([problem]);
  });

  test("names all its problems at once, and its file", () => {
    const path = file("wrong.yaml", yaml.replace("Pending", "Asleep").replace("Personal", "Public"));
    expect(() => readSeed(path)).toThrow(`Could not read the seed ${path}:\n  ${PATH}.hostPoolType: found "Public", expected "Pooled" or "Personal" or "BYODesktop"\n  ${PATH}.sessionHosts.sh-0.contoso.com.userSessions.7.sessionState: found "Asleep"`);
  });

  test.each([
    ["broken.yaml", "a: [", /found .* expected a readable YAML file/],
    ["broken.json", "{", /found .* expected a readable JSON file/],
    ["world.toml", "", /a file name that ends in "\.toml", expected \.json, \.yaml, \.yml/],
  ])("that can't be read is refused: %s", (name, text, message) => {
    expect(() => readSeed(file(name, text))).toThrow(message);
  });

  test("whose file is missing is refused", () => {
    expect(() => readSeed(join(directory, "missing.yaml"))).toThrow(/ENOENT/);
  });
});
