import { createTestStack } from "pulumi-desktop-sessions/testing";
import type { StackFactory } from "./stack-under-test";

/** A stack of the engine that runs in this process. */
export const testStack: StackFactory = async (program) => {
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program, passphrase: "intents" });
  return Object.assign(stack, { stored: async () => JSON.stringify(await stack.exportStack()) });
};
