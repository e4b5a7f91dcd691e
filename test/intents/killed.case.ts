import { describe, expect, it } from "vitest";
import type { FaultRule } from "../../emulator";
import type { ResourceName } from "../../provider/resource-name";
import type { Ask, KilledRuns, LastCall } from "./killed-runs";

/** What a run does that is killed at every point between two calls. */
export interface KilledStory {
  readonly name: string;
  readonly intent: ResourceName;
  /** May depend on what has happened before. */
  readonly inputs: object | (() => object);
  /** What it calls that changes something, and how often. */
  readonly writes: Readonly<Record<string, number>>;
  /** What has happened before the run that is killed, and the state that is left of it. */
  readonly before?: () => Promise<object | undefined>;
  /** How everything is once the work is finished. @param unheard who may or may not have been shown a message: the killed run had not heard of it */
  readonly finished: (outputs: Record<string, any>, unheard: readonly string[]) => void;
  /** Looks at what a deletion is to restore; and asks, after one, whether it did. Absent: nothing is restored. */
  readonly restored?: () => unknown;
}

/** The run after one that was killed finishes its work, wherever that was. */
export function describeKilled(runs: KilledRuns, plane: FaultRule["plane"], stories: readonly KilledStory[]): void {
  describe.each(stories)("$name, killed", ({ intent, inputs, writes, before, finished, restored }) => {
    /** Everything anew: kills a run at a call, and has the next one finish the work. @returns whether there was such a call */
    async function story(call: FaultRule, lastCall: LastCall): Promise<boolean> {
      runs.sample.emulator.reset();
      const olds = await before?.();
      const found = restored?.();
      const given = typeof inputs === "function" ? inputs() : inputs;
      const ask: Ask = olds ? ["update", "id", olds, given] : ["create", given];
      if (!(await runs.kill(intent, ask, { plane, ...call }, lastCall))) return false;
      const { unheard } = runs;
      if (call.operation !== undefined && !call.operation.endsWith("SendMessage")) expect(unheard).toEqual([]);
      const outputs = await runs.next(intent, ask);
      finished(outputs, unheard);
      expect(runs.left).toEqual([]);
      if (restored) await runs.next(intent, ["delete", "id", outputs]);
      expect(restored?.()).toEqual(found);
      return true;
    }

    it("before each of its calls has any effect, is finished by the next run", async () => {
      let calls = 0;
      while (await story({ nth: calls + 1 }, "is lost")) calls++;
      const all = Object.values(writes).reduce((one, other) => one + other, 0);
      expect(calls).toBeGreaterThan(all); // it looks, too
    });

    it.each(Object.entries(writes))("after each %s, before it heard of it, is finished by the next run", async (operation, times) => {
      let calls = 0;
      while (await story({ operation, nth: calls + 1 }, "is done")) calls++;
      expect(calls).toBe(times);
    });
  });
}
