import { describe } from "vitest";
import { engineCases } from "./engine.case";
import { installedCli, makeRealStack, skipReason } from "./real-cli";

describe.skipIf(installedCli === undefined)(`the real engine${skipReason}`, () => {
  engineCases(makeRealStack);
});
