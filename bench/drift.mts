/**
 * The built command against ten thousand sessions, with a thousand intents in one state: how much longer it takes than the
 * same list of sessions, read by the official SDK in a process of its own, and how much memory. What the intents are about,
 * and the format, say how much there is to do: each shape here is the worst of its kind.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriftReport } from "pulumi-desktop-sessions";
import { startEmulator, type Seed } from "pulumi-desktop-sessions/emulator";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const sessionCount = 10_000;
const hostCount = 100;
const intentCount = 1_000;
const rounds = 3;
const user = (index: number): string => `user${index}@contoso.com`;

const main = join(import.meta.dirname, "../dist/cli/main.js");
const list = join(import.meta.dirname, "list.mts");

interface Shape {
  readonly what: string;
  readonly formats: readonly string[];
  /** The selector of each intent. */
  readonly sessions: (index: number) => object;
  readonly intent: string;
  readonly findings: number;
}

const host = (index: number): string => `sh-${index % hostCount}.contoso.com`;

const shapes: readonly Shape[] = [
  { what: "a user each", formats: ["json"], intent: "SessionDisconnected", sessions: (index) => ({ user: user(index) }), findings: intentCount / 2 },
  { what: "a host each", formats: ["text", "json", "markdown", "sarif", "junit", "html"], intent: "SessionDisconnected", sessions: (index) => ({ sessionHost: host(index) }), findings: (intentCount * sessionCount) / hostCount / 2 },
  { what: "an age each", formats: ["json"], intent: "SessionLoggedOff", sessions: (index) => ({ olderThan: `${index + 1} days` }), findings: 0 },
  { what: "all but twenty users", formats: ["json"], intent: "SessionDisconnected", sessions: (index) => ({ state: "Disconnected", except: { users: Array.from({ length: 20 }, (_, more) => user(index + more)) } }), findings: 0 },
];

export async function measure(): Promise<readonly Figure[]> {
  const emulator = await startEmulator({ seed: tenThousandSessions() });
  const environment = { ...process.env, ...emulator.env() };
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  const [state, report] = [join(folder, "state.json"), join(folder, "report")] as const;
  try {
    const calls = median(await repeatedly(async () => {
      const { ms, said } = await run([list], environment, 0);
      if (said.trim() !== `${sessionCount}`) throw new Error(`${list} found ${said}, not ${sessionCount} sessions.`);
      return ms;
    }));
    const figures: Figure[] = [{ what: `a process that lists ${sessionCount} sessions`, measured: calls, unit: "ms" }];
    for (const shape of shapes) {
      await writeFile(state, JSON.stringify(thousandIntents(shape)));
      check(shape, JSON.parse((await run([main, "drift", "--state", state, "--format", "json"], environment, exitCode(shape))).said) as DriftReport);
      for (const format of shape.formats) {
        const runs = await repeatedly(() => run([main, "drift", "--state", state, "--format", format, "--output", report], environment, exitCode(shape)));
        const what = `drift of ${intentCount} intents, ${shape.what}, ${shape.findings} findings, as ${format}`;
        figures.push(
          { what: `${what}: beyond the list calls`, measured: median(runs.map(({ ms }) => ms)) - calls, unit: "ms", bound: { kind: "at most", value: 3_000 } },
          { what: `${what}: memory at its peak`, measured: Math.max(...runs.map(({ mebibytes }) => mebibytes)), unit: "MiB", bound: { kind: "at most", value: 300 } },
        );
      }
    }
    return figures;
  } finally {
    await emulator.close();
    await rm(folder, { recursive: true });
  }
}

const exitCode = ({ findings }: Shape): number => (findings > 0 ? 2 : 0);

async function repeatedly<Result>(once: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let round = 0; round < rounds; round++) results.push(await once());
  return results;
}

interface Run {
  readonly ms: number;
  /** The largest resident set. */
  readonly mebibytes: number;
  /** On its standard output. */
  readonly said: string;
}

/** A run that saw less would be faster, too. */
function check({ what, findings }: Shape, { scopes, stacks }: DriftReport): void {
  const seen = scopes.flatMap(({ hosts }) => hosts.flatMap(({ states }) => Object.values(states))).reduce((sum, count) => sum + count, 0);
  const found = stacks.flatMap(({ intents }) => intents.flatMap((intent) => intent.findings)).length;
  if (seen !== sessionCount || found !== findings) throw new Error(`With ${what}, the report is about ${seen} sessions and has ${found} findings.`);
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
    Array.from({ length: hostCount }, (_, index) => [
      host(index),
      {
        userSessions: Object.fromEntries(
          Array.from({ length: perHost }, (_, id) => [id + 2, { userPrincipalName: user(index * perHost + id), sessionState: id % 2 === 0 ? ("Active" as const) : ("Disconnected" as const) }]),
        ),
      },
    ]),
  );
  return {
    tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
    subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } },
  };
}

/** As `pulumi stack export` prints them. */
function thousandIntents({ intent, sessions }: Shape): object {
  const type = `pulumi-nodejs:dynamic/desktop-sessions:${intent}`;
  const resources = Array.from({ length: intentCount }, (_, index) => {
    const args = { __provider: `exports.handler = __f0; // ${"x".repeat(480)}`, scope: pool, sessions: sessions(index) };
    const outputs = { ...args, matched: 1, violations: [], settled: true, settledAt: "2026-11-21T00:00:00.000Z" };
    return { urn: `urn:pulumi:bench::desktops::${type}::off-${index}`, custom: true, id: `${index}`, type, inputs: args, outputs };
  });
  return { version: 3, deployment: { manifest: { time: "", magic: "", version: "" }, resources, metadata: {} } };
}
