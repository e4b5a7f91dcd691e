import { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";
import { isInsideProgram } from "./run/program";

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one operation after the other, of all test stacks of this process: Pulumi keeps parts of its
 * runtime (the monitor, the root stack resource, the handling of lost rejections) in globals.
 *
 * @throws {@link UnsupportedByTestStack} when called from a program that a test stack is running:
 *   the operation would wait for itself
 */
export async function inTurn<T>(operation: () => Promise<T>): Promise<T> {
  if (isInsideProgram()) {
    throw new UnsupportedByTestStack("an operation inside another's program", "they run one after the other", "Start it outside.");
  }
  const turn = last.then(operation);
  last = turn.catch(() => undefined);
  return turn;
}
