import { SessionsError } from "./sessions-error";

/** The folder in which runs write down what must not be done twice can't be used; without it nothing is done. */
export class LedgerUnusable extends SessionsError {
  constructor(folder: string, cause: unknown) {
    super({
      failed: `write down in ${folder} what is about to be done`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: "A run that is killed could not be taken up, and people would be told twice. Set PULUMI_HOME to a folder that can be written, or make this one so.",
      cause,
    });
  }
}
