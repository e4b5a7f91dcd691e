import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detectDrift, type DriftReport } from "pulumi-desktop-sessions";
import { manualClock, startEmulator, type Emulator, type Seed } from "../../../../emulator";
import { temporaryFolder } from "../../../temporary-folder";
import { exported, inStack, resource } from "../state-of";
import { hostileNames } from "./hostile-names";

// A Thursday morning at Contoso: two stacks, both systems, and names that somebody chose with care.

const pool = { subscriptionId: "6c1f9b52-7a34-4a0e-9d7b-1f0a2f6f7a10", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
const collection = { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" };
const hosts = [0, 1, 2, 3, 4].map((number) => `sh-${number}.contoso.com`);

const seed: Seed = {
  tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
  subscriptions: { [pool.subscriptionId]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": { sessionHosts: Object.fromEntries(hosts.map((host) => [host, {}])) } } } } } },
  rds: {
    users: { "CONTOSO\\rdsadmin": "emulator-secret" },
    collections: {
      Pool1: {
        desktops: {
          "LAB-01": { host: "rdvh1.contoso.com", session: { id: 1, user: "CONTOSO\\proctor" } },
          "LAB-07": { host: "rdvh1.contoso.com" },
          ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((id) => [`LAB-1${id}`, { host: "rdvh2.contoso.com", session: { id, user: `CONTOSO\\student1${id}`, connectState: id > 4 ? ("Disconnected" as const) : ("Active" as const) } }])),
        },
      },
    },
  },
};

const bob = { user: "bob@contoso.com" };
const prod = [
  resource("heads-up", { scope: pool, sessions: { everyone: true }, settledAt: "2026-11-18T21:04:00.000Z", audienceChosen: true, recipients: [] }, "MessageSent"),
  resource("contractor-off", { scope: pool, sessions: bob, settledAt: "2026-11-16T06:30:00.000Z" }),
  resource("empty-host", { scope: pool, sessions: { sessionHost: hosts[1] }, settledAt: undefined }, "SessionLoggedOff"),
  resource("kiosk-off", { scope: pool, sessions: { user: "kiosk@contoso.com" }, settledAt: "2026-11-18T08:00:00.000Z" }),
  resource("night-off", { scope: { ...pool, hostPoolName: "pool-2" }, sessions: { everyone: true, except: { users: ["svc@contoso.com"] } }, settledAt: undefined }),
];
const labs = [resource("exam-over", { scope: collection, sessions: { sessionHost: "rdvh1.contoso.com", except: { users: ["CONTOSO\\proctor"] } }, settledAt: "2026-11-19T07:20:00.000Z" }, "SessionLoggedOff")];
const kioskRule = "- { user: kiosk@contoso.com, reason: The wall in the lobby shows the fair until Christmas., expires: 2026-12-24 }\n";
const bobRule = `- { user: bob@contoso.com, host: ${hosts[4]}, reason: Kiosk in the lobby | ticket 4711, expires: 2026-12-31 }\n`;

/** The sample reports, as the package makes them. */
export async function sampleReports(): Promise<Readonly<Record<"sample" | "in-sync" | "empty", DriftReport>>> {
  // It stands still there, since the one token of this process must not expire.
  const emulator = await startEmulator({ seed, clock: manualClock("2026-11-19T05:30:00Z") });
  emulator.trust();
  const before = { ...process.env };
  Object.assign(process.env, emulator.env());
  try {
    return await lookAt(emulator);
  } finally {
    process.env = before;
    await emulator.close();
  }
}

async function lookAt(emulator: Emulator): Promise<Awaited<ReturnType<typeof sampleReports>>> {
  const folder = temporaryFolder();
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  mkdirSync(folder, { recursive: true });
  const empty = { state: { version: 3, checkpoint: { stack: "organization/desktops/empty", latest: { manifest: { time: "", magic: "", version: "" } } } } };
  const states = [
    file("prod.json", JSON.stringify(exported(...prod))),
    file("labs.json", JSON.stringify(inStack("labs", exported(...labs)))),
    empty,
    file("broken.json", "{"),
  ];
  const look = (at: string, given: typeof states, rules: string, since?: DriftReport): Promise<DriftReport> =>
    detectDrift({ states: given, ignore: file("ignore.yaml", rules), clock: { now: () => Date.parse(at) }, ...(since && { since }) });

  signInEarly(emulator);
  const earlier = await look("2026-11-19T06:00:00Z", states, bobRule + kioskRule);
  signInLate(emulator);
  const now = "2026-11-19T08:00:00Z";
  const held = file("held.json", JSON.stringify(exported(prod[0]!, prod[3]!)));
  // Where the files lie is no part of what is shown.
  const moved = (report: DriftReport): DriftReport => JSON.parse(JSON.stringify(report).replaceAll(folder, "states")) as DriftReport;
  return { sample: moved(await look(now, states, bobRule + kioskRule, earlier)), "in-sync": moved(await look(now, [held], kioskRule)), empty: moved(await look(now, [empty], "")) };
}

/** Everybody who is there at six. */
function signInEarly({ world }: Emulator): void {
  const place = (host: number, id: number, userPrincipalName: string, sessionState: "Active" | "Disconnected" | "UserProfileDiskMounted" = "Active"): void => {
    world.place(world.sessionHost(hosts[host]!), id, { userPrincipalName, sessionState, createTime: "2026-11-19T05:58:11.204Z" });
  };
  place(0, 3, bob.user);
  place(3, 9, bob.user);
  place(4, 2, bob.user);
  place(3, 1, "kiosk@contoso.com");
  place(4, 30, "mount@contoso.com", "UserProfileDiskMounted");
  const others = [[0, 13, 3], [2, 9, 6], [3, 16, 1], [4, 10, 2]] as const;
  for (const [host, active, disconnected] of others) {
    for (let number = 0; number < active + disconnected; number++) place(host, 40 + number, `user${host}${number}@contoso.com`, number < active ? "Active" : "Disconnected");
  }
}

/** Who came and went until eight. */
function signInLate({ world }: Emulator): void {
  world.logOff(world.session(hosts[3]!, 9));
  world.place(world.sessionHost(hosts[2]!), 11, { userPrincipalName: bob.user, sessionState: "Pending", createTime: "2026-11-19T06:47:00Z" });
  Object.values(hostileNames).forEach((userPrincipalName, index) => {
    const sessionState = index % 2 === 0 ? ("Active" as const) : ("Disconnected" as const);
    world.place(world.sessionHost(hosts[1]!), index + 1, { userPrincipalName, activeDirectoryUserName: null, sessionState, createTime: "2026-11-19T07:41:00Z" });
  });
  const desktop = [...world.rds.desktops].find(({ name }) => name === "LAB-07")!;
  world.rds.signIn(desktop, { user: "CONTOSO\\student07", connectState: "Idle" });
}
