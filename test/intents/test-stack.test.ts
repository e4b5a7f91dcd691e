import { describe } from "vitest";
import { azureEstate } from "./azure-estate";
import { intentCases } from "./intents.case";
import { rdsEstate } from "./rds-estate";
import { testStack } from "./test-stack";

describe.each([azureEstate, rdsEstate])("intents on the test stack: $system", (estate) => {
  intentCases(estate, testStack);
});
