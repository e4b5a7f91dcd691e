import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Clock, manualClock } from "../../emulator/index";
import { uncaught } from "./uncaught";

const start = Date.parse("2026-01-31T08:30:00Z");

describe("A frozen clock", () => {
  it("stands where it was told to", () => {
    expect(manualClock("2026-01-31T08:30:00Z").now()).toBe(start);
    expect(manualClock(new Date(start)).now()).toBe(start);
    expect(manualClock(start).frozen).toBe(true);
  });

  it("moves forwards and backwards by hand", () => {
    const clock = manualClock(start);
    clock.advance(90_000);
    expect(clock.now()).toBe(start + 90_000);
    clock.advance(-100_000);
    expect(clock.now()).toBe(start - 10_000);
    clock.advance("1.5m");
    clock.advance("-30s");
    expect(clock.now()).toBe(start + 50_000);
    clock.set("2027-01-01T00:00:00Z");
    expect(clock.now()).toBe(Date.parse("2027-01-01T00:00:00Z"));
  });

  it("refuses what is not an instant, and stays where it is", () => {
    const clock = manualClock(start);
    expect(() => clock.set("tomorrow")).toThrow(/tomorrow: not an instant/);
    for (const by of [NaN, "soon", ""]) expect(() => clock.advance(by)).toThrow(/^Could not advance the clock: it was to be by .*, and must be a time such as "10m", or milliseconds\.$/);
    expect(clock.now()).toBe(start);
  });

  it("does what is due on the way, each at its own time, also what that makes due", () => {
    const clock = manualClock(start);
    const seen: [string, number][] = [];
    const note = (what: string) => () => void seen.push([what, clock.now() - start]);
    clock.after(2_000, note("second"));
    clock.after(1_000, () => {
      note("first")();
      clock.after(500, note("in between"));
    });
    clock.after(9_000, note("too late"));
    clock.advance(5_000);
    expect(seen).toEqual([["first", 1_000], ["in between", 1_500], ["second", 2_000]]);
    expect(clock.now()).toBe(start + 5_000);
  });

  it("does nothing before it is moved, not even what is due at once", () => {
    const clock = manualClock(start);
    let done = 0;
    clock.after(0, () => done++);
    expect(done).toBe(0);
    clock.advance(0);
    expect(done).toBe(1);
  });

  it("forgets what was called off", () => {
    const clock = manualClock(start);
    const callOff = clock.after(1_000, () => expect.fail("was called off"));
    callOff();
    callOff();
    clock.advance(5_000);
  });

  it("keeps the order of what is due at the same instant, whatever was called off in between", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ delay: fc.nat(5), kept: fc.boolean() })), (plan) => {
        const clock = manualClock(start);
        const seen: number[] = [];
        const calledOff = plan.map(({ delay }, index) => clock.after(delay, () => void seen.push(index)));
        plan.forEach(({ kept }, index) => { if (!kept) calledOff[index]!(); });
        clock.advance(5);
        const wanted = plan.flatMap(({ delay, kept }, index) => (kept ? [{ delay, index }] : [])).toSorted((a, b) => a.delay - b.delay || a.index - b.index);
        expect(seen).toEqual(wanted.map(({ index }) => index));
      }),
    );
  });
});

describe("What is due and throws", () => {
  const defect = new Error("a defect");
  const fail = () => {
    throw defect;
  };

  it("is an uncaught exception, and stops neither what is due behind it nor a clock that runs and is moved", async () => {
    const clock = new Clock();
    const seen: string[] = [];
    expect(await uncaught(() => {
      clock.after(60_000, fail);
      clock.after(60_000, () => seen.push("behind it"));
      clock.advance(60_000);
    })).toBe(defect);
    expect(seen).toEqual(["behind it"]);
    expect(clock.frozen).toBe(false);
  });

  it("does not stop a clock that wakes by itself", async () => {
    const clock = new Clock();
    const alive = setInterval(() => undefined, 1_000);
    const behind = new Promise<void>((resolve) => {
      clock.after(1, fail);
      clock.after(2, resolve);
    });
    expect(await uncaught(() => undefined)).toBe(defect);
    await behind;
    clearInterval(alive);
  });
});

describe("A clock that runs", () => {
  it("goes with the machine's, from where it was set", () => {
    const clock = new Clock();
    clock.set("2030-01-01T00:00:00Z");
    const [first, machine] = [clock.now(), Date.now()];
    expect(clock.frozen).toBe(false);
    while (Date.now() === machine);
    expect(clock.now()).toBeGreaterThan(first);
  });

  it("runs on from where it was frozen", () => {
    const clock = manualClock("2030-01-01T00:00:00Z");
    clock.resume();
    expect(clock.frozen).toBe(false);
    expect(new Date(clock.now()).getUTCFullYear()).toBe(2030);
  });

  it("goes with the machine's again once it is told to, whether it was moved or frozen", () => {
    const clock = new Clock();
    expect(clock.followsMachine).toBe(true);
    let done = 0;
    clock.advance(-60_000);
    expect(clock.followsMachine).toBe(false);
    clock.after(30_000, () => done++);
    clock.followMachine();
    expect([done, clock.followsMachine]).toEqual([1, true]);
    clock.freeze("2030-01-01T00:00:00Z");
    clock.followMachine();
    const before = Date.now();
    const shown = clock.now();
    expect([shown >= before && shown <= Date.now(), clock.frozen]).toEqual([true, false]);
  });

  it("wakes for what is due by itself", async () => {
    const clock = new Clock();
    // Unlike the timers of a server, those of a clock keep no process alive: this one does.
    const alive = setInterval(() => undefined, 1_000);
    await new Promise<void>((resolve) => void clock.after(5, resolve));
    clearInterval(alive);
  });

  it("does not do what is due while it is frozen", async () => {
    const clock = new Clock();
    let done = false;
    clock.after(1, () => (done = true));
    clock.freeze();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toBe(false);
    clock.advance(1);
    expect(done).toBe(true);
  });
});
