/** From the start of the process to its first answer, beside two other emulators, in turns. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { median, type Figure } from "../figure.mts";
import { freePort, type Running, start, startEmulator, stop } from "./processes.mts";
import { programOf, type Reference } from "./references.mts";

const rounds = 9;
const what = "emulator: process start to first answer";

/** How each is told its port, and what it answers without being asked for more. */
const references: Record<Reference, (program: string, folder: string) => Promise<Running>> = {
  "oauth2-mock-server": async (program) => {
    const port = await freePort();
    return start([program, "-a", "127.0.0.1", "-p", String(port)], `http://127.0.0.1:${port}`, "/.well-known/openid-configuration");
  },
  azurite: async (program, folder) => {
    const [blob, queue, table] = [await freePort(), await freePort(), await freePort()];
    const data = join(folder, "azurite");
    await mkdir(data, { recursive: true });
    return start([program, "--silent", "--location", data, "--blobPort", String(blob), "--queuePort", String(queue), "--tablePort", String(table)], `http://127.0.0.1:${blob}`, "/");
  },
};

export async function startUp(folder: string): Promise<readonly Figure[]> {
  const starts: { name: string; times: number[]; start: () => Promise<Running> }[] = [{ name: "emulator", times: [], start: () => startEmulator() }];
  for (const [name, begin] of Object.entries(references)) {
    const found = await programOf(name as Reference);
    if ("missing" in found) console.error(`Not compared with ${name}: ${found.missing}`);
    else starts.push({ name, times: [], start: () => begin(found.program, folder) });
  }
  for (let round = 0; round <= rounds; round++) {
    for (const each of starts) {
      const running = await each.start();
      if (round > 0) each.times.push(running.after); // the first fills the compile cache, as the first run on any machine does
      await stop(running);
    }
  }
  const [ours, ...others] = starts.map(({ name, times }) => ({ what: name, measured: median(times) }));
  return [
    { what, measured: ours!.measured, unit: "ms", bound: { kind: "at most", value: 200 } },
    ...others.map((reference): Figure => ({ what, measured: ours!.measured, unit: "ms", reference, bound: { kind: "at most", value: 1 } })),
  ];
}
