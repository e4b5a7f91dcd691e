import { isMainThread } from "node:worker_threads";
import { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";

/**
 * To serialize a provider, Pulumi requires every module that Node has (`getBuiltInModules` in its
 * closure/createClosure.ts), and node:trace_events throws in a worker thread.
 *
 * @throws {@link UnsupportedByTestStack} when this is no main thread
 */
export function checkThread(): void {
  if (isMainThread) return;
  throw new UnsupportedByTestStack(
    "worker threads",
    "to serialize a provider, Pulumi loads every module of Node, and node:trace_events cannot be loaded in one",
    'Run the tests in processes: with `pool: "forks"` in vitest, without `workerThreads` in jest.',
  );
}
