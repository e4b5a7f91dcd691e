/** The emulator as a process: how soon it answers, how fast, and what a large world costs. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leak, memory, pages, reset } from "./emulator/large-worlds.mts";
import { besideBareExpress, tokens } from "./emulator/requests.mts";
import { startUp } from "./emulator/start-up.mts";
import type { Figure } from "./figure.mts";

export async function measure(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "desktop-sessions-bench-"));
  try {
    return [
      ...(await startUp(folder)),
      ...(await tokens()),
      ...(await besideBareExpress(folder)),
      ...(await pages(folder)),
      ...(await reset(folder)),
      await memory(folder, "json"),
      await memory(folder, "yaml"),
      await leak(),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
