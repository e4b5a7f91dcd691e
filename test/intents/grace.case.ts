import { describe, expect, it } from "vitest";
import { observe } from "../../provider/observe";
import { outputsOf } from "../../provider/outputs";
import { messageSent } from "../../provider/intents/message-sent";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { ids, type Estate } from "./estate";
import { useEstateInTime } from "./estate-in-time";
import { start } from "./time-of-sleep";

const minutes = (count: number): number => count * 60_000;
const instant = (after: number): string => new Date(start + minutes(after)).toISOString();

/** What both systems promise to people who are in the middle of something. */
export function describeGrace(estate: Estate): void {
  describe(`grace and guards: '${estate.system}'`, () => {
    const on = useEstateInTime(estate);
    const { userOf, hosts } = estate;
    const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
    const onFirst = { sessions: { sessionHost: hosts[0] } };
    const bob = { sessions: { user: userOf("bob") } };
    const states = (): readonly (string | undefined)[] => ["alice", "bob", "carol"].map((person) => on.world.stateOf(person));

    it("a notice is told to each who can see it, once, and acted on after its deadline", async () => {
      const first = await on.run(sessionLoggedOff, { ...onFirst, notice });
      expect(on.world.messages.toSorted()).toEqual(["alice: Please save your work.", "bob: Please save your work."]);
      expect(first.memory.notices?.map(({ user, status, deadline }) => [user, status, deadline]).toSorted()).toEqual([
        [userOf("alice"), "shown", instant(15)],
        [userOf("bob"), "shown", instant(15)],
        [userOf("carol"), "notShown", instant(15)],
      ]);
      on.pass(14);
      const second = await on.run(sessionLoggedOff, { ...onFirst, notice }, first.memory);
      expect([states(), second.nextAt, on.world.messages.length]).toEqual([["Active", "Active", "Disconnected"], start + minutes(15), 2]);
      on.pass(1);
      expect((await on.run(sessionLoggedOff, { ...onFirst, notice }, second.memory)).violations).toEqual([]);
      expect(on.world.present).toEqual(["dave"]);
    });

    it("a notice that is sat out is followed in the same run", async () => {
      const { violations, reasons } = await on.run(sessionLoggedOff, { ...onFirst, notice: { ...notice, wait: true } });
      expect([violations, reasons, on.world.present]).toEqual([[], [], ["dave"]]);
      expect(on.clock.now()).toBeGreaterThanOrEqual(start + minutes(15));
    });

    it("a notice that the system refuses holds up no deadline", async () => {
      on.emulator.faults.add({ operation: estate.operations.sendMessage, ...estate.refusal.fault });
      const first = await on.run(sessionLoggedOff, { ...bob, notice });
      expect([first.reasons, first.memory.notices?.[0]?.status, on.world.stateOf("bob")]).toEqual([[expect.stringContaining(estate.refusal.says)], "failed", "Active"]);
      on.pass(15);
      await on.run(sessionLoggedOff, { ...bob, notice }, first.memory);
      expect(on.world.stateOf("bob")).toBeUndefined();
    });

    it("escalation disconnects first, and logs off when another period has passed", async () => {
      const first = await on.run(sessionLoggedOff, { ...onFirst, escalate: { minutes: 30 } });
      expect([states(), first.nextAt]).toEqual([["Disconnected", "Disconnected", "Disconnected"], start + minutes(30)]);
      on.pass(30);
      await on.run(sessionLoggedOff, { ...onFirst, escalate: { minutes: 30 } }, first.memory);
      expect(on.world.present).toEqual(["dave"]);
    });

    it("protect refuses the whole run", async () => {
      await expect(on.run(sessionDisconnected, { ...onFirst, protect: { users: [userOf("B*")] } })).rejects.toThrow(`session ${ids.bob} of ${userOf("bob")} on ${hosts[0]} is not to be touched`);
      expect(on.acts).toEqual([]);
    });

    it("a window that is closed lets nobody be touched or told", async () => {
      const within = { from: "22:00", to: "06:00", timeZone: "Europe/Berlin" };
      for (const run of [on.run(sessionLoggedOff, { ...onFirst, notice, within }), on.run(messageSent, { ...onFirst, title: "Tonight", body: "Patching.", within })]) {
        expect((await run).nextAt).toBe(start + minutes(60));
      }
      expect(on.acts).toEqual([]);
    });

    it("somebody who signs out and in again has a time of his own, where a refresh has looked in between", async () => {
      const args = { ...bob, notice };
      const first = await on.run(sessionLoggedOff, args);
      on.world.logOff("bob");
      on.pass(5);
      const state = { scope: estate.scope, ...args, ...outputsOf(first, false, undefined) };
      const between = observe(sessionLoggedOff, state, [], on.clock.now());
      expect(on.world.signIn("bob", hosts[0])).toBe(ids.bob);
      on.pass(20);
      const later = await on.run(sessionLoggedOff, args, between.memory);
      expect([on.world.stateOf("bob"), on.world.messages.length, later.nextAt]).toEqual(["Active", 2, start + minutes(40)]);
    });
  });
}
