import { describe } from "vitest";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { intentCases } from "./intents.case";

describe("intents on the test stack", () => {
  intentCases(async (program) => {
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program, passphrase: "intents" });
    return Object.assign(stack, { stored: async () => JSON.stringify(await stack.exportStack()) });
  });
});
