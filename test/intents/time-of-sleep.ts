import { afterAll, beforeAll, beforeEach } from "vitest";
import { manualClock, startEmulator, type Emulator, type Seed } from "../../emulator";
import type { Clock } from "../../provider/clock";

/** When every story begins. */
export const start = Date.parse("2026-11-20T20:00:00Z"); // a Friday, 21:00 in Berlin

/** The emulator's clock, which whoever sleeps moves on: a grace of fifteen minutes takes none. */
export const movedBySleep = ({ clock }: Pick<Emulator, "clock">): Clock => ({
  now: () => clock.now(),
  sleep: (milliseconds) => {
    clock.advance(milliseconds);
    return Promise.resolve();
  },
});

/** An emulator, and what runs said, line by line. */
interface InTimeOfSleep {
  emulator: Emulator;
  readonly said: string[];
}

/** For the tests of a file or a `describe`: an emulator that this process trusts, as it is at {@link start}, before each of them. */
export function useTimeOfSleep(on: InTimeOfSleep, seed?: Seed): void {
  beforeAll(async () => {
    on.emulator = await startEmulator({ clock: manualClock(start), seed });
    on.emulator.trust();
  });
  beforeEach(() => {
    on.emulator.clock.freeze(start);
    on.emulator.reset();
    on.said.length = 0;
  });
  afterAll(() => on.emulator.close());
}
