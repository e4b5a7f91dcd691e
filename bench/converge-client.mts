/**
 * `node converge-client.mts provider`, or `bare N`: logs off everybody in a pool, as an intent does, or with the bare SDK, N sessions
 * at once. Prints how many milliseconds that took, and how much memory.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { pool } from "./pool.mts";

const [kind, atOnce = "1"] = process.argv.slice(2);
const work = kind === "provider" ? await intent() : await bare(Number(atOnce));
const start = performance.now();
await work();
console.log(JSON.stringify({ milliseconds: performance.now() - start, kilobytes: process.resourceUsage().maxRSS }));

async function intent(): Promise<() => Promise<void>> {
  const { SessionLoggedOff } = await import("pulumi-desktop-sessions");
  const { createTestStack } = await import("pulumi-desktop-sessions/testing");
  const stack = await createTestStack({
    projectName: "bench",
    stackName: "converge",
    program: async () => {
      new SessionLoggedOff("nobody", { scope: pool, sessions: { everyone: true } });
      return {};
    },
  });
  return async () => void (await stack.up({ onOutput: (line) => process.stderr.write(line) }));
}

/** The calls that an intent makes: a list, each session once more, its end, and a list that shows it. */
async function bare(workers: number): Promise<() => Promise<void>> {
  const { DesktopVirtualizationAPIClient } = await import("@azure/arm-desktopvirtualization");
  const { ClientSecretCredential } = await import("@azure/identity");
  const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST, DESKTOP_SESSIONS_ARM_ENDPOINT } = process.env;
  const credential = new ClientSecretCredential(AZURE_TENANT_ID!, AZURE_CLIENT_ID!, AZURE_CLIENT_SECRET!, { authorityHost: AZURE_AUTHORITY_HOST!, disableInstanceDiscovery: true });
  const { userSessions } = new DesktopVirtualizationAPIClient(credential, pool.subscriptionId, { endpoint: DESKTOP_SESSIONS_ARM_ENDPOINT! });
  const list = async (): Promise<[string, string][]> => {
    const found: [string, string][] = [];
    for await (const { name } of userSessions.listByHostPool(pool.resourceGroupName, pool.hostPoolName)) found.push(name!.split("/").slice(1) as [string, string]);
    return found;
  };
  return async () => {
    const queue = (await list()).values();
    const worker = async (): Promise<void> => {
      for (const [host, id] of queue) {
        await userSessions.get(pool.resourceGroupName, pool.hostPoolName, host, id);
        await userSessions.delete(pool.resourceGroupName, pool.hostPoolName, host, id);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
    while ((await list()).length > 0) await sleep(1_000);
  };
}
