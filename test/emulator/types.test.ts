import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder";

const root = resolve(__dirname, "../..");

const consumer = `
import { type Emulator, type JournalEntry, manualClock, type Seed, startEmulator } from "pulumi-desktop-sessions/emulator";

const seed: Seed = { subscriptions: {} };
export async function use(): Promise<JournalEntry[]> {
  const emulator: Emulator = await startEmulator({ seed, clock: manualClock() });
  const session = emulator.world.session("sh-0.contoso.com", 3);
  emulator.world.reconnect(session);
  return emulator.requests();
}
`;

/** A project that has the built package, Node's types, and no others: none of what this repository has for itself. */
function project(): string {
  const folder = temporaryFolder();
  for (const types of ["@types/node", "undici-types"]) cpSync(join(root, "node_modules", types), join(folder, "node_modules", types), { recursive: true });
  const own = join(folder, "node_modules/pulumi-desktop-sessions");
  mkdirSync(own);
  for (const part of ["package.json", "dist/emulator"]) cpSync(join(root, part), join(own, part), { recursive: true });
  writeFileSync(join(folder, "consumer.ts"), consumer);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { module: "nodenext", target: "es2022", strict: true, noEmit: true, skipLibCheck: false, types: ["node"] }, files: ["consumer.ts"] }));
  return folder;
}

describe("the emulator's types", () => {
  test("are complete for a project that has no other types than Node's", () => {
    const folder = project();
    const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
    expect({ status, objections: stdout }).toEqual({ status: 0, objections: "" });
  });
});
