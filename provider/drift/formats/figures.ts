import type { DriftReport, Finding, IntentReport } from "../report";

/** How many there are of what. */
export interface Figures {
  readonly stacks: number;
  readonly intents: number;
  /** Intents that something breaks which counts. */
  readonly drifted: number;
  /** Intents that nothing breaks. */
  readonly held: number;
  /** Intents that were not meant. */
  readonly leftOut: number;
  /** Intents that could not be looked at. */
  readonly unseen: number;
  readonly findings: number;
  readonly ignored: number;
  /** Findings that are left alone for now, ignored ones aside. */
  readonly waiting: number;
  /** Findings against the earlier report; absent without one. */
  readonly history?: { readonly new: number; readonly stillThere: number; readonly gone: number; readonly unseen: number };
}

export const counts = ({ ignored, waiting }: Finding): boolean => ignored === undefined && waiting === undefined;

/** How many findings do not count, and why. */
export const asides = (findings: readonly Finding[]): { readonly ignored: number; readonly waiting: number } => ({
  ignored: findings.filter(({ ignored }) => ignored !== undefined).length,
  waiting: findings.filter(({ ignored, waiting }) => ignored === undefined && waiting !== undefined).length,
});

/** Findings that count come first. */
export const byWeight = (findings: readonly Finding[]): readonly Finding[] => [
  ...findings.filter(counts),
  ...findings.filter((finding) => !counts(finding)),
];

const weights = { error: 0, drift: 1, "in sync": 2 } as const;

/** What needs a person comes first; otherwise the order of the state. */
export const byOutcome = (intents: readonly IntentReport[]): readonly IntentReport[] =>
  intents.toSorted((a, b) => weights[a.outcome] - weights[b.outcome]);

export function figuresOf(report: DriftReport): Figures {
  const intents = report.stacks.flatMap((stack) => stack.intents);
  const all = intents.flatMap(({ findings }) => findings);
  const findings = all.filter(counts);
  return {
    stacks: report.stacks.length,
    intents: intents.length,
    drifted: intents.filter((intent) => intent.findings.some(counts)).length,
    held: intents.filter(({ outcome, findings: own }) => outcome === "in sync" && own.length === 0).length,
    leftOut: report.stacks.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0),
    unseen: intents.filter(({ error }) => error !== undefined).length,
    findings: findings.length,
    ...asides(all),
    ...(report.gone !== undefined && {
      history: {
        new: findings.filter(({ history }) => history === "new").length,
        stillThere: findings.filter(({ history }) => history === "still there").length,
        gone: report.gone.length,
        unseen: report.unseen?.length ?? 0,
      },
    }),
  };
}

/** `1 intent`, `2 intents`. */
export const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
