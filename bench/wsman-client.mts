/** Our WS-Management client: 10,000 sessions beside JSON.parse of the same over the same https, and the memory of a million. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median, type Figure } from "./figure.mts";

const dist = createRequire(join(import.meta.dirname, "../dist/bench.js"));
const { WmiBackend } = dist("./provider/wmi/backend") as typeof import("../provider/wmi/backend.ts");
const { WsmanClient } = dist("./provider/wmi/client") as typeof import("../provider/wmi/client.ts");
const { enumerate } = dist("./provider/wmi/enumerate") as typeof import("../provider/wmi/enumerate.ts");
const { systemClock } = dist("./provider/clock") as typeof import("../provider/clock.ts");
const { issueTlsIdentity } = dist("./emulator/tls/certificate-authority") as typeof import("../emulator/tls/certificate-authority.ts");

const rounds = 15;
const sessions = 10_000;
const pages = 20;
const many = 1_000_000;

export async function measure(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  const { key, cert, ca } = issueTlsIdentity(["127.0.0.1"]);
  for (const [name, text] of Object.entries({ key, cert, ca })) await writeFile(join(folder, name), text);
  const broker = spawn(process.execPath, [join(import.meta.dirname, "wsman-broker.mts"), join(folder, "key"), join(folder, "cert")], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const port = String(((await once(broker.stdout, "data")) as [Buffer])[0]).trim();
    const settings = {
      endpoint: `https://127.0.0.1:${port}/wsman`,
      authentication: "basic",
      username: "CONTOSO\\rdsadmin",
      password: "secret",
      verifyTls: true,
      caPath: join(folder, "ca"),
    } as const;
    return [await speed(settings, ca), await memory(settings)];
  } finally {
    broker.kill();
    await once(broker, "exit");
    await rm(folder, { recursive: true });
  }
}

type Settings = ConstructorParameters<typeof WmiBackend>[1];

async function speed(settings: Settings, ca: string): Promise<Figure> {
  const backend = new WmiBackend({ connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" }, settings, systemClock);
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ca });
  const times = { ours: [] as number[], json: [] as number[] };
  for (let round = 0; round < rounds + 5; round++) {
    const [ours, json] = [await timed(() => backend.sessions("now")), await timed(() => asJson(settings.endpoint, agent))];
    if (round < 5) continue; // warms both up
    times.ours.push(ours);
    times.json.push(json);
  }
  agent.destroy();
  return {
    what: "WS-Management client: 10,000 sessions in pages of 500",
    measured: median(times.ours),
    unit: "ms",
    reference: { what: "JSON.parse of the same pages over the same https", measured: median(times.json) },
    bound: { kind: "at most", value: 3 },
  };
}

async function memory(settings: Settings): Promise<Figure> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  let [count, early] = [0, 0];
  for await (const page of enumerate(new WsmanClient(settings, 60_000), `SELECT UserName FROM C WHERE items = '${many}'`)) {
    if (!page.every((found) => found.get("UserName"))) throw new Error("An item came without its user.");
    count += page.length;
    if (count === many / 10) early = used();
  }
  if (count !== many) throw new Error(`${count} items came, not ${many}.`);
  return {
    what: "WS-Management client: heap after 1,000,000 pulled items",
    measured: used(),
    unit: "MB",
    reference: { what: "after 100,000", measured: early },
    bound: { kind: "at most", value: 1.1 },
  };
}

async function timed(what: () => Promise<readonly unknown[]>): Promise<number> {
  const began = performance.now();
  const found = await what();
  if (found.length !== sessions) throw new Error(`${found.length} sessions came, not ${sessions}.`);
  return performance.now() - began;
}

async function asJson(endpoint: string, agent: https.Agent): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let page = 0; page < pages; page++) found.push(...(JSON.parse(await get(new URL(`/json/${page}`, endpoint), agent)) as unknown[]));
  return found;
}

function get(url: URL, agent: https.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString()));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}
