import * as sessions from "pulumi-desktop-sessions";
import { beforeAll, describe, expect, it } from "vitest";
import { type Estate, ids, people } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";
import type { StackUnderTest } from "./stack-under-test";

/** An intent from its first update to its end: it settles, shows drift, puts it right, and lets go. */
export function lifeCases(estate: Estate, on: EstateUnderTest): void {
  const { scope, hosts, userOf } = estate;

  describe("SessionDisconnected, from its first update to its end", () => {
    let stack: StackUnderTest;
    let whom = "BOB";
    beforeAll(async () => {
      stack = await on.open(() => {
        const off = new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf(whom) } });
        return { matched: off.matched, violations: off.violations, settled: off.settled, urn: off.urn };
      });
    });

    it("a preview says by name who would be disconnected, and touches nobody", async () => {
      const { changeSummary, stdout } = await stack.preview({ color: "never" });
      expect(changeSummary).toEqual({ create: 2 });
      expect(stdout).toContain(`To be disconnected: session 3 of ${userOf("bob")} on ${hosts[0]}.`);
      expect(on.world.calls).toEqual(["list"]);
    });

    it("the first update disconnects who matches, says so, and leaves the others alone", async () => {
      const { outputs, stdout } = await stack.up({ color: "never" });
      expect(stdout).toContain(`Disconnecting: session 3 of ${userOf("bob")} on ${hosts[0]}.`);
      expect(outputs).toMatchObject({
        matched: { value: 1 },
        violations: { value: [] },
        settled: { value: true },
        urn: { value: expect.stringContaining("::pulumi-nodejs:dynamic/desktop-sessions:SessionDisconnected::off") as string },
      });
      expect(people.map(on.world.stateOf)).toEqual(["Active", "Disconnected", "Disconnected", "Active"]);
    });

    it("it lists, reads the session again just before it acts, and lists again to see it settled", () => {
      expect(on.world.calls.slice(1)).toEqual(["list", `read ${hosts[0]}/3`, `disconnect ${hosts[0]}/3`, "list"]);
    });

    it("a preview with refresh names the session that drifted, from what to what, and touches nobody", async () => {
      on.world.reconnect("bob");
      const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
      expect(stdout).toContain(`~ ${hosts[0]}/3 ${userOf("bob")}: "Active" => "Disconnected"`);
      expect(on.world.stateOf("bob")).toBe("Active");
    });

    it("a preview with refresh of another program says what that one would do, and not what the last one would", async () => {
      whom = "alice";
      const { stdout } = await stack.preview({ refresh: true, color: "never" });
      whom = "BOB";
      expect(foretoldIn(stdout)).toEqual([`To be disconnected: session ${ids.alice} of ${userOf("alice")} on ${hosts[0]}.`]);
    });

    it("a refresh, which is about no program, foretells nothing", async () => {
      const { stdout } = await stack.previewRefresh({ color: "never" });
      expect([foretoldIn(stdout), stdout]).toEqual([[], expect.stringContaining("~ 1 to update")]);
    });

    it("an update with refresh puts it right", async () => {
      const { summary } = await stack.up({ refresh: true });
      expect(summary.resourceChanges).toEqual({ same: 1, update: 1 });
      expect(on.world.stateOf("bob")).toBe("Disconnected");
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("a destroy releases it and touches nobody", async () => {
      const before = on.world.calls.length;
      await stack.destroy();
      expect(on.world.calls).toHaveLength(before);
    });
  });
}

const foretoldIn = (said: string): readonly string[] => [...new Set(said.match(/To be .*$/gm))];
