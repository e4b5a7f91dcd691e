import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { createTestStack } from "../../testing";
import { Lamp } from "../engine/lamp";
import { LampWorld } from "../engine/lamp-world";

const world = new LampWorld();
const args = {
  projectName: "lamps",
  stackName: "kept",
  program: () => {
    const lamp = new Lamp("lamp", { world: world.file, label: pulumi.secret("hush") });
    return Promise.resolve({ label: lamp.label });
  },
};

describe("a state with a secret", () => {
  test("goes on in another stack that knows the passphrase", async () => {
    const first = await createTestStack({ ...args, passphrase: "open sesame" });
    await first.up();
    const state = await first.exportStack();
    expect(JSON.stringify(state)).not.toContain("hush");
    const second = await createTestStack({ ...args, passphrase: "open sesame", state });
    expect(await second.outputs()).toEqual({ label: { value: "hush", secret: true } });
    expect((await second.up({ expectNoChanges: true })).summary.resourceChanges).toEqual({ same: 2 });
    await expect(createTestStack({ ...args, passphrase: "close sesame", state })).rejects.toThrow(
      "the passphrase is not the one it was encrypted with",
    );
  });

  test("is not exported without a passphrase", async () => {
    const { PULUMI_CONFIG_PASSPHRASE: before } = process.env;
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    try {
      const stack = await createTestStack(args);
      await stack.up();
      await expect(stack.exportStack()).rejects.toThrow("PULUMI_CONFIG_PASSPHRASE");
    } finally {
      if (before !== undefined) process.env["PULUMI_CONFIG_PASSPHRASE"] = before;
    }
  });
});

test.each([
  [{ version: 2, deployment: {} }, "only version 3"],
  [{ version: 3, deployment: { pending_operations: [{}] } }, "pending operations"],
  [
    { version: 3, deployment: { resources: [{ urn: "urn:pulumi:else::lamps::pulumi:pulumi:Stack::lamps-else", custom: false, type: "pulumi:pulumi:Stack" }] } },
    "belongs to the stack else",
  ],
])("a state that does not fit is refused: %#", async (state, reason) => {
  await expect(createTestStack({ ...args, state })).rejects.toThrow(reason);
});
