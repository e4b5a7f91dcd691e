// Everything else in this folder is how it works, and may change at any time.
export { createTestStack } from "./create-test-stack";
export type { TestStack } from "./test-stack";
export type { TestStackArgs } from "./test-stack-args";
export { OperationFailed } from "./errors/operation-failed";
export { UnsupportedByTestStack } from "./errors/unsupported-by-test-stack";
export { operationChannel, type OperationMessage } from "./operation";
export type { Diagnostic } from "./errors/diagnostic";
