/**
 * The test stack was asked for something that only the real engine can do.
 *
 * Nothing has been run when this is thrown for an option; what a program asked for half-way is
 * reported as the failure of the operation, and what was done before it stays recorded.
 */
export class UnsupportedByTestStack extends Error {
  override readonly name = "UnsupportedByTestStack";

  constructor(
    /** What was asked for, as the caller wrote it. */
    readonly feature: string,
    reason: string,
    remedy = "Use the Pulumi CLI (or the Automation API) for that.",
  ) {
    super(`The test stack does not support ${feature}: ${reason}. ${remedy}`);
  }
}
