import { describe } from "vitest";
import { azureEstate } from "./azure-estate";
import { halfDoneCases } from "./half-done.case";
import { meanwhileCases } from "./meanwhile.case";
import { rdsEstate } from "./rds-estate";

describe.each([azureEstate, rdsEstate])("what is left half-done: $system", halfDoneCases);
describe.each([azureEstate, rdsEstate])("what happens between the list and the act: $system", meanwhileCases);
