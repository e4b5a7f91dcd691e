import { describe } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { rdsEstate } from "./rds-estate";
import { intentCases } from "./intents.case";
import { realStack } from "./real-stack";

describe.skipIf(installedCli === undefined)(`intents on the real engine${skipReason}: ${rdsEstate.system}`, () => {
  intentCases(rdsEstate, realStack);
});
