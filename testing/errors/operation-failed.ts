import type { Diagnostic } from "./diagnostic";

/**
 * An operation of a test stack failed: the counterpart of the Automation API's `CommandError`.
 * The message carries the diagnostics. What was done before the failure is in the stack's state.
 */
export class OperationFailed extends Error {
  override readonly name = "OperationFailed";

  constructor(
    /** The operation and its stack: `update of dev`. */
    operation: string,
    readonly diagnostics: readonly Diagnostic[],
    /** Everything the operation printed. */
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`The ${operation} failed:\n${stderr}${stdout}`);
  }
}
