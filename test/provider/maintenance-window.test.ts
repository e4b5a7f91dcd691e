import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpen, isTimeZone, longestOpening, nextOpening, openingAt, type MaintenanceWindow } from "../../provider/maintenance-window";

const at = (instant: string): number => Date.parse(instant);
const nights: MaintenanceWindow = { from: "22:00", to: "06:00", timeZone: "Europe/Berlin" };

describe("A window over midnight, every day, in Berlin", () => {
  it.each([
    ["2026-01-15T20:59:59Z", false], // 21:59:59 in winter
    ["2026-01-15T21:00:00Z", true],
    ["2026-01-16T04:59:59Z", true],
    ["2026-01-16T05:00:00Z", false],
    ["2026-07-15T19:59:59Z", false], // an hour earlier in summer
    ["2026-07-15T20:00:00Z", true],
    ["2026-07-16T03:59:59Z", true],
    ["2026-07-16T04:00:00Z", false],
  ])("at %s is open: %s", (instant, open) => {
    expect(isOpen(nights, at(instant))).toBe(open);
  });
});

describe("A window on some days", () => {
  const weekend: MaintenanceWindow = { ...nights, days: ["Fri", "Sat"] };

  it("belongs to the day on which it opens", () => {
    expect(isOpen(weekend, at("2026-01-17T03:00:00Z"))).toBe(true); // Saturday morning: opened on Friday
    expect(isOpen(weekend, at("2026-01-18T03:00:00Z"))).toBe(true); // Sunday morning: opened on Saturday
    expect(isOpen(weekend, at("2026-01-16T03:00:00Z"))).toBe(false); // Friday morning: Thursday is none of its days
    expect(isOpen(weekend, at("2026-01-18T22:00:00Z"))).toBe(false); // Sunday evening
  });

  it("opens next on the first of them that comes", () => {
    expect(nextOpening(weekend, at("2026-01-18T22:00:00Z"))).toBe(at("2026-01-23T21:00:00Z"));
  });
});

describe("A window in daytime", () => {
  const lunch: MaintenanceWindow = { from: "12:00", to: "13:00", timeZone: "America/New_York" };

  it("is open from its first minute to before its last", () => {
    expect([at("2026-01-15T16:59:00Z"), at("2026-01-15T17:00:00Z"), at("2026-01-15T17:59:59Z"), at("2026-01-15T18:00:00Z")].map((now) => isOpen(lunch, now))).toEqual([false, true, true, false]);
  });

  it("opens tomorrow when it has closed", () => {
    expect(nextOpening(lunch, at("2026-01-15T18:00:00Z"))).toBe(at("2026-01-16T17:00:00Z"));
  });

  it("to 24:00 closes at midnight, and to where it opens a day later", () => {
    expect(isOpen({ ...lunch, timeZone: "UTC", to: "24:00" }, at("2026-01-15T23:59:59Z"))).toBe(true);
    expect(isOpen({ ...lunch, timeZone: "UTC", to: "24:00" }, at("2026-01-16T00:00:00Z"))).toBe(false);
    expect(isOpen({ from: "00:00", to: "00:00", timeZone: "UTC" }, at("2026-01-16T05:00:00Z"))).toBe(true);
  });
});

it("The hour that a change of the clocks leaves out is the one after it", () => {
  const gap: MaintenanceWindow = { from: "02:30", to: "04:00", timeZone: "Europe/Berlin" };
  expect(nextOpening(gap, at("2026-03-29T00:00:00Z"))).toBe(at("2026-03-29T01:30:00Z")); // 03:30, there is no 02:30
});

describe("A window that a change of the clocks leaves nothing of", () => {
  const sundays = (timeZone: string): MaintenanceWindow => ({ days: ["Sun"], from: "02:00", to: "03:00", timeZone });

  it.each([
    ["Europe/Berlin", "2026-03-23T12:00:00Z", "2026-04-05T00:00:00Z"], // clocks go from 2 to 3 on March 29
    ["Europe/Berlin", "2026-03-24T12:00:00Z", "2026-04-05T00:00:00Z"],
    ["Europe/Berlin", "2026-03-22T00:59:59Z", "2026-03-22T01:00:00Z"],
    ["America/New_York", "2026-03-03T12:00:00Z", "2026-03-15T06:00:00Z"], // on March 8
    ["America/New_York", "2026-03-06T12:00:00Z", "2026-03-15T06:00:00Z"],
  ])("of %s opens next a week later: at %s that is %s", (timeZone, now, opens) => {
    expect(new Date(nextOpening(sundays(timeZone), at(now)))).toEqual(new Date(opens));
  });

  it("is not open in the hour that is there instead", () => {
    expect(isOpen(sundays("Europe/Berlin"), at("2026-03-29T01:00:00Z"))).toBe(false);
  });

  it("opens on the next day where it opens on every day", () => {
    expect(nextOpening({ from: "02:15", to: "03:00", timeZone: "Europe/Berlin" }, at("2026-03-29T00:00:00Z"))).toBe(at("2026-03-30T00:15:00Z"));
  });
});

it("Whatever the window, in a week with a change of the clocks or before one, it opens within two weeks on one of its days, and never outside of its hours", () => {
  const quarter = fc.tuple(fc.nat(5), fc.constantFrom("00", "15", "30", "45")).map(([hour, minute]) => `0${hour}:${minute}`);
  const days = fc.uniqueArray(fc.constantFrom<"Sat" | "Sun" | "Mon">("Sat", "Sun", "Mon"), { minLength: 1 });
  const change = fc.constantFrom(["Europe/Berlin", "2026-03-29"], ["Europe/Berlin", "2026-10-25"], ["America/New_York", "2026-03-08"], ["Australia/Lord_Howe", "2026-10-04"], ["Africa/Cairo", "2026-04-24"], ["Africa/Casablanca", "2026-03-22"]);
  fc.assert(
    fc.property(quarter, quarter, days, change, fc.integer({ min: -14 * 24 * 60, max: 2 * 24 * 60 }), (from, to, on, [timeZone, day], minutes) => {
      const now = at(`${day}T02:00:00Z`) + minutes * 60_000;
      const opens = nextOpening({ from, to, days: on, timeZone: timeZone }, now);
      expect(opens - now).toBeLessThanOrEqual(14 * 24 * 60 * 60_000);
      const wall = new Intl.DateTimeFormat("en-GB", { timeZone: timeZone, weekday: "short", hour: "2-digit", minute: "2-digit" }).format(opens);
      if (opens > now) expect(on).toContain(wall.slice(0, 3));
      if (opens > now) expect(wall.slice(-5) >= from).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it("A window of a time zone that this machine does not know is an error that names it", () => {
  expect(() => nextOpening({ from: "22:00", to: "06:00", timeZone: "Mars/Olympus" }, 0)).toThrow('Could not tell when the window of "Mars/Olympus" opens: this machine knows no such time zone.');
});

describe("The opening that is open", () => {
  const opening = (window: MaintenanceWindow, now: string): readonly (string | number)[] => {
    const { from, to } = openingAt(window, at(now))!;
    return [from, to].map((time) => (Number.isFinite(time) ? new Date(time).toISOString() : time));
  };

  it("over midnight is the one that began the day before", () => {
    expect(opening(nights, "2026-01-16T04:59:59Z")).toEqual(["2026-01-15T21:00:00.000Z", "2026-01-16T05:00:00.000Z"]);
  });

  it("is none where it is closed", () => {
    expect([at("2026-01-15T20:59:59Z"), at("2026-01-16T05:00:00Z")].map((now) => openingAt(nights, now))).toEqual([undefined, undefined]);
  });

  it.each([
    ["00:00", "24:00", "2026-01-17T10:00:00Z", "2026-01-17T00:00:00.000Z", "2026-01-19T00:00:00.000Z"],
    ["00:00", "24:00", "2026-01-18T10:00:00Z", "2026-01-17T00:00:00.000Z", "2026-01-19T00:00:00.000Z"],
    ["08:00", "08:00", "2026-01-19T07:59:00Z", "2026-01-17T08:00:00.000Z", "2026-01-19T08:00:00.000Z"],
  ])("is one with what it touches: on weekends, %s to %s, at %s", (from, to, now, opens, closes) => {
    expect(opening({ days: ["Sat", "Sun"], from, to, timeZone: "UTC" }, now)).toEqual([opens, closes]);
  });

  it.each([["00:00", "24:00"], ["08:00", "08:00"]])("of a window that never closes, %s to %s, has no end, also where clocks change", (from, to) => {
    for (const now of ["2026-01-15T12:00:00Z", "2026-03-29T00:30:00Z", "2026-10-25T01:30:00Z"]) expect(opening({ from, to, timeZone: "Europe/Berlin" }, now)).toEqual([-Infinity, Infinity]);
  });
});

it.each([
  ["22:00", "06:00", undefined, 8 * 60],
  ["12:00", "12:30", undefined, 30],
  ["22:00", "24:00", undefined, 2 * 60],
  ["00:00", "24:00", undefined, Infinity],
  ["08:00", "08:00", undefined, Infinity],
  ["08:00", "08:00", ["Mon"], 24 * 60],
  ["00:00", "24:00", ["Sat", "Sun", "Mon", "Wed"], 3 * 24 * 60],
] as const)("A window from %s to %s on %j is open for %d minutes at a time", (from, to, days, minutes) => {
  expect(longestOpening({ from, to, timeZone: "UTC", ...(days && { days }) })).toBe(minutes);
});

it("Whatever the window, there is an opening when it is open, it lasts from when it opened until it closes, and where no clocks change it is no longer than the longest", () => {
  const time = fc.constantFrom("00:00", "01:30", "02:00", "03:00", "12:00", "23:59");
  const window = fc.record({ from: time, to: fc.oneof(time, fc.constant("24:00")), timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"), days: fc.uniqueArray(fc.constantFrom("Mon", "Tue", "Sat", "Sun"), { minLength: 1 }) });
  fc.assert(
    fc.property(window, fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }), (given, date) => {
      const [one, now] = [given as MaintenanceWindow, date.getTime()];
      const opening = openingAt(one, now);
      expect(opening !== undefined).toBe(isOpen(one, now));
      if (!opening) return;
      expect([isOpen(one, opening.from), isOpen(one, opening.from - 1), isOpen(one, opening.to - 1), isOpen(one, opening.to)]).toEqual([true, false, true, false]);
      expect(nextOpening(one, opening.to)).toBeGreaterThan(opening.to);
      if (one.timeZone === "UTC") expect((opening.to - opening.from) / 60_000).toBeLessThanOrEqual(longestOpening(one));
    }),
  );
});

it("Whatever the window, it is open when it opens next, and was not a moment before", () => {
  const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const window = fc.record({ from: time, to: time, timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"), days: fc.uniqueArray(fc.constantFrom("Mon", "Wed", "Sun"), { minLength: 1 }) });
  fc.assert(
    fc.property(window, fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }), (one, date) => {
      const now = date.getTime();
      const opens = nextOpening(one, now);
      expect(isOpen(one as MaintenanceWindow, opens)).toBe(true);
      expect(opens).toBeGreaterThanOrEqual(now);
      if (opens > now) expect(isOpen(one as MaintenanceWindow, opens - 1)).toBe(false);
    }),
  );
});

it.each([["Europe/Berlin", true], ["UTC", true], ["Mars/Olympus", false], ["", false]])("There is a time zone %s: %s", (name, there) => {
  expect(isTimeZone(name)).toBe(there);
});
