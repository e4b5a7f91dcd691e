import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SessionDisconnected } from "pulumi-desktop-sessions";
import { startEmulator, type Emulator } from "pulumi-desktop-sessions/emulator";
import { createTestStack, OperationFailed } from "pulumi-desktop-sessions/testing";

/* Tests for Node's own runner; in-another-context.test.ts has `node --test` run them. */
void describe("a stack on an emulator", () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
    emulator.trust();
    Object.assign(process.env, emulator.env());
  });
  after(() => emulator.close());
  const bob = () => emulator.world.session("sh-0.contoso.com", 3);
  const scope = { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };

  void test("disconnects, finds no drift, sees that bob is back, and leaves him be when it is destroyed", async () => {
    const stack = await createTestStack({
      projectName: "desktops",
      stackName: "test",
      program: async () => ({ settled: new SessionDisconnected("off", { scope, sessions: { user: "bob@contoso.com" } }).settled }),
    });
    const { outputs } = await stack.up();
    assert.equal(outputs["settled"]?.value, true);
    assert.equal(bob().sessionState, "Disconnected");
    await stack.previewRefresh({ expectNoChanges: true });
    emulator.world.reconnect(bob());
    await assert.rejects(stack.previewRefresh({ expectNoChanges: true }), OperationFailed);
    await stack.destroy();
    assert.equal(bob().sessionState, "Active");
  });

  void test("tells what went wrong, also what nobody awaited, without the runner hearing of it", async () => {
    const wrong = await createTestStack({
      projectName: "desktops",
      stackName: "wrong",
      program: () => {
        const { settled } = new SessionDisconnected("off", { scope, sessions: { user: "bob@contoso.com" } });
        settled.apply<number>(() => {
          throw new Error("lost in an apply");
        });
        return Promise.resolve({});
      },
    });
    await assert.rejects(wrong.up(), /lost in an apply/);
  });
});
