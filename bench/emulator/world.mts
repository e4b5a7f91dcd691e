/** Seeds, and the paths of what is in them. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dump } from "js-yaml";
import { pool } from "../pool.mts";

const hostPool = `/subscriptions/${pool.subscriptionId}/resourceGroups/${pool.resourceGroupName}/providers/Microsoft.DesktopVirtualization/hostPools/${pool.hostPoolName}`;
const version = "api-version=2024-04-03";

export const pageSize = 100;
export const onePath = `${hostPool}/sessionHosts/sh-0.contoso.com/userSessions/3?${version}`;
export const disconnectPath = `${hostPool}/sessionHosts/sh-0.contoso.com/userSessions/3/disconnect?${version}`;
export const listPath = `${hostPool}/userSessions?${version}&pageSize=${pageSize}`;

/** Writes the sample world with so many sessions in its pool, a thousand on each host. @returns the file */
export async function writeSeed(folder: string, sessions: number, format: "json" | "yaml" = "json"): Promise<string> {
  const seed = JSON.parse(await readFile(join(import.meta.dirname, "../../emulator/seed/sample-world.json"), "utf8")) as {
    subscriptions: Record<string, { resourceGroups: Record<string, { hostPools: Record<string, { sessionHosts: object }> }> }>;
  };
  const onHost = (host: number) => Array.from({ length: Math.min(1_000, sessions - host * 1_000) }, (_, id) => [id + 2, `user${host * 1_000 + id}@contoso.com`] as const);
  const hosts = Array.from({ length: Math.ceil(sessions / 1_000) }, (_, host) => [`sh-${host}.contoso.com`, { userSessions: Object.fromEntries(onHost(host)) }] as const);
  seed.subscriptions[pool.subscriptionId]!.resourceGroups[pool.resourceGroupName]!.hostPools[pool.hostPoolName]!.sessionHosts = Object.fromEntries(hosts);
  const file = join(folder, `${sessions}.${format}`);
  await writeFile(file, format === "json" ? JSON.stringify(seed) : dump(seed));
  return file;
}
