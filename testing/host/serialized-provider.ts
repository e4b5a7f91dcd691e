import type * as pulumi from "@pulumi/pulumi";
import { evaluateModule } from "./evaluate-module";

/**
 * The provider object behind a `__provider` string, evaluated as the engine's host does it.
 */
export function deserializeProvider(source: unknown): pulumi.dynamic.ResourceProvider {
  // A resource whose initialization failed has no provider in its properties unless its error
  // carried one. The host then fails with just these words, so do we.
  if (typeof source !== "string") throw new Error(`code must be a string, not ${typeof source}`);
  return (evaluateModule(source) as { handler(): pulumi.dynamic.ResourceProvider }).handler();
}
