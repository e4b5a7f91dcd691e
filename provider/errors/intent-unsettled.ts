import { SessionsError } from "./sessions-error";

/**
 * Some of the work is done and some is not. `id`, `properties` and `reasons` are what the engine looks for to keep the
 * resource with what was done ("initialization failed"), so that the next update goes on from there.
 *
 * Source: `grpcResponseFromError` in @pulumi/pulumi's cmd/dynamic-provider.
 */
export class IntentUnsettled extends SessionsError {
  constructor(
    failed: string,
    /** One sentence per session that still breaks the intent: the engine counts each as an error. */
    readonly reasons: readonly string[],
    readonly id: string,
    readonly properties: Readonly<Record<string, unknown>>,
    /** What else came of it, and is no error. */
    beside: readonly string[] = [],
  ) {
    super({
      failed,
      why: [...reasons, ...beside].join(" "),
      remedy: "What was done is recorded. Run `pulumi up --refresh` to go on from there.",
    });
  }
}
