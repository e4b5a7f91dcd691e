import { describe } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { azureEstate } from "./azure-estate";
import { useEstate } from "./estate-under-test";
import { engineCases } from "./intents.case";
import { realStack } from "./real-stack";

// Whom a selector means is decided without the engine: that is seen over the test stack.
describe.skipIf(installedCli === undefined)(`intents on the real engine${skipReason}: ${azureEstate.system}`, () => {
  engineCases(azureEstate, useEstate(azureEstate, realStack));
});
