/** A command line that can't be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The command that would help. */
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}
