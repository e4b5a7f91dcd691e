import ms from "ms";

/** `3 days ago`, seen from the time of the report; `undefined` where one of the two is no time. */
export function ago(when: string, generatedAt: string): string | undefined {
  const elapsed = Date.parse(generatedAt) - Date.parse(when);
  if (Number.isNaN(elapsed)) return undefined;
  return elapsed < 1000 ? "just now" : `${ms(elapsed, { long: true })} ago`;
}

/** `2026-11-20 06:30 UTC`: a reader elsewhere must not take it for a local time. What is no time stays as it is. */
export function dayAndTime(when: string): string {
  const parsed = Date.parse(when);
  return Number.isNaN(parsed) ? when : `${new Date(parsed).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
