import { describe } from "vitest";
import { createTestStack } from "../../testing";
import { engineCases } from "./engine.case";

describe("the test stack", () => {
  engineCases((stackName, program) => createTestStack({ projectName: "lamps", stackName, program, passphrase: "engine" }));
});
