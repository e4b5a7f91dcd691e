import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import type { Estate, Inhabited } from "./estate";
import type { Wire } from "./wire";

interface Resource {
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: string[];
}

/** An estate in an emulator, as it is at the start of each test, and the wire to it. */
export interface WiredEstate {
  readonly emulator: Emulator;
  readonly world: Inhabited;
  readonly wire: Wire;
  /** A stack of the test engine whose program is this. */
  open(program: () => unknown): Promise<TestStack>;
  /** The only intent of the stack. */
  resourceOf(stack: TestStack): Promise<Resource>;
  /** What was done to sessions: {@link Inhabited.calls} without the looking. */
  readonly acts: readonly string[];
}

/** Starts an emulator for the tests of a `describe`, and points this process at the wire to it. */
export function useWired(estate: Estate): WiredEstate {
  let emulator: Emulator;
  let world: Inhabited;
  let wire: Wire;
  const before = { ...process.env };
  beforeAll(async () => {
    emulator = await startEmulator({ seed: estate.seed });
    emulator.trust();
    world = estate.in(emulator);
    wire = await estate.wireTo(emulator);
  });
  beforeEach(() => {
    emulator.reset();
    Object.assign(process.env, emulator.env(), wire.environment);
  });
  afterEach(() => {
    const { ahead } = wire;
    wire.mend();
    process.env = { ...before };
    expect(ahead).toEqual([]);
  });
  afterAll(async () => {
    await wire.close();
    await emulator.close();
  });
  return {
    get emulator() {
      return emulator;
    },
    get world() {
      return world;
    },
    get wire() {
      return wire;
    },
    get acts() {
      return world.calls.filter((call) => !/^(list|read) ?/.test(call));
    },
    open: (program) =>
      createTestStack({
        projectName: "desktops",
        stackName: "test",
        program: async () => {
          await program();
          return {};
        },
      }),
    resourceOf: async (stack) => {
      const { deployment } = (await stack.exportStack()) as { deployment: { resources: (Resource & { type: string })[] } };
      return deployment.resources.find(({ type }) => type.includes("dynamic"))!;
    },
  };
}
