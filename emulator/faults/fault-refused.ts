/** A rule that says nothing sensible, or that nothing can meet. Its message says what is allowed. */
export class FaultRefused extends Error {
  override readonly name = "FaultRefused";

  constructor(problems: readonly string[]) {
    super(`Could not add the fault: ${problems.join("; ")}.`);
  }
}
