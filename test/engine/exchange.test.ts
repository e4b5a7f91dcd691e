import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { createTestStack } from "../../testing";
import { Lamp } from "./lamp";
import { LampWorld } from "./lamp-world";
import { installedCli, makeRealStack, passphrase, skipReason } from "./real-cli";
import { resourcesOf } from "./stack-under-test";

describe.skipIf(installedCli === undefined)(`a state goes to the real engine and comes back${skipReason}`, () => {
  const world = new LampWorld();
  const program = () => {
    const first = new Lamp("first", { world: world.file, brightness: 1, label: pulumi.secret("hush") });
    const second = new Lamp("second", { world: world.file, socket: first.serial });
    return Promise.resolve({ serial: second.serial, label: first.label });
  };
  const config = { "shared:other": { value: "t0p-secret", secret: true } };

  test("what the test stack made, the real one finds unchanged, and the test stack deletes it", async () => {
    const made = await createTestStack({ projectName: "lamps", stackName: "exchange", program, config, passphrase });
    await made.up();
    const exported = await made.exportStack();
    expect(JSON.stringify(exported)).not.toMatch(/hush|t0p-secret/);

    const real = await makeRealStack("exchange", program);
    await real.setAllConfig(config);
    await real.importStack(exported);
    const { summary, outputs } = await real.up({ refresh: true, expectNoChanges: true });
    expect(summary.resourceChanges).toEqual({ same: 3 });
    expect(outputs).toEqual(await made.outputs());

    // The Automation API exports secrets in clear.
    const back = await createTestStack({ projectName: "lamps", stackName: "exchange", program, config, state: await real.exportStack() });
    expect((await back.up({ refresh: true, expectNoChanges: true })).outputs).toEqual(outputs);
    await back.destroy();
    expect(await resourcesOf(back)).toEqual({});
    expect(world.lamps).toEqual([]);
  });
});
