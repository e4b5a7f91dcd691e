import { describe } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { useEstate } from "./estate-under-test";
import { lifeCases } from "./life-of-an-intent.case";
import { programCases } from "./program.case";
import { rdsEstate } from "./rds-estate";
import { realStack } from "./real-stack";

// What the engine makes of an answer is the same whichever system gave it, and seen on the other one; here it sees that
// another kind of scope and other credentials go the whole way. All cases run on this system over the test stack.
describe.skipIf(installedCli === undefined)(`intents on the real engine${skipReason}: ${rdsEstate.system}`, () => {
  const on = useEstate(rdsEstate, realStack);
  lifeCases(rdsEstate, on);
  programCases(rdsEstate, on);
});
