import { evaluateModule } from "./evaluate-module";

/**
 * The globals that serialized providers, and the modules they require, see. Node compiles such a module
 * outside of any `vm` context. A test runner that runs tests inside of one (jest, vitest's `vmForks`)
 * gives them copies: what a jest test puts into its `process.env` is not there for a provider.
 */
export const providerGlobals = evaluateModule("module.exports = globalThis;") as typeof globalThis;

/** What the providers' globals are without this module, and for how many operations they are changed. */
interface Loan {
  operations: number;
  env: NodeJS.ProcessEnv;
  console: Console;
}

// On the providers' side, so that all copies of this module in a process find the same one.
const loans = providerGlobals as Record<symbol, Loan | undefined>;
const key = Symbol.for("pulumi-desktop-sessions:caller-globals");

/**
 * Runs an operation whose providers find the caller's environment, exactly, and its console: the real
 * host inherits both. Where they are the same already there is nothing to do. As with the real host,
 * what the program does to the environment while the operation runs comes too late.
 */
export async function withCallersGlobals<T>(operation: () => Promise<T>): Promise<T> {
  const { process: theirs } = providerGlobals;
  if (providerGlobals === globalThis) return operation();
  const loan = (loans[key] ??= { operations: 0, env: { ...theirs.env }, console: providerGlobals.console });
  loan.operations++;
  const ownEnv = theirs !== process;
  if (ownEnv) replaceContents(theirs.env, process.env);
  providerGlobals.console = console;
  try {
    return await operation();
  } finally {
    // Operations of two copies of this module may overlap: the last one puts everything back.
    if (--loan.operations === 0) {
      if (ownEnv) replaceContents(theirs.env, loan.env);
      providerGlobals.console = loan.console;
      loans[key] = undefined;
    }
  }
}

/** In place: modules that keep a reference to `process.env` must see it, too. */
function replaceContents(env: NodeJS.ProcessEnv, wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (wanted[name] === undefined) Reflect.deleteProperty(env, name);
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) env[name] = value;
}
