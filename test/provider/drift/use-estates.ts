import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import * as sessions from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { startEmulator, type Emulator } from "../../../emulator";
import type { Estate } from "../../intents/estate";
import { rdsEstate } from "../../intents/rds-estate";

/** An emulator of both systems for the tests of a file, as it is at the start of each test; this process points at it. */
export function useEstates(): { readonly emulator: Emulator } {
  let emulator: Emulator;
  const before = { ...process.env };
  beforeAll(async () => {
    emulator = await startEmulator({ seed: rdsEstate.seed! });
    emulator.trust();
  });
  beforeEach(() => {
    emulator.reset();
    Object.assign(process.env, emulator.env());
  });
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => emulator.close());
  return {
    get emulator() {
      return emulator;
    },
  };
}

/** A stack of three intents that are settled: bob is disconnected, carol logged off, and everybody who is there was told. */
export async function settledStack(estate: Estate, stackName = "prod"): Promise<TestStack> {
  const { scope } = estate;
  const [bob, carol] = ["bob", "carol"].map((person) => estate.userOf(person)) as [string, string];
  const stack = await createTestStack({
    projectName: "desktops",
    stackName,
    passphrase: "drift",
    program: async () => {
      new sessions.SessionDisconnected("bob-off", { scope, sessions: { user: bob } });
      new sessions.SessionLoggedOff("carol-out", { scope, sessions: { user: carol } });
      new sessions.MessageSent("told", { scope, sessions: { everyone: true }, title: "Tonight", body: "Patching", audience: "newcomers" });
    },
  });
  await stack.up();
  return stack;
}
