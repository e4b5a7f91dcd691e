import { z } from "zod";
import { failuresOf } from "../check";
import { ReportUnreadable } from "../errors/report-unreadable";
import type { DriftReport, Finding, GoneFinding, StackReport } from "./report";

const time = z.iso.datetime("expected a time as ISO 8601");
const finding = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, "expected 16 hexadecimal digits"),
  session: z.object({ sessionHost: z.string(), sessionId: z.string(), user: z.string() }),
  from: z.string(),
  to: z.string(),
  since: time.optional(),
});
const report = z.object({
  schemaVersion: z.literal(1, "expected 1: this version of pulumi-desktop-sessions reads no other"),
  generatedAt: time,
  stacks: z.array(z.object({ stack: z.string(), intents: z.array(z.object({ urn: z.string(), findings: z.array(finding) })) })),
});

/** What an earlier report found. */
export interface Earlier {
  readonly generatedAt: string;
  finding(id: string): Finding | undefined;
  /** What is there no more, as far as these stacks were looked at. */
  gone(stacks: readonly StackReport[], wasLeftOut: (urn: string) => boolean): readonly GoneFinding[];
}

/**
 * @param given the JSON of a report.
 * @param name how sentences name where it comes from.
 * @throws ReportUnreadable
 */
export function readEarlier(given: unknown, name: string): Earlier {
  const failures = failuresOf(report, given);
  if (failures.length > 0) {
    throw new ReportUnreadable({
      failed: `read the earlier report ${name}`,
      why: failures.slice(0, 3).map(({ property, reason }) => `${property === "" ? "it" : property} ${reason}`).join("; "),
      remedy: "Give what `desktop-sessions drift --format json` wrote, or leave --since out.",
    });
  }
  const { generatedAt, stacks } = given as DriftReport;
  const all = stacks.flatMap(({ stack, intents }) => intents.flatMap(({ urn, findings }) => findings.map((one) => ({ stack, urn, finding: one }))));
  const byId = new Map(all.map((one) => [one.finding.id, one.finding]));
  return {
    generatedAt,
    finding: (id) => byId.get(id),
    gone: (now, wasLeftOut) => all.filter((one) => !wasLeftOut(one.urn) && isGone(one, now)),
  };
}

/** Nobody can tell of what was not looked at, by this run or with success. An intent that is not in its state any more finds nothing. */
function isGone({ stack, urn, finding: { id } }: GoneFinding, stacks: readonly StackReport[]): boolean {
  const readings = stacks.filter((one) => one.stack === stack);
  if (readings.length === 0 || readings.some(({ error }) => error)) return false;
  const looks = readings.flatMap(({ intents }) => intents.filter((intent) => intent.urn === urn));
  return !looks.some(({ error, findings }) => error ?? findings.some((one) => one.id === id));
}
