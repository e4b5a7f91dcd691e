/** As much of a text as an error repeats. */
const LONGEST = 100;

/**
 * What was found in a body in place of something else, for an error that says so. Not all of it: what a stranger sends may be
 * as long as a body can be, and nested deeper than `JSON.stringify` can follow.
 */
export function found(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
