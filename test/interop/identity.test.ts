import { describe, expect, test } from "vitest";
import { emulate, reasonToSkip, title } from "./python";

const reason = reasonToSkip("azure.identity");

describe("Azure's Python client without a secret", () => {
  test.skipIf(reason !== undefined)(title(reason, "signs in as a managed identity, on App Service, and as a workload"), () => {
    const { status, stdout, stderr } = emulate("azure_identity.py");
    expect(status, stderr).toBe(0);
    const system = "33333333-3333-3333-3333-333333333333";
    expect(JSON.parse(stdout)).toEqual({
      "virtual machine": [system, "emulator"],
      "by default": [system, "emulator"],
      stranger: true,
      "App Service": [system, "emulator"],
      workload: ["22222222-2222-2222-2222-222222222222", ""],
    });
  });
});
