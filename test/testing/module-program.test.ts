import { beforeEach, expect, test, vi } from "vitest";
import { createTestStack, OperationFailed, type TestStack } from "../../testing";
import { resourcesOf } from "../engine/stack-under-test";

let stack: TestStack;
beforeEach(async () => {
  vi.resetModules();
  stack = await createTestStack({ projectName: "lamps", stackName: "module", program: () => import("./module-program.ts"), passphrase: "engine" });
});

test("a module runs once: the up after a preview says so, and does not give the value that stands for unknown as an output", async () => {
  await stack.preview();
  const up = stack.up();
  await expect(up).rejects.toThrow(OperationFailed);
  await expect(up).rejects.toThrow("The output `nested` is unknown, although this is no preview");
  await expect(up).rejects.toThrow("`vi.resetModules()`");
  expect(await stack.outputs()).toEqual({});
});

test("such an up deletes nothing of what an earlier one made", async () => {
  await stack.up();
  const other = await createTestStack({ projectName: "lamps", stackName: "other", program: () => import("./module-program.ts") });
  vi.resetModules();
  await other.preview();
  await expect(stack.up()).rejects.toThrow("The output `nested` is unknown");
  expect(await resourcesOf(stack)).toHaveProperty("lamp");
  expect((await stack.outputs())["nested"]?.value).toEqual({ deep: ["lamp#1"] });
});

test("with the modules loaded anew, the up after a preview makes what the preview said", async () => {
  expect((await stack.preview()).changeSummary).toEqual({ create: 2 });
  vi.resetModules();
  const { outputs, summary } = await stack.up();
  expect(summary.resourceChanges).toEqual({ create: 2 });
  expect(outputs).toMatchObject({ plain: { value: "known" }, nested: { value: { deep: ["lamp#1"] } } });
});
