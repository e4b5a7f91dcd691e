import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { Lane } from "../../../provider/arm/lane";

it("calls are taken in the order in which they came, also by one that finds a call free for which another still waits", async () => {
  let now = Date.parse("2026-11-20T20:00:00Z");
  const sleeping: (() => void)[] = [];
  const lane = new Lane("writes", { now: () => now, sleep: () => new Promise<void>((resolve) => void sleeping.push(resolve)) });
  lane.refused(10_000);

  const taken: string[] = [];
  const first = lane.admit().then(() => taken.push("first"));
  await setImmediate();
  expect(sleeping).toHaveLength(1);
  now += 10_000; // ARM takes calls again, and who sleeps has not woken yet
  const second = lane.admit().then(() => taken.push("second"));
  await setImmediate();
  sleeping.splice(0).forEach((wake) => { wake(); });
  await Promise.all([first, second]);
  expect(taken).toEqual(["first", "second"]);
});
