import * as sessions from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { type Estate, ids } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";

/** Selectors whose meaning comes from an earlier update, or later in the same one. */
export function boundSelectorCases({ scope, hosts, userOf }: Estate, on: EstateUnderTest): void {
  describe("a selector that names a session id", () => {
    it("is about the session it first matched, not about who has the id later", async () => {
      const stack = await on.open(() => {
        new sessions.SessionLoggedOff("out", { scope, sessions: { sessionHost: hosts[0], sessionId: 3 } });
      });
      await stack.up();
      expect(on.world.stateOf("bob")).toBeUndefined();
      expect((await on.exported(stack, "out")).outputs).toMatchObject({ pinned: { user: userOf("bob"), sessionId: "3" } });

      expect(on.world.signIn("eve", hosts[0])).toBe(ids.bob);
      await stack.previewRefresh({ expectNoChanges: true });
      await stack.up({ refresh: true, expectNoChanges: true });
      expect(on.world.stateOf("eve")).toBe("Active");
    });
  });

  it("what is not known in a preview passes, and is used once it is known", async () => {
    const stack = await on.open(() => {
      const first = new sessions.SessionDisconnected("first", { scope, sessions: { user: userOf("bob") } });
      const host = first.matched.apply((count) => hosts[count]!);
      new sessions.SessionDisconnected("second", { scope, sessions: { sessionHost: host, sessionId: 2 } });
    });
    expect((await stack.preview()).changeSummary).toEqual({ create: 3 });
    await stack.up();
    expect(on.world.stateOf("dave")).toBe("Disconnected");
  });
}
