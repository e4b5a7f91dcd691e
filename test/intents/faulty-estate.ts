import { afterEach, expect } from "vitest";
import type { FaultRule } from "../../emulator";
import { type Estate, ids, type Step } from "./estate";
import { type EstateUnderTest, useEstate } from "./estate-under-test";
import type { StackUnderTest } from "./stack-under-test";
import { testStack } from "./test-stack";

interface Intent {
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: string[];
}

/** An estate, stacks of the test engine that are about it, and what goes wrong between the two. */
export interface FaultyEstate extends Pick<EstateUnderTest, "emulator" | "world"> {
  /** A stack of this program; the emulator's clock stands still. */
  open(program: () => void): Promise<StackUnderTest>;
  /** Has a step go wrong, once: about this person's session, or the next list. @returns the id of the fault */
  fails(step: Step, fault: FaultRule, person?: string): string;
  /** Has something happen just before a step is taken, once. Resolves when it has. */
  before(step: Step, person: string | undefined, happens: () => void, fault?: FaultRule): Promise<void>;
  /** The only intent of the stack. */
  intentOf(stack: StackUnderTest): Promise<Intent>;
  /** What was done to sessions: the calls without the looking. */
  readonly acts: readonly string[];
}

/** How long a step waits for what is to happen before it, in milliseconds of the clock that stands still. */
const MOMENT = 1_000;

/** Starts an emulator for the tests of a `describe`, and points this process at it. */
export function useFaulty(estate: Estate): FaultyEstate {
  const on = useEstate(estate, testStack);
  const fails = (step: Step, fault: FaultRule, person?: string): string => {
    const session = person === undefined ? {} : { sessionHost: estate.hosts[person === "dave" ? 1 : 0], session: ids[person as keyof typeof ids] };
    return on.emulator.faults.add({ operation: estate.operations[step], ...session, times: 1, ...fault });
  };
  // A test that leaves a fault unmet has tested something else.
  afterEach(() => expect(on.emulator.faults.list().filter(({ met }) => met === 0)).toEqual([]));
  return {
    get emulator() {
      return on.emulator;
    },
    get world() {
      return on.world;
    },
    fails,
    before: async (step, person, happens, fault = {}) => {
      const { faults, clock } = on.emulator;
      await faults.whenMet(fails(step, { ...fault, delay: MOMENT }, person));
      happens();
      clock.advance(MOMENT);
    },
    get acts() {
      return on.world.calls.filter((call) => call !== "list" && !call.startsWith("read "));
    },
    open: async (program) => {
      // An arrow that makes an intent returns it, too; the stack's outputs are no place for it.
      const stack = await on.open(() => {
        program();
      });
      on.emulator.clock.freeze();
      return stack;
    },
    intentOf: async (stack) => {
      const { deployment } = (await stack.exportStack()) as unknown as { deployment: { resources: (Intent & { type: string })[] } };
      return deployment.resources.find(({ type }) => type.includes("dynamic"))!;
    },
  };
}
