/**
 * `node converge-client.mts provider`, or `bare N`: logs off everybody in a pool, as an intent does, or with the bare SDK, N sessions
 * at once. Its last line says how many milliseconds that took, how many calls were refused, and, with --expose-gc, how much memory
 * was in use on the way. A first run, which has nothing to do, loads what is needed.
 */
import { channel, subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "./pool.mts";

const [kind, atOnce = "1"] = process.argv.slice(2);
const logOff = kind === "provider" ? await intent() : await bare(Number(atOnce));
await logOff("nobody@contoso.com");
let [answers, refused] = [0, 0];
/** Megabytes that are in use after so many answers. */
const heap: Record<number, number> = {};
subscribe("http.client.response.finish", (message) => {
  if ((message as { response: IncomingMessage }).response.statusCode === 429) refused++;
  if (++answers % 1_000 !== 0 || !globalThis.gc) return;
  globalThis.gc();
  heap[answers] = process.memoryUsage().heapUsed / 2 ** 20;
});
const start = performance.now();
await logOff();
console.log(JSON.stringify({ milliseconds: performance.now() - start, heap, refused }));

/** Logs off one user, or everybody. */
type LogOff = (user?: string) => Promise<void>;

/** What the engine asks of a provider, which says that an operation begins. */
async function intent(): Promise<LogOff> {
  const { configure } = await import("pulumi-desktop-sessions/provider");
  return async (user) => {
    channel("pulumi-desktop-sessions:operation").publish({});
    const provider = { intent: "SessionLoggedOff" as const } as { intent: "SessionLoggedOff"; create(inputs: object): Promise<unknown> };
    configure(provider, { config: { get: () => undefined } });
    await provider.create({ scope: pool, sessions: user === undefined ? { everyone: true } : { user } });
  };
}

/** The calls that an intent makes: a list, each session once more, its end, and a list that shows it. */
async function bare(workers: number): Promise<LogOff> {
  const { DesktopVirtualizationAPIClient } = await import("@azure/arm-desktopvirtualization");
  const { ClientSecretCredential } = await import("@azure/identity");
  const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST, DESKTOP_SESSIONS_ARM_ENDPOINT } = process.env;
  const { resourceGroupName, hostPoolName } = pool;

  return async (only) => {
    const credential = new ClientSecretCredential(AZURE_TENANT_ID!, AZURE_CLIENT_ID!, AZURE_CLIENT_SECRET!, { authorityHost: AZURE_AUTHORITY_HOST!, disableInstanceDiscovery: true });
    const { userSessions } = new DesktopVirtualizationAPIClient(credential, pool.subscriptionId, { endpoint: DESKTOP_SESSIONS_ARM_ENDPOINT! });
    const found = async (): Promise<(readonly [string, string])[]> => {
      const sessions = [];
      for await (const { name, userPrincipalName } of userSessions.listByHostPool(resourceGroupName, hostPoolName)) {
        const [, host = "", id = ""] = name!.split("/");
        if (only === undefined || userPrincipalName === only) sessions.push([host, id] as const);
      }
      return sessions;
    };
    const queue = (await found()).values();
    const worker = async (): Promise<void> => {
      for (const [host, id] of queue) {
        await userSessions.get(resourceGroupName, hostPoolName, host, id);
        await userSessions.delete(resourceGroupName, hostPoolName, host, id);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
    while ((await found()).length > 0) await sleep(1_000);
  };
}
