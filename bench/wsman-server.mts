/** The emulator's WS-Management plane as a server: a page of a hundred instances, beside a page of the ARM plane. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { median, type Figure } from "./figure.mts";
import { pool } from "./pool.mts";

const command = join(import.meta.dirname, "../dist/cli/main.js");
const rounds = 5;
const page = 100;
const sessionsPath = `/subscriptions/${pool.subscriptionId}/resourceGroups/${pool.resourceGroupName}/providers/Microsoft.DesktopVirtualization/hostPools/${pool.hostPoolName}/userSessions?api-version=2024-04-03&pageSize=${page}`;
const classUri = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession";
const enumerate = `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><s:Header><a:To>https://127.0.0.1/wsman</a:To><w:ResourceURI s:mustUnderstand="true">${classUri}</w:ResourceURI><a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo><a:Action>http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate</a:Action><w:MaxEnvelopeSize>512000</w:MaxEnvelopeSize><a:MessageID>uuid:4E2D6E4B-6C6B-4E5B-9B3D-0A4C1E6F7A10</a:MessageID><w:OperationTimeout>PT60S</w:OperationTimeout></s:Header><s:Body><n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>${page}</w:MaxElements></n:Enumerate></s:Body></s:Envelope>`;

/** What autocannon is told besides the address. */
interface Asked {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** How often this stands in an answer, which must be once for each instance. */
  readonly mark: string;
}

/** The same number of sessions on each side, just a page, so that no context is left behind. */
export async function measure(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  const emulator = await start(folder);
  try {
    const wsman: Asked = {
      path: "/wsman",
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from("CONTOSO\\rdsadmin:emulator-secret").toString("base64")}`, "content-type": "application/soap+xml;charset=UTF-8" },
      body: enumerate,
      mark: "</p:Win32_VirtualDesktopSession>",
    };
    const arm: Asked = { path: sessionsPath, method: "GET", headers: { authorization: await token(emulator.url) }, mark: '"userPrincipalName"' };
    for (const each of [wsman, arm]) await check(emulator.url, each);
    const rates = { wsman: [] as number[], arm: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const [ours, reference] = [await rate(emulator.url, wsman), await rate(emulator.url, arm)];
      if (round === 0) continue; // warms both up
      rates.wsman.push(ours);
      rates.arm.push(reference);
    }
    return [
      {
        what: `emulator: page of ${page} virtual desktop sessions`,
        measured: median(rates.wsman),
        unit: "pages/s",
        reference: { what: "page of the ARM plane", measured: median(rates.arm) },
        bound: { kind: "at least", value: 0.5 },
      },
    ];
  } finally {
    emulator.process.kill("SIGTERM");
    await once(emulator.process, "exit");
    await rm(folder, { recursive: true });
  }
}

async function start(folder: string): Promise<{ process: ChildProcess; url: string }> {
  const file = join(folder, "pages.json");
  await writeFile(file, JSON.stringify(seed()));
  const child = spawn(process.execPath, ["--", command, "emulate", "--seed", file], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_COLOR: "1" } });
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /https {2}(https:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve({ process: child, url });
    });
    child.once("exit", () => reject(new Error(`The emulator ended without saying its address: ${said}`)));
  });
}

function seed(): object {
  const numbers = Array.from({ length: page }, (_, index) => index);
  return {
    subscriptions: {
      [pool.subscriptionId]: {
        resourceGroups: {
          [pool.resourceGroupName]: {
            hostPools: { [pool.hostPoolName]: { sessionHosts: { "sh-0.contoso.com": { userSessions: Object.fromEntries(numbers.map((id) => [id + 2, `user${id}@contoso.com`])) } } } },
          },
        },
      },
    },
    rds: {
      collections: {
        Pool1: { desktops: Object.fromEntries(numbers.map((id) => [`vdi-${id}`, { host: "hv-0.contoso.com", session: { id: id + 2, user: `CONTOSO\\user${id}`, clientMachineName: `PC-${id}` } }])) },
      },
    },
  };
}

async function check(url: string, asked: Asked): Promise<void> {
  const found = (await fetched(url, asked)).split(asked.mark).length - 1;
  if (found !== page) throw new Error(`${asked.method} ${asked.path} answered with ${found} instances instead of ${page}.`);
}

async function rate(url: string, { path, method, headers, body }: Asked): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url: url + path, method, headers, ...(body === undefined ? {} : { body }), connections: 16, duration: 3, tlsOptions: { rejectUnauthorized: false } });
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers other than 200 and ${errors} errors from ${url}${path}.`);
  return requests.average;
}

/** Of the client of the sample world, which a seed without tenants has. */
async function token(url: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id: "22222222-2222-2222-2222-222222222222", client_secret: "emulator-secret", scope: `${url}/.default` }).toString();
  const answer = await fetched(url, { path: "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token", method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body });
  return `Bearer ${(JSON.parse(answer) as { access_token: string }).access_token}`;
}

/** The certificate is not looked at: it is made anew at each start. */
function fetched(url: string, { path, method, headers, body }: Omit<Asked, "mark">): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = https.request(url + path, { method, headers, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString()));
    });
    request.on("error", reject).end(body);
  });
}
