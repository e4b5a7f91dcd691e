import ms, { type StringValue } from "ms";

/** Milliseconds, or a text such as `"30s"`, `"10m"` or `"1.5h"`. */
export type Duration = number | string;

/** `undefined` for what is no duration. One is never negative. */
export function milliseconds(duration: unknown): number | undefined {
  const parsed = signedMilliseconds(duration);
  return parsed !== undefined && parsed >= 0 ? parsed : undefined;
}

/** A duration, or with a minus the time before something; `undefined` for what is neither. */
export function signedMilliseconds(duration: unknown): number | undefined {
  // `ms` throws for a text that is empty or very long.
  const parsed: unknown = typeof duration === "string" && duration.length > 0 && duration.length < 100 ? ms(duration as StringValue) : duration;
  return typeof parsed === "number" && Number.isFinite(parsed) ? parsed : undefined;
}
