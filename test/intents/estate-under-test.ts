import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { temporaryFolder } from "../temporary-folder";
import type { Estate, Inhabited } from "./estate";
import type { StackFactory, StackUnderTest } from "./stack-under-test";

interface Exported {
  readonly deployment: { readonly resources: readonly ExportedResource[] };
}

interface ExportedResource {
  readonly urn: string;
  readonly inputs?: object;
  readonly outputs?: object;
}

/** An estate in an emulator, and the stacks that are about it. */
export interface EstateUnderTest {
  readonly emulator: Emulator;
  readonly world: Inhabited;
  /** Puts everybody back where the sample has them, and makes a stack of this program. */
  open(program: () => unknown): Promise<StackUnderTest>;
  /** A resource of the stack, by its name. */
  exported(stack: StackUnderTest, name: string): Promise<ExportedResource>;
}

/** Starts an emulator for the tests of a `describe`, and points this process at it. */
export function useEstate(estate: Estate, makeStack: StackFactory): EstateUnderTest {
  let emulator: Emulator;
  let world: Inhabited;
  let environment: NodeJS.ProcessEnv;
  let home: string;
  beforeAll(async () => {
    home = temporaryFolder();
    emulator = await startEmulator({ seed: estate.seed });
    emulator.trust();
    world = estate.in(emulator);
  });
  beforeEach(() => {
    environment = { ...process.env };
    Object.assign(process.env, emulator.env(), { PULUMI_HOME: home });
  });
  afterEach(() => {
    process.env = environment;
  });
  afterAll(() => emulator.close());
  return {
    get emulator() {
      return emulator;
    },
    get world() {
      return world;
    },
    open: async (program) => {
      emulator.reset();
      return makeStack(async () => (await program()) as Record<string, unknown> | undefined, { ...emulator.env() });
    },
    exported: async (stack, name) => {
      const { deployment } = (await stack.exportStack()) as unknown as Exported;
      return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
    },
  };
}
