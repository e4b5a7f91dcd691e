import { describe } from "vitest";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { azureEstate } from "./azure-estate";
import { intentCases } from "./intents.case";
import { rdsEstate } from "./rds-estate";

describe.each([azureEstate, rdsEstate])("intents on the test stack: $system", (estate) => {
  intentCases(estate, async (program) => {
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program, passphrase: "intents" });
    return Object.assign(stack, { stored: async () => JSON.stringify(await stack.exportStack()) });
  });
});
