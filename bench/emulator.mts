/** The emulator as a process: how soon it answers, how fast, and how much memory a large world takes. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { dump } from "js-yaml";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const command = join(import.meta.dirname, "../dist/cli/main.js");
const starts = 7;
const rounds = 5;
const hostPool = `/subscriptions/${pool.subscriptionId}/resourceGroups/${pool.resourceGroupName}/providers/Microsoft.DesktopVirtualization/hostPools/${pool.hostPoolName}`;
const session = `${hostPool}/sessionHosts/sh-0.contoso.com/userSessions/3?api-version=2024-04-03`;

interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  /** Milliseconds from the start of the process to its first answer. */
  readonly after: number;
}

export async function measure(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  try {
    return [await startUp(), await getOfOneSession(folder), await memory(folder, "JSON"), await memory(folder, "YAML")];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function startUp(): Promise<Figure> {
  const times: number[] = [];
  for (let round = 0; round <= starts; round++) {
    const { process, after } = await start();
    if (round > 0) times.push(after); // the first fills the compile cache, as the first run on any machine does
    await stop(process);
  }
  return { what: "emulator: process start to first answer", measured: median(times), unit: "ms", bound: { kind: "at most", value: 300 } };
}

async function getOfOneSession(folder: string): Promise<Figure> {
  const emulator = await start();
  const { authorization, body } = await signInAndGet(emulator.url);
  await writeFile(join(folder, "body.json"), body);
  const bare = await startBare(join(folder, "body.json"));
  const rates = { emulator: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const [ours, reference] = [await rate(emulator.url, authorization), await rate(bare.url, authorization)];
    if (round === 0) continue; // warms both up
    rates.emulator.push(ours);
    rates.bare.push(reference);
  }
  await stop(emulator.process);
  await stop(bare.process);
  return {
    what: "emulator: GET of one session",
    measured: median(rates.emulator),
    unit: "requests/s",
    reference: { what: "bare Express route", measured: median(rates.bare) },
    bound: { kind: "at least", value: 0.6 },
  };
}

async function memory(folder: string, format: "JSON" | "YAML"): Promise<Figure> {
  const file = join(folder, `large.${format.toLowerCase()}`);
  const seed = await largeSeed();
  await writeFile(file, format === "JSON" ? JSON.stringify(seed) : dump(seed));
  const { process, url } = await start("--seed", file);
  const { authorization } = await signInAndGet(url);
  await get(`${url}${hostPool}/userSessions?api-version=2024-04-03`, { authorization });
  const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(process.pid)], { encoding: "utf8" }));
  await stop(process);
  return { what: `emulator: resident memory with 100,000 sessions (${format} seed)`, measured: kilobytes / 1024, unit: "MB", bound: { kind: "at most", value: 300 } };
}

async function start(...options: readonly string[]): Promise<Running> {
  const port = await freePort();
  return answering(spawn(process.execPath, ["--", command, "emulate", "--port", String(port), ...options], { stdio: ["ignore", "ignore", "inherit"] }), port, "/_emulator/health");
}

async function startBare(body: string): Promise<Running> {
  const port = await freePort();
  return answering(spawn(process.execPath, [join(import.meta.dirname, "bare-express.mts"), String(port), body], { stdio: ["ignore", "ignore", "inherit"] }), port, "/");
}

async function answering(child: ChildProcess, port: number, path: string): Promise<Running> {
  const began = performance.now();
  const url = `https://127.0.0.1:${port}`;
  for (;;) {
    try {
      await get(url + path, {});
      return { process: child, url, after: performance.now() - began };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED" || child.exitCode !== null) throw error;
      await sleep(2);
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function rate(url: string, authorization: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url: url + session, connections: 16, duration: 3, headers: { authorization }, tlsOptions: { rejectUnauthorized: false } });
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers other than 200 and ${errors} errors from ${url}.`);
  return requests.average;
}

/** A token of the sample world's client, and the bytes of one session. */
async function signInAndGet(url: string): Promise<{ authorization: string; body: string }> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "22222222-2222-2222-2222-222222222222",
    client_secret: "emulator-secret",
    scope: `${url}/.default`,
  });
  const answer = await get(`${url}/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token`, { "content-type": "application/x-www-form-urlencoded" }, form.toString());
  const authorization = `Bearer ${(JSON.parse(answer) as { access_token: string }).access_token}`;
  return { authorization, body: await get(url + session, { authorization }) };
}

/** GET, or POST where there is a body. The certificate is not looked at: it is made anew at each start. */
function get(url: string, headers: Record<string, string>, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { headers, rejectUnauthorized: false, method: body === undefined ? "GET" : "POST" }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString()));
    });
    request.on("error", reject).end(body);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** The sample world with a hundred hosts of a thousand sessions in its pool. */
async function largeSeed(): Promise<object> {
  const seed = JSON.parse(await readFile(join(import.meta.dirname, "../emulator/seed/sample-world.json"), "utf8")) as {
    subscriptions: Record<string, { resourceGroups: Record<string, { hostPools: Record<string, { sessionHosts: object }> }> }>;
  };
  seed.subscriptions[pool.subscriptionId]!.resourceGroups[pool.resourceGroupName]!.hostPools[pool.hostPoolName]!.sessionHosts = Object.fromEntries(
    Array.from({ length: 100 }, (_, host) => [
      `sh-${host}.contoso.com`,
      { userSessions: Object.fromEntries(Array.from({ length: 1_000 }, (__, id) => [id + 2, `user${host * 1_000 + id}@contoso.com`])) },
    ]),
  );
  return seed;
}
