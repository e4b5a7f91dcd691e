import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Emulator, manualClock, type Seed, startEmulator, type Transitions } from "../../emulator/index";
import { seedSchema } from "../../emulator/seed/seed-schema";
import { selfSignedCertificate } from "../self-signed-certificate";
import { ask, CLIENT, SECRET, signedIn, SUBSCRIPTION, TENANT } from "./wire";
import { enumerate, RDMS, send, texts } from "./wsman/wire";

const START = "2026-01-31T08:30:00.000Z";
const IDENTITY = "77777777-7777-7777-7777-777777777777";
const WORKLOAD = "88888888-8888-8888-8888-888888888888";
const { certificate } = selfSignedCertificate();
const { kty, n, e } = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" }) as { kty: string; n: string; e: string };
const logOffLater: Transitions = { signIn: { polls: 2 }, disconnect: { after: "7s" }, logOff: { after: "9s" } };

/** A world in which everything that a seed can say is said, and nothing as it would be by default. */
const seed: Seed = {
  transitions: { signIn: { after: "1s" }, disconnect: { polls: 1 }, logOff: { after: "3s" } },
  tenants: {
    [TENANT]: {
      clients: {
        [CLIENT]: { secret: SECRET, certificate, objectId: "99999999-0000-0000-0000-000000000001", roleAssignments: [{ role: "Owner", scope: "/" }, { role: { actions: ["*/read"], notActions: ["Microsoft.Support/*"] }, scope: `/subscriptions/${SUBSCRIPTION}` }] },
        [IDENTITY]: { managedIdentity: true },
        [WORKLOAD]: { federatedCredentials: [{ subject: "repo:contoso/desktops", audiences: ["api://AzureADTokenExchange", "mine"], issuer: "https://issuer.example", jwks: { keys: [{ kid: "one", kty, n, e }] } }] },
      },
    },
  },
  subscriptions: {
    [SUBSCRIPTION]: {
      number: 3,
      tenantId: TENANT,
      transitions: logOffLater,
      lastSerial: 70,
      resourceGroups: {
        "rg-avd": {
          location: "northeurope",
          hostPools: {
            "pool-1": {
              location: "uksouth",
              tags: { owner: "Grüße & Co", cost: "1" },
              friendlyName: "First",
              description: "of all",
              hostPoolType: "Personal",
              loadBalancerType: "MultiplePersistent",
              maxSessionLimit: 7,
              personalDesktopAssignmentType: "Direct",
              preferredAppGroupType: "RailApplications",
              validationEnvironment: true,
              startVMOnConnect: true,
              publicNetworkAccess: "EnabledForClientsOnly",
              transitions: { logOff: { polls: 4 } },
              serial: 11,
              createTime: "2026-01-01T01:01:01.123Z",
              sessionHosts: {
                "sh-0.contoso.com": {
                  status: "NeedsAssistance",
                  allowNewSession: false,
                  assignedUser: "carol@contoso.com",
                  friendlyName: "big one",
                  agentVersion: "1.0.1.2",
                  osVersion: "10.0.1.2",
                  resourceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/vms/providers/Microsoft.Compute/virtualMachines/x`,
                  transitions: { disconnect: { after: "5s" } },
                  serial: 22,
                  createTime: "2026-01-02T01:01:01.123Z",
                  statusTimestamp: "2026-01-03T01:01:01.123Z",
                  lastHeartBeat: "2026-01-31T08:29:50.123Z",
                  lastModified: { by: CLIENT, at: "2026-01-05T01:01:01.123Z" },
                  userSessions: {
                    7: { userPrincipalName: "alice@contoso.com", applicationType: "RemoteApp", sessionState: "LogOff", activeDirectoryUserName: "CONTOSO\\alice", createTime: "2026-01-06T01:01:01.1234567Z", serial: 33, underway: { transition: "logOff", after: 60_000 } },
                    8: { userPrincipalName: "bob@contoso.com", sessionState: "Pending", activeDirectoryUserName: null, serial: 44, underway: { transition: "signIn", polls: 3 } },
                    9: { userPrincipalName: "dave@contoso.com", sessionState: "Disconnected", serial: 55, returns: { after: "2m", times: 3, to: "anyHost", left: 120_000 } },
                  },
                  awaited: [{ userPrincipalName: "erin@contoso.com", applicationType: "Desktop", activeDirectoryUserName: "CONTOSO\\erin", returns: { after: "1m", times: 2, to: "sameHost", left: 180_000 } }],
                },
              },
            },
          },
        },
      },
    },
  },
  rds: {
    users: { "CONTOSO\\rdsadmin": { password: "emulator-secret", certificate, access: "full" }, "CONTOSO\\reader": { password: "r", access: "read" } },
    collections: {
      Pool9: {
        name: "The ninth",
        transitions: { logOff: { after: "8s" } },
        desktops: {
          "vdi-1": { host: "hv-9.contoso.com", state: "Running", session: { id: 6, user: "CONTOSO\\bob", connectState: "Disconnected", clientMachineName: "laptop-1", underway: { transition: "logOff", after: 60_000 } } },
          "vdi-3": { host: "hv-9.contoso.com", session: { id: 7, user: "CONTOSO\\alice", connectState: "Init", underway: { transition: "signIn", polls: 9 } } },
          "vdi-2": { host: "hv-9.contoso.com", state: "Paused" },
        },
      },
    },
  },
};

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
}

/** Each property that a schema has a name for: `subscriptions.*.resourceGroups.*.location`. */
function* named(schema: JsonSchema, path = ""): Generator<string> {
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    yield `${path}${name}`;
    // The same at every place, and said in each of its ways at some.
    if (name !== "transitions") yield* named(inner, `${path}${name}.`);
  }
  if (typeof schema.additionalProperties === "object") yield* named(schema.additionalProperties, `${path}*.`);
  for (const inner of [...(schema.items ? [schema.items] : []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) yield* named(inner, path);
}

/** Whether a value somewhere has a property that is named so. */
function says(value: unknown, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return value !== undefined;
  if (Array.isArray(value)) return value.some((each) => says(each, [first, ...rest]));
  if (typeof value !== "object" || value === null) return false;
  return first === "*" ? Object.values(value).some((each) => says(each, rest)) : says((value as Record<string, unknown>)[first], rest);
}

const asJson = (value: unknown): any => JSON.parse(JSON.stringify(value));

/** All that can be read of a world, over Azure Resource Manager and over WS-Management. */
async function everything(emulator: Emulator): Promise<Record<string, unknown>> {
  const call = await signedIn(emulator);
  const seen: Record<string, unknown> = {};
  const get = async (path: string): Promise<any> => {
    const { status, text, json } = await call(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    // Addresses are the emulator's own.
    seen[path] = JSON.parse(text.replaceAll(emulator.url, ""));
    return json;
  };
  const subscription = `/subscriptions/${SUBSCRIPTION}`;
  const resources = "api-version=2022-12-01";
  for (const path of ["/subscriptions", "/tenants", subscription, `${subscription}/resourcegroups`]) await get(`${path}?${resources}`);
  for (const type of ["applicationGroups", "workspaces", "hostPools"]) await get(`${subscription}/providers/Microsoft.DesktopVirtualization/${type}`);
  const pools = await get(`${subscription}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools`);
  for (const { id } of pools.value) {
    await get(id);
    await get(`${id}/userSessions`);
    const hosts = await get(`${id}/sessionHosts`);
    for (const host of hosts.value) {
      await get(host.id);
      await get(`${host.id}/userSessions`);
    }
  }
  for (const name of ["Win32_VirtualDesktopSession", "Win32_RDMSVirtualDesktop", "Win32_RDMSVirtualDesktopCollection"]) {
    const answer = await send(emulator, enumerate("", `${RDMS}/${name}`));
    expect({ name, status: answer.status }).toEqual({ name, status: 200 });
    seen[name] = /<w:Items>.*<\/w:Items>/s.exec(answer.text)![0];
  }
  return seen;
}

describe("a world of which everything is said", () => {
  const clock = manualClock(START);
  let stated: Emulator;
  let copy: Emulator;
  beforeAll(async () => {
    [stated, copy] = await Promise.all([startEmulator({ clock, seed }), startEmulator({ clock })]);
  });
  afterAll(() => Promise.all([stated.close(), copy.close()]));

  test("is said by a seed that leaves out no property that there is", () => {
    const all = new Set(named(z.toJSONSchema(seedSchema(), { io: "input", unrepresentable: "any" }) as JsonSchema));
    expect(all).toContain("subscriptions.*.resourceGroups.*.hostPools.*.sessionHosts.*.awaited.returns.to");
    // A clock is said where nobody hands one in, as is done here: snapshot.test.ts has it.
    expect([...all].filter((path) => !/^clock\b/.test(path) && !says(seed, path.split(".")))).toEqual([]);
  });

  test("has all of it in its snapshot, as it was said", () => {
    expect(asJson(stated.world.snapshot())).toMatchObject(asJson(seed));
  });

  test.each(["json", "yaml"])("gives the same answers over ARM and WS-Management when it was put elsewhere as %s", async (format) => {
    stated.reset();
    const { text: body } = await ask(stated, `/_emulator/world?format=${format}`);
    expect((await ask(copy, "/_emulator/world", { method: "PUT", body, headers: { "content-type": `application/${format}` } })).status).toBe(200);
    expect(asJson(copy.world.snapshot())).toEqual(asJson(stated.world.snapshot()));
    const seen = await everything(stated);
    expect(await everything(copy)).toEqual(seen);
    // What was compared is the world that was stated.
    const texts = JSON.stringify(seen);
    for (const word of ["Grüße & Co", "uksouth", "northeurope", "MultiplePersistent", "big one", "1.0.1.2", "RemoteApp", "laptop-1", "The ninth"]) expect(texts).toContain(word);
  });

  test("goes on alike: what is on its way arrives in both, and who is away returns", async () => {
    stated.reset();
    copy.restore(stated.world.snapshot());
    clock.advance(10 * 60_000);
    const seen = await everything(stated);
    expect(await everything(copy)).toEqual(seen);
    const users = (emulator: Emulator) => [...emulator.world.sessionHost("sh-0.contoso.com").sessions].map(({ userPrincipalName }) => userPrincipalName);
    expect(users(stated)).not.toContain("alice@contoso.com");
    expect(texts(await send(stated, enumerate()), "UserName")).toEqual(["alice"]);
  });
});
