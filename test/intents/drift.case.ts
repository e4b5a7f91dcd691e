import * as sessions from "pulumi-desktop-sessions";
import { beforeAll, describe, expect, it } from "vitest";
import type { Estate } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";
import type { StackUnderTest } from "./stack-under-test";

/** What an intent that is settled takes for drift, and what becomes of it. */
export function driftCases({ scope, userOf }: Estate, on: EstateUnderTest): void {
  describe("SessionDisconnected that is settled", () => {
    let stack: StackUnderTest;
    beforeAll(async () => {
      stack = await on.open(() => {
        new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } });
      });
    });

    it("has nothing to do in a second update, and calls nobody", async () => {
      await stack.up();
      const before = on.world.calls.length;
      await stack.up({ expectNoChanges: true });
      expect(on.world.calls).toHaveLength(before);
    });

    it("takes others who come and go for no drift", async () => {
      on.world.logOff("alice");
      on.world.reconnect("carol");
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("takes a user who is back for drift", async () => {
      on.world.reconnect("bob");
      await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow("no changes were expected for refresh but changes were proposed");
    });

    it("is put right by the update after a refresh, without another one", async () => {
      await stack.refresh();
      await stack.up();
      expect(on.world.stateOf("bob")).toBe("Disconnected");
    });

    it("is settled again when the drift went away by itself", async () => {
      on.world.reconnect("bob");
      await stack.refresh();
      on.world.logOff("bob");
      await stack.refresh();
      await stack.up({ expectNoChanges: true });
      await stack.previewRefresh({ expectNoChanges: true });
    });
  });
}
