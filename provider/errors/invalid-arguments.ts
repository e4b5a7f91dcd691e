import type { Failure } from "../check";
import { SessionsError } from "./sessions-error";

/** A function or class of this package was given arguments that are not what it takes. */
export class InvalidArguments extends SessionsError {
  constructor(
    failed: string,
    readonly failures: readonly Failure[],
  ) {
    super({
      failed,
      why: failures.map(({ property, reason }) => `${property} ${reason}`).join("; "),
      remedy: "Nothing was done.",
    });
  }
}
