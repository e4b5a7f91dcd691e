import { z } from "zod";
import { failuresOf } from "../check";
import { ReportUnreadable } from "../errors/report-unreadable";
import type { DriftReport, GoneFinding, StackReport } from "./report";
import { stackOf } from "./state";

const time = z.iso.datetime("expected a time as ISO 8601");
const urn = z.string().startsWith("urn:pulumi:", "expected a URN");
const finding = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, "expected 16 hexadecimal digits"),
  session: z.object({ sessionHost: z.string(), sessionId: z.string(), user: z.string() }),
  from: z.string(),
  to: z.string(),
  firstSeen: time.optional(),
});
const report = z.object({
  schemaVersion: z.literal(1, "expected 1: this version of pulumi-desktop-sessions reads no other"),
  generatedAt: time,
  stacks: z.array(z.object({ stack: z.string(), source: z.string(), leftOut: z.int().optional(), intents: z.array(z.object({ urn, findings: z.array(finding) })) })),
  unseen: z.array(z.object({ stack: z.string(), urn, finding })).optional(),
});

/** What an earlier report found. */
export interface Earlier {
  /** When a finding was first seen: ISO 8601. `undefined`: it was not. */
  firstSeen(id: string): string | undefined;
  /** Whether it would have found what there was of an intent. */
  lookedAt(urn: string): boolean;
  /** The stack that came from a source. `undefined`: none or several did. */
  stackFrom(source: string): string | undefined;
  /** What became of its findings that these stacks do not have, as far as they were looked at. */
  rest(stacks: readonly StackReport[], wasLeftOut: (urn: string) => boolean): Required<Pick<DriftReport, "gone" | "unseen">>;
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
  return earlierOf(given as DriftReport);
}

function earlierOf({ generatedAt, stacks, unseen = [] }: DriftReport): Earlier {
  const found = stacks.flatMap(({ stack, intents }) => intents.flatMap((intent) => intent.findings.map((one): GoneFinding => ({ stack, urn: intent.urn, finding: one }))));
  const all = [...found, ...unseen];
  const firstSeen = new Map(all.map(({ finding: one }) => [one.id, one.firstSeen ?? generatedAt]));
  return {
    firstSeen: (id) => firstSeen.get(id),
    lookedAt: (of) => fateIn(stacks, of, (stack) => (stack.leftOut ?? 0) > 0) !== "unseen",
    stackFrom: (source) => {
      const from = stacks.filter((stack) => stack.source === source);
      return from.length === 1 ? from[0]!.stack : undefined;
    },
    rest: (now, wasLeftOut) => {
      const fates = all.map((one) => [one, fateIn(now, one.urn, () => wasLeftOut(one.urn), one.finding.id)] as const);
      const of = (wanted: Fate): readonly GoneFinding[] => fates.filter(([, fate]) => fate === wanted).map(([one]) => one);
      return { gone: of("gone"), unseen: of("unseen").map((one) => kept(one, generatedAt)) };
    },
  };
}

/** When it was first seen is told by the report that did, and lost with it otherwise. */
const kept = ({ finding: { history: _, ...one }, ...about }: GoneFinding, generatedAt: string): GoneFinding => ({ ...about, finding: { ...one, firstSeen: one.firstSeen ?? generatedAt } });

type Fate = "there" | "gone" | "unseen";

/** What some stacks tell of a finding of an intent. An intent that is not in its state any more finds nothing. */
function fateIn(stacks: readonly StackReport[], of: string, wasLeftOut: (stack: StackReport) => boolean, id?: string): Fate {
  const [stack, again] = stacks.filter((one) => one.stack === stackOf(of));
  // Of a stack that is given twice, the second is an error.
  if (!stack || stack.error || again?.error) return "unseen";
  const intent = stack.intents.find((one) => one.urn === of);
  if (intent ? intent.error : wasLeftOut(stack)) return "unseen";
  return intent?.findings.some((one) => one.id === id) ? "there" : "gone";
}
