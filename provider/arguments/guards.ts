import { z } from "zod";
import { isTimeZone, longestOpening, weekdays, type MaintenanceWindow } from "../maintenance-window";
import { only, text } from "./shape";

const minutes = z.number("expected a number of minutes").positive("expected more than 0 minutes");
const patterns = z.array(z.string("expected text").regex(/\S/, "expected a name, in which * stands for any characters"), "expected a list");

const time = (most: string, pattern: RegExp) => z.string("expected text").regex(pattern, `expected a time of day from 00:00 to ${most}`);
const window = only("a window", {
  days: z.array(z.enum(weekdays, `expected one of ${weekdays.join(", ")}`), "expected a list").min(1, "expected at least one day").optional(),
  from: time("23:59", /^([01]\d|2[0-3]):[0-5]\d$/),
  to: time("24:00", /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
  timeZone: z.string("expected text").refine(isTimeZone, "expected an IANA time zone such as Europe/Berlin"),
});

/** Whom an intent must never touch, and when it may act. */
export const guards = {
  protect: only("protect", { users: patterns.optional(), sessionHosts: patterns.optional() }).optional(),
  within: window.optional(),
};

export const notice = only("a notice", { title: text, body: text, minutes, wait: z.boolean("expected true or false").optional() }).optional();
export const escalate = only("escalate", { minutes }).optional();
export const minimumAvailable = z.int("expected a whole number").nonnegative("expected 0 or more").optional();

interface Timed {
  readonly notice?: { readonly minutes: number } | undefined;
  readonly escalate?: { readonly minutes: number } | undefined;
  readonly within?: unknown;
}

/** What is promised in one opening of a window means nothing in the next: a time that none of them has room for would never be over. */
export function endsWithinWindow({ notice: told, escalate: further, within }: Timed, context: z.RefinementCtx): void {
  if (within === undefined) return;
  const longest = longestOpening(within as MaintenanceWindow);
  const minutesInAll = (told?.minutes ?? 0) + (further?.minutes ?? 0);
  if (!(minutesInAll >= longest)) return;
  const together = told && further ? `, together with the ${further.minutes} of escalate.minutes` : "";
  context.addIssue({
    code: "custom",
    path: [told ? "notice" : "escalate", "minutes"],
    message: `expected less than ${longest}${together}: the window (within) is open for ${longest} minutes at a time, and nobody's time would be over before it closes. Give people less time, or open it for longer`,
  });
}
