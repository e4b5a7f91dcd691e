import type { DateTime } from "luxon";
import { TimeZoneUnknown } from "./errors/time-zone-unknown";

/** Loaded when the first window is looked at: most intents have none. */
const luxon = () => require("luxon") as typeof import("luxon");

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
type Weekday = (typeof weekdays)[number];

/** When an intent may act. Outside it observes and reports. */
export interface MaintenanceWindow {
  /** The days on which it opens. Default: every day. */
  readonly days?: readonly Weekday[];
  /** When it opens, by the clock on the wall of `timeZone`: `22:00`. */
  readonly from: string;
  /** When it closes: `06:00`. Where that is not later than `from`, it is on the next day. `24:00` is midnight. */
  readonly to: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** An opening of a window: milliseconds since the epoch, open from the first to before the last. */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

/** A wall clock's time that a change of the clocks leaves out is taken for the one an hour later; one that comes twice, for the first. */
function openingOn(day: DateTime, { days = weekdays, from, to }: MaintenanceWindow): Opening | undefined {
  if (!days.includes(weekdays[day.weekday - 1]!)) return undefined;
  const at = (time: string, date: DateTime): number => {
    const [hour, minute] = time.split(":").map(Number);
    return hour === 24 ? date.plus({ days: 1 }).startOf("day").toMillis() : date.set({ hour: hour!, minute: minute!, second: 0, millisecond: 0 }).toMillis();
  };
  return { from: at(from, day), to: at(to, to > from ? day : day.plus({ days: 1 })) };
}

/**
 * The openings of a window that are not over, in their order and without end: from that which began the day before. Where a
 * change of the clocks leaves nothing of one, as of `02:00` to `03:00`, it falls out: an hour later is not what was agreed on.
 *
 * @throws TimeZoneUnknown
 */
function* openings(window: MaintenanceWindow, now: number): Generator<Opening, never> {
  const today = dayOf(window, now);
  for (let day = -1; ; day++) {
    const opening = openingOn(today.plus({ days: day }), window);
    if (opening && opening.from < opening.to && now < opening.to) yield opening;
  }
}

/** @throws TimeZoneUnknown */
function dayOf({ timeZone }: MaintenanceWindow, now: number): DateTime {
  const day = luxon().DateTime.fromMillis(now, { zone: timeZone }).startOf("day");
  if (!day.isValid) throw new TimeZoneUnknown(timeZone);
  return day;
}

/** @param now milliseconds since the epoch */
export const isOpen = (window: MaintenanceWindow, now: number): boolean => nextOpening(window, now) === now;

/** When it opens next, in milliseconds since the epoch; `now` where it is open. */
export const nextOpening = (window: MaintenanceWindow, now: number): number => Math.max(now, openings(window, now).next().value.from);

/** Whether there is such a time zone, as far as this machine knows. */
export const isTimeZone = (name: string): boolean => luxon().DateTime.local({ zone: name }).isValid;

/** A window that is open from one day to the next on so many days in a row is never closed. */
const WEEK = 7;

/**
 * The opening that `now` is in; `undefined` where it is closed. Openings that touch, as of `00:00` to `24:00`, are one, which has no
 * beginning and no end where the window never closes.
 *
 * @throws TimeZoneUnknown
 */
export function openingAt(window: MaintenanceWindow, now: number): Opening | undefined {
  const today = dayOf(window, now);
  const on = (day: number): Opening | undefined => openingOn(today.plus({ days: day }), window);
  const first = [0, -1].find((day) => isIn(on(day), now));
  if (first === undefined) return undefined;
  let { from, to } = on(first)!;
  for (let day = first - 1; ; day--) {
    const before = on(day);
    if (before === undefined || before.to < from) break;
    if (first - day >= WEEK) return { from: -Infinity, to: Infinity };
    from = Math.min(from, before.from);
  }
  for (let day = first + 1; ; day++) {
    const after = on(day);
    if (after === undefined || after.from > to) return { from, to };
    to = Math.max(to, after.to);
  }
}

const isIn = (opening: Opening | undefined, now: number): boolean => opening !== undefined && opening.from <= now && now < opening.to;

const MINUTES_OF_A_DAY = 24 * 60;

/** How many minutes it is open at a time, where no clocks change: at the longest. `Infinity`: it never closes. */
export function longestOpening({ days = weekdays, from, to }: MaintenanceWindow): number {
  const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const length = (minuteOf(to) - minuteOf(from) + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
  if (length > 0) return length;
  if (weekdays.every((day) => days.includes(day))) return Infinity;
  const isOneOfThem = weekdays.map((day) => (days.includes(day) ? "1" : "0")).join("").repeat(2); // Sunday touches Monday
  return Math.max(...isOneOfThem.split("0").map((row) => row.length)) * MINUTES_OF_A_DAY;
}
