/**
 * The built command against ten thousand sessions, with a thousand intents in one state: how much longer it takes than the
 * same list of sessions, read by the official SDK in a process of its own, and how much memory.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriftReport } from "pulumi-desktop-sessions";
import { startEmulator, type Seed } from "pulumi-desktop-sessions/emulator";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const sessionCount = 10_000;
const hostCount = 100;
const intentCount = 1_000;
const rounds = 5;
const user = (index: number): string => `user${index}@contoso.com`;

const main = join(import.meta.dirname, "../dist/cli/main.js");
const list = join(import.meta.dirname, "list.mts");

export async function measure(): Promise<readonly Figure[]> {
  const emulator = await startEmulator({ seed: tenThousandSessions() });
  const environment = { ...process.env, ...emulator.env() };
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  try {
    const [state, report] = [join(folder, "state.json"), join(folder, "report.json")] as const;
    await writeFile(state, JSON.stringify(thousandIntents()));
    const drift = [main, "drift", "--state", state, "--format", "json", "--output", report];
    const runs = { drift: [] as Run[], list: [] as Run[] };
    for (let round = 0; round < rounds; round++) {
      runs.list.push(await run([list], environment, 0));
      if (runs.list.at(-1)!.said.trim() !== `${sessionCount}`) throw new Error(`${list} found ${runs.list.at(-1)!.said}, not ${sessionCount} sessions.`);
      runs.drift.push(await run(drift, environment, 2));
      await check(report);
    }
    const [whole, calls] = [median(runs.drift.map(({ ms }) => ms)), median(runs.list.map(({ ms }) => ms))];
    const what = `drift of ${intentCount} intents, ${sessionCount} sessions`;
    return [
      { what: `${what}, in all`, measured: whole, unit: "ms", reference: { what: "a process that lists them", measured: calls } },
      { what: `${what}, beyond the list calls`, measured: whole - calls, unit: "ms", bound: { kind: "at most", value: 3_000 } },
      { what: `${what}: memory at its peak`, measured: Math.max(...runs.drift.map(({ mebibytes }) => mebibytes)), unit: "MiB", bound: { kind: "at most", value: 300 } },
    ];
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true });
  }
}

interface Run {
  readonly ms: number;
  /** The largest resident set. */
  readonly mebibytes: number;
  /** On its standard output. */
  readonly said: string;
}

/** A run that saw less would be faster, too. */
async function check(report: string): Promise<void> {
  const { scopes, stacks } = JSON.parse(await readFile(report, "utf8")) as DriftReport;
  const seen = scopes.flatMap(({ hosts }) => hosts.flatMap(({ states }) => Object.values(states))).reduce((sum, count) => sum + count, 0);
  const found = stacks.flatMap(({ intents }) => intents.flatMap(({ findings }) => findings)).length;
  if (seen !== sessionCount || found !== intentCount / 2) throw new Error(`The report is about ${seen} sessions and has ${found} findings.`);
}

/** A process says how large it was when it ends. */
const saysPeak = "data:text/javascript,process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))";

async function run(args: readonly string[], environment: NodeJS.ProcessEnv, expected: number): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--import", saysPeak, ...args], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let [said, errors] = ["", ""];
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  const [code] = (await once(child, "close")) as [number];
  const ms = performance.now() - start;
  const peak = /^peak (\d+)$/m.exec(errors)?.[1];
  if (code !== expected || peak === undefined) throw new Error(`${args.join(" ")} ended with ${code}, not ${expected}: ${errors}`);
  return { ms, mebibytes: Number(peak) / 1024, said };
}

function tenThousandSessions(): Seed {
  const perHost = sessionCount / hostCount;
  const sessionHosts = Object.fromEntries(
    Array.from({ length: hostCount }, (_, host) => [
      `sh-${host}.contoso.com`,
      {
        userSessions: Object.fromEntries(
          Array.from({ length: perHost }, (_, id) => [id + 2, { userPrincipalName: user(host * perHost + id), sessionState: id % 2 === 0 ? ("Active" as const) : ("Disconnected" as const) }]),
        ),
      },
    ]),
  );
  return {
    tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
    subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } },
  };
}

/** As `pulumi stack export` prints them: each is about one user, and every other of them drifts. */
function thousandIntents(): object {
  const type = "pulumi-nodejs:dynamic/desktop-sessions:SessionDisconnected";
  const resources = Array.from({ length: intentCount }, (_, index) => {
    const args = { __provider: `exports.handler = __f0; // ${"x".repeat(480)}`, scope: pool, sessions: { user: user(index) } };
    const outputs = { ...args, matched: 1, violations: [], settled: true, settledAt: "2026-11-21T00:00:00.000Z" };
    return { urn: `urn:pulumi:bench::desktops::${type}::off-${index}`, custom: true, id: `${index}`, type, inputs: args, outputs };
  });
  return { version: 3, deployment: { manifest: { time: "", magic: "", version: "" }, resources, metadata: {} } };
}
