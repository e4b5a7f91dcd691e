import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenBucket } from "../../../provider/arm/token-bucket";
import { DistantBucket, type Call, type Trip } from "./distant-bucket";

const arm = { burst: 200, perSecond: 10 };
const distant = ({ burst, perSecond } = arm) => new DistantBucket(new TokenBucket(arm), burst, perSecond);
const end = (calls: readonly Call[]): number => Math.max(...calls.map(({ answeredAt }) => answeredAt));
const refused = (calls: readonly Call[]): readonly Call[] => calls.filter(({ refusedFor }) => refusedFor > 0);

const milliseconds = (max: number) => fc.integer({ min: 0, max });
const count = fc.integer({ min: 1, max: 600 });
const atOnce = fc.integer({ min: 1, max: 40 });

/** Calls that arrive within a tenth of a second of one another, which is one token, and are answered when they are. */
const tripsAt = (distance: number, calls: number) => fc.array(fc.record({ there: fc.integer({ min: distance, max: distance + 99 }), back: milliseconds(500) }), { minLength: calls, maxLength: calls });
const trips = fc.tuple(milliseconds(500), count).chain(([distance, calls]) => tripsAt(distance, calls));
const tripsUpTo = (length: number) => fc.array(fc.record<Trip>({ there: milliseconds(length / 2), back: milliseconds(length / 2) }), { minLength: 1, maxLength: 300 });
const anyTrips = tripsUpTo(4_000);
/** Whatever was under way is back before the shortest pause is over. */
const shortTrips = tripsUpTo(900);

/** How much others take, and when. */
const others = fc.array(fc.tuple(milliseconds(60_000), fc.integer({ min: 1, max: 150 })), { maxLength: 20 });

describe("whoever has the bucket to himself", () => {
  it("is never refused", () => {
    fc.assert(
      fc.property(trips, atOnce, (all, workers) => {
        const far = distant();
        far.run(all, workers);
        expect(refused(far.calls)).toEqual([]);
        expect(far.calls).toHaveLength(all.length);
      }),
      { numRuns: 200 },
    );
  });

  it("takes all that it gives, but for what lies under way", () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 1_000 }).chain((calls) => tripsAt(100, calls)), (all) => {
        const far = distant();
        far.run(all, 32);
        const ideal = ((all.length - arm.burst) / arm.perSecond) * 1000;
        expect(end(far.calls)).toBeLessThanOrEqual(ideal + 3_000);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a long line", () => {
  it("delays the first call and the last, and none between them", () => {
    const far = distant();
    far.run(Array.from({ length: 500 }, () => ({ there: 100, back: 400 })), 32);
    const [ideal, reserve, roundTrip] = [30_000, 100, 500];
    expect(end(far.calls)).toBeLessThanOrEqual(roundTrip + ideal + reserve + roundTrip);
  });
});

describe("whoever shares it", () => {
  it("sends nothing from a refusal on until its time is over, and gets there", () => {
    fc.assert(
      fc.property(anyTrips, atOnce, others, fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.2, max: 30, noNaN: true }), (all, workers, theirs, burst, perSecond) => {
        const far = distant({ burst, perSecond });
        for (const [at, calls] of theirs) far.others(at, calls);
        far.run(all, workers);
        for (const { answeredAt, refusedFor } of refused(far.calls)) {
          expect(far.calls.filter(({ sentAt }) => sentAt > answeredAt && sentAt < answeredAt + refusedFor)).toEqual([]);
        }
        expect(far.calls.length - refused(far.calls).length).toBe(all.length);
      }),
      { numRuns: 200 },
    );
  });

  it("finds out by the first answer what others have taken, and is not refused for it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 199 }), trips, atOnce, (taken, all, workers) => {
        const far = distant();
        far.others(0, taken);
        far.run(all, workers);
        expect(refused(far.calls)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("lets one call go ahead after a refusal, and hears what its answer says", () => {
    fc.assert(
      fc.property(shortTrips, atOnce, fc.integer({ min: 1, max: 30 }), fc.double({ min: 0.2, max: 5, noNaN: true }), (all, workers, burst, perSecond) => {
        const far = distant({ burst, perSecond });
        far.run(all, workers);
        const pauses = refused(far.calls).map(({ answeredAt, refusedFor }) => ({ from: answeredAt, to: answeredAt + refusedFor }));
        for (const { to } of pauses.filter((pause) => !pauses.some(({ from, to }) => from <= pause.to && to > pause.to))) {
          const [first, ...rest] = far.calls.filter(({ sentAt }) => sentAt >= to).sort((a, b) => a.sentAt - b.sentAt);
          expect(rest.filter(({ sentAt }) => sentAt < first!.answeredAt)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("finds out by any answer that others have begun", () => {
    const far = distant();
    far.others(250, 60);
    far.run(Array.from({ length: 300 }, () => ({ there: 10, back: 10 })), 8);
    expect(refused(far.calls)).toEqual([]);
  });
});

describe("a bucket that holds more than is known of ARM's", () => {
  it("is used as it says", () => {
    const far = distant({ burst: 100_000, perSecond: 1_000 });
    far.run(Array.from({ length: 10_000 }, () => ({ there: 10, back: 10 })), 50);
    expect(end(far.calls)).toBe(20 + (10_000 / 50) * 20);
  });
});

describe("where nothing is said of what is left", () => {
  it("ARM's documentation is believed", () => {
    const bucket = new TokenBucket(arm);
    bucket.take();
    bucket.answered(bucket.send(0), undefined, 0);
    let sent = 1;
    for (; bucket.wait(0) === 0; sent++) {
      bucket.take();
      bucket.answered(bucket.send(0), undefined, 0);
    }
    expect(sent).toBe(arm.burst - 1); // the last one is kept back
    expect(bucket.wait(0)).toBe(100);
  });
});

describe("a clock that is set back", () => {
  it("neither fills the bucket nor prolongs a pause", () => {
    const bucket = new TokenBucket(arm);
    bucket.take();
    bucket.send(3_600_000);
    bucket.refused(5_000, 3_600_000);
    expect(bucket.wait(0)).toBe(5_000);
    expect(bucket.wait(2_000)).toBe(3_000);
  });
});
