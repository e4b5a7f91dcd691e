import type { DriftReport } from "../report";
import { amount, figuresOf, type Figures } from "./figures";
import { troublesOf } from "./troubles";

/** What a report comes to, in a sentence or a few: the line that is read when no other is. */
export function summary(report: DriftReport): string {
  const figures = figuresOf(report);
  return [
    ...(report.outcome === "error" ? [trouble(report, figures)] : []),
    ...(figures.findings > 0 || report.outcome === "drift" ? [drift(figures)] : []),
    ...(report.outcome === "in sync" ? [inSync(report, figures)] : []),
    ...(figures.history === undefined ? [] : [history(figures.history)]),
    ...(figures.ignored > 0 ? [`${amount(figures.ignored, "finding")} ignored.`] : []),
  ].join(" ");
}

function trouble(report: DriftReport, { intents, unseen }: Figures): string {
  const errors = amount(troublesOf(report).length, "error");
  return unseen === 0 ? `Error: ${errors}.` : `Error: ${unseen} of ${amount(intents, "intent")} could not be looked at (${errors}).`;
}

const drift = ({ findings, drifted, intents, stacks }: Figures): string =>
  `Drift: ${amount(findings, "finding")} on ${drifted} of ${amount(intents, "intent")} in ${amount(stacks, "stack")}.`;

function inSync({ stacks }: DriftReport, { intents, held }: Figures): string {
  if (intents > 0) return `In sync: ${holding(intents, held)} in ${amount(stacks.length, "stack")}.`;
  return stacks.length === 1 ? `In sync: there are no intents in ${stacks[0]!.stack}.` : `In sync: there are no intents in ${amount(stacks.length, "stack")}.`;
}

/** What is broken does not hold, though nobody minds. */
function holding(intents: number, held: number): string {
  const broken = intents - held;
  if (held === 0) return `${amount(broken, "intent")} ${broken === 1 ? "is" : "are"} broken only by what is ignored,`;
  const hold = held === 1 ? "1 intent holds" : `${held} intents hold`;
  return broken === 0 ? hold : `${hold}, and ${broken} ${broken === 1 ? "is" : "are"} broken only by what is ignored,`;
}

const history = (past: NonNullable<Figures["history"]>): string =>
  `Since the earlier report: ${past.new} new, ${past.stillThere} still there, ${past.gone} gone.`;
