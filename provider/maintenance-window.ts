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

/**
 * The openings of a window that are not over, in their order and without end: from that which began the day before. Where a
 * change of the clocks leaves nothing of one, as of `02:00` to `03:00`, it falls out: an hour later is not what was agreed on.
 *
 * @throws TimeZoneUnknown
 */
function* openings(window: MaintenanceWindow, now: number): Generator<Opening, never> {
  const today = luxon().DateTime.fromMillis(now, { zone: window.timeZone }).startOf("day");
  if (!today.isValid) throw new TimeZoneUnknown(window.timeZone);
  for (let day = -1; ; day++) {
    const opening = openingOn(today.plus({ days: day }), window);
    if (opening && opening.from < opening.to && now < opening.to) yield opening;
  }
}

/** @param now milliseconds since the epoch */
export const isOpen = (window: MaintenanceWindow, now: number): boolean => nextOpening(window, now) === now;

/** When it opens next, in milliseconds since the epoch; `now` where it is open. */
export const nextOpening = (window: MaintenanceWindow, now: number): number => Math.max(now, openings(window, now).next().value.from);

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
