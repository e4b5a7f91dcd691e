/**
 * A thousand sessions logged off by one intent: at the rate of ARM's own limits, and without limits beside the bare SDK that
 * makes the same calls. The emulator is in this process, and whoever asks it is in one of its own.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startEmulator, type Emulator, type Seed, type Throttle } from "pulumi-desktop-sessions/emulator";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const count = 1_000;
const rounds = 5;
/** As many sessions at once as an intent is busy with; the bare SDK is slower with 8, and with 128. */
const atOnce = "32";
const plenty = { burst: 1_000_000, perSecond: 1_000_000 };
const unlimited: Throttle = { reads: plenty, writes: plenty, deletes: plenty };

/** ARM gives 200 deletes at once, and then 10 a second. */
const ideal = (count - 200) / 10;

interface Run {
  readonly milliseconds: number;
  /** Megabytes in use, by how many answers had come. */
  readonly heap: Readonly<Record<number, number>>;
  readonly refused: number;
}

export async function measure(): Promise<readonly Figure[]> {
  const runs = { provider: [] as Run[], bare: [] as Run[] };
  for (let round = 0; round < rounds; round++) {
    runs.provider.push(await run(count, unlimited, "provider"));
    runs.bare.push(await run(count, unlimited, "bare", atOnce));
  }
  const many = await run(10 * count, unlimited, "provider");
  const throttled = await run(count, "arm", "provider");
  const time = (of: readonly Run[]) => median(of.map(({ milliseconds }) => milliseconds));
  return [
    { what: `${count} sessions logged off under ARM's limits`, measured: (count - 200) / (throttled.milliseconds / 1000), unit: "a second beyond the first 200", reference: { what: "what the bucket allows", measured: (count - 200) / ideal }, bound: { kind: "at least", value: 0.95 } },
    { what: "calls refused on the way", measured: throttled.refused, unit: "calls", bound: { kind: "at most", value: 0 } },
    { what: `${count} sessions logged off without limits`, measured: time(runs.provider), unit: "ms", reference: { what: `bare SDK, the same calls, ${atOnce} at once`, measured: time(runs.bare) }, bound: { kind: "at most", value: 1.2 } },
    { what: `heap of ${10 * count} sessions being logged off, after 18,000 answers`, measured: many.heap[18_000]!, unit: "MB", reference: { what: "after 2,000", measured: many.heap[2_000]! }, bound: { kind: "at most", value: 1.1 } },
  ];
}

async function run(sessions: number, throttle: Throttle, ...kind: readonly string[]): Promise<Run> {
  await using emulator = await startEmulator({ seed: seedOf(sessions), throttle });
  const child = spawn(process.execPath, [...(sessions > count ? ["--expose-gc"] : []), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", join(import.meta.dirname, "converge-client.mts"), ...kind], {
    env: { ...process.env, ...emulator.env() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const said = await text(child.stdout); // an intent says what it does, too
  await exited;
  const left = sessionsIn(emulator);
  if (left > 0) throw new Error(`${left} sessions are still there.`);
  return JSON.parse(said.trimEnd().split("\n").at(-1)!) as Run;
}

const hosts = 10;
const sessionsIn = ({ world }: Emulator): number => Array.from({ length: hosts }, (_, host) => [...world.sessionHost(`sh-${host}.contoso.com`).sessions].length).reduce((sum, some) => sum + some);

function seedOf(sessions: number): Seed {
  const sessionHosts = Object.fromEntries(
    Array.from({ length: hosts }, (_, host) => [
      `sh-${host}.contoso.com`,
      { userSessions: Object.fromEntries(Array.from({ length: sessions / hosts }, (__, id) => [id + 2, `user${(host * sessions) / hosts + id}@contoso.com`])) },
    ]),
  );
  return {
    tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
    subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } },
  };
}
