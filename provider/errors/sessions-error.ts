/** What every error of this package says. */
export interface Account {
  /** What failed, on what: completes "Could not …". */
  readonly failed: string;
  /** The reason, as the system gave it or as it was found. */
  readonly why: string;
  /** What to do about it: whole sentences. */
  readonly remedy: string;
  /** The error underneath, without its request: that carries the token. */
  readonly cause?: unknown;
}

/** The base of all errors of this package: `Could not <what failed, on what>: <why>. <what to do>`. */
export class SessionsError extends Error {
  /**
   * In a program Pulumi prints the message of such an error, and of any other its stack and its fields, too.
   *
   * Source: `RunError` in @pulumi/pulumi's errors.ts, whose mark this is.
   */
  protected readonly __pulumiRunError = true;

  constructor({ failed, why, remedy, cause }: Account) {
    super(`Could not ${failed}: ${why.replace(/[.\s]+$/, "")}. ${remedy}`, cause === undefined ? {} : { cause });
    this.name = new.target.name;
  }
}
