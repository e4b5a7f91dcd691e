/** A command line that can't be understood. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The command that would help. */
  readonly help: string;
  /** 2 as most commands have it, unless that means something else to this one. */
  readonly exitCode: number;

  constructor(message: string, help: string, exitCode = 2) {
    super(message);
    this.help = help;
    this.exitCode = exitCode;
  }
}
