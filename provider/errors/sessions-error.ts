/** What every error of this package says. */
export interface Account {
  /** What failed, on what: completes "Could not …". */
  readonly failed: string;
  /** The reason, as the system gave it or as it was found. */
  readonly why: string;
  /** What to do about it: whole sentences. */
  readonly remedy: string;
  /** The error underneath. It may carry a request; it is never printed with its headers. */
  readonly cause?: unknown;
}

/** The base of all errors of this package: `Could not <what failed, on what>: <why>. <what to do>`. */
export class SessionsError extends Error {
  constructor({ failed, why, remedy, cause }: Account) {
    super(`Could not ${failed}: ${why.replace(/[.\s]+$/, "")}. ${remedy}`, cause === undefined ? {} : { cause });
    this.name = new.target.name;
  }
}
