import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Estate } from "./estate";
import { type EstateUnderTest, useEstate } from "./estate-under-test";
import type { StackUnderTest } from "./stack-under-test";
import { testStack } from "./test-stack";
import type { Wire } from "./wire";

interface Intent {
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: string[];
}

/** An estate, stacks of the test engine that are about it, and the wire between the two. */
export interface WiredEstate extends Pick<EstateUnderTest, "emulator" | "world"> {
  /** A stack of this program. */
  open(program: () => void): Promise<StackUnderTest>;
  readonly wire: Wire;
  /** The only intent of the stack. */
  intentOf(stack: StackUnderTest): Promise<Intent>;
  /** What was done to sessions: the calls without the looking. */
  readonly acts: readonly string[];
}

/** Starts an emulator for the tests of a `describe`, and points this process at the wire to it. */
export function useWired(estate: Estate): WiredEstate {
  const on = useEstate(estate, testStack);
  let wire: Wire;
  beforeAll(async () => {
    wire = await estate.wireTo(on.emulator);
  });
  beforeEach(() => void Object.assign(process.env, wire.environment));
  afterEach(() => {
    const { ahead } = wire;
    wire.mend();
    expect(ahead).toEqual([]);
  });
  afterAll(() => wire.close());
  return {
    get emulator() {
      return on.emulator;
    },
    get world() {
      return on.world;
    },
    get wire() {
      return wire;
    },
    get acts() {
      return on.world.calls.filter((call) => call !== "list" && !call.startsWith("read "));
    },
    // An arrow that makes an intent returns it, too; the stack's outputs are no place for it.
    open: (program) =>
      on.open(() => {
        program();
      }),
    intentOf: async (stack) => {
      const { deployment } = (await stack.exportStack()) as unknown as { deployment: { resources: (Intent & { type: string })[] } };
      return deployment.resources.find(({ type }) => type.includes("dynamic"))!;
    },
  };
}
