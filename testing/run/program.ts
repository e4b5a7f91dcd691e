import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type { ConfigEntries } from "../config";
import { providerGlobals } from "../host/provider-globals";
import { engineMethods } from "./engine";
import { Monitor } from "./monitor";
import type { Registrar } from "./registrar";
import { isError, messageOf, type Run } from "./run";

// Internal to Pulumi, and what its own inline programs run in (automation/server.ts): a store of the
// runtime's state that only this asynchronous context sees. What Pulumi keeps outside of it is put back
// by hand: the root stack resource, and the monitor.
const { getStore, withLocalStorage } = createRequire(__filename)("@pulumi/pulumi/runtime/state") as {
  getStore: () => { settings: { engine?: unknown } };
  withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};

/** The operation that the current asynchronous context belongs to. */
const currentRun = new AsyncLocalStorage<Run>();

/** Whether the caller is inside a program that a test stack runs. */
export function isInsideProgram(): boolean {
  return currentRun.getStore() !== undefined;
}

/** How a program ended. */
export interface ProgramEnd {
  /** The stack outputs, `undefined` when it did not get so far. */
  outputs: Monitor["stackOutputs"];
  /**
   * Errors that nobody awaited, and those the program logged. The language host speaks of them only
   * when the engine is through, deletions included; so they come too late to keep anything.
   */
  failures: string[];
}

/** Errors of the program, each of them once: many promises can be rejected with the same one. */
type Errors = Set<unknown>;

/**
 * Runs a Pulumi program against the run, until it and everything it registered is done, or the run
 * was aborted: then the program is left where it stands, as the engine does, its requests unanswered.
 */
export async function runProgram(run: Run, registrar: Registrar, program: () => unknown, config: ConfigEntries): Promise<ProgramEnd> {
  const errors: Errors = new Set();
  const monitor = new Monitor(run, registrar);
  const globals = globalThis as { stackResource?: unknown };
  const stackResource = globals.stackResource;
  const restoreHandlers = divertUnhandledRejections(run, errors);
  const running = currentRun.run(run, () => withLocalStorage(() => execute(run, monitor, program, config, errors)));
  let thrown: unknown;
  try {
    const ended = running.catch((error: unknown) => {
      thrown = error;
      run.abort({ message: programError(error) });
    });
    await Promise.race([ended, run.aborted]);
    await run.settled();
    // A rejection counts as unhandled only when a turn has passed without anyone looking at it.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    restoreHandlers();
    globals.stackResource = stackResource;
  }
  errors.delete(thrown);
  return { outputs: monitor.stackOutputs, failures: [...errors].map(programError) };
}

async function execute(run: Run, monitor: Monitor, program: () => unknown, config: ConfigEntries, errors: Errors): Promise<void> {
  const { project, stack, dryRun } = run.setup;
  pulumi.runtime.setAllConfig(
    Object.fromEntries([...config].map(([key, { value }]) => [key, value])),
    [...config].filter(([, { secret }]) => secret === true).map(([key]) => key),
  );
  // The organization is the one that every backend without organizations has.
  await pulumi.runtime.setMocks(monitor.mocks, project, stack, dryRun, "organization");
  Object.assign(pulumi.runtime.getMonitor() ?? {}, monitor.methods);
  getStore().settings.engine = engineMethods(run);
  try {
    await pulumi.runtime.runInPulumiStack(async () => (await program()) as Record<string, unknown> | undefined);
  } finally {
    // Also takes the mock monitor out of the module's own variable, the one thing outside the store.
    const disconnected = pulumi.runtime.disconnect();
    await Promise.race([disconnected, run.aborted]);
    if (run.isAborted) pulumi.runtime.disconnectSync();
  }
  if (pulumi.log.hasErrors()) errors.add("One or more errors occurred. Check logs for more details");
}

/** A RunError is meant for the reader as it is; of any other, the stack tells where it came from. */
function programError(error: unknown): string {
  const isMeantAsIs = pulumi.RunError.isInstance(error) || !isError(error);
  return isMeantAsIs ? messageOf(error) : `Unhandled exception: ${error.stack ?? error.message}`;
}

/**
 * An error in an `apply` whose result nobody awaits surfaces as an unhandled rejection; the language
 * host makes it the program's failure. Rejections from elsewhere in the process go where they went
 * before (a test runner's own handler, or Node's default).
 *
 * @returns puts the handlers back
 */
function divertUnhandledRejections(run: Run, errors: Errors): () => void {
  // Node speaks of them outside of any `vm` context that the program may be in.
  const { process } = providerGlobals;
  const others = process.listeners("unhandledRejection");
  const divert: NodeJS.UnhandledRejectionListener = (error, promise) => {
    // Before Node 24 the handler does not run in the context of the promise, and cannot tell.
    const isOurs = currentRun.getStore() === run || (others.length === 0 && currentRun.getStore() === undefined);
    if (isOurs) errors.add(error);
    else if (others.length === 0) throw error;
    else for (const other of others) other.call(process, error, promise);
  };
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", divert);
  return () => {
    process.removeListener("unhandledRejection", divert);
    for (const other of others) process.on("unhandledRejection", other);
  };
}
