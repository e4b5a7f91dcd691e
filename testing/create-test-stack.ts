import { TestStack } from "./test-stack";
import type { TestStackArgs } from "./test-stack-args";

/**
 * A stack to test a Pulumi program with, in process and without the CLI: `up`, `preview`, `refresh`
 * and `destroy` run the program and the *serialized* providers of its dynamic resources, in the
 * order, with the values and with the outcome that Pulumi's engine 3.259 has. It has the methods of
 * the Automation API's `Stack`, so a test can swap one for the other.
 *
 * What it cannot do it refuses by name ({@link UnsupportedByTestStack}).
 *
 * @example
 * ```ts
 * const stack = await createTestStack({
 *   projectName: "desktops",
 *   stackName: "test",
 *   program: () => {
 *     new sessions.SessionDisconnected("bob-off", { scope, sessions: { user: "bob@contoso.com" } });
 *   },
 * });
 * await stack.up();
 * await expect(stack.previewRefresh({ expectNoChanges: true })).resolves.toBeDefined();
 * ```
 */
export function createTestStack(args: TestStackArgs): Promise<TestStack> {
  return TestStack.create(args);
}
