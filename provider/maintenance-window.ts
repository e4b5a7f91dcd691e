import type { DateTime } from "luxon";

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
interface Opening {
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

/** The openings of a window (but what a change of the clocks leaves nothing of) that begin the day before `now`, on its day, and on the eight that follow, in their order. */
function openings(window: MaintenanceWindow, now: number): readonly Opening[] {
  const today = luxon().DateTime.fromMillis(now, { zone: window.timeZone }).startOf("day");
  return Array.from({ length: 10 }, (_, index) => openingOn(today.plus({ days: index - 1 }), window)).filter((opening) => opening !== undefined && opening.from < opening.to) as Opening[];
}

/** @param now milliseconds since the epoch */
export const isOpen = (window: MaintenanceWindow, now: number): boolean => openings(window, now).some(({ from, to }) => from <= now && now < to);

/** When it opens next, in milliseconds since the epoch; `now` where it is open. */
export const nextOpening = (window: MaintenanceWindow, now: number): number =>
  isOpen(window, now) ? now : Math.min(...openings(window, now).map(({ from }) => from).filter((from) => from > now));

/** Whether there is such a time zone, as far as this machine knows. */
export const isTimeZone = (name: string): boolean => luxon().DateTime.local({ zone: name }).isValid;

/** When the opening that `now` is in ends, in milliseconds since the epoch; `undefined` where it is closed. */
export function closing(window: MaintenanceWindow, now: number): number | undefined {
  let end: number | undefined;
  for (const { from, to } of openings(window, now)) {
    if (from > now) break; // they are in their order
    if (now < to) end = Math.max(end ?? to, to);
  }
  return end;
}
