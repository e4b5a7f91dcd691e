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
    ...(figures.waiting > 0 ? [`${amount(figures.waiting, "finding")} left alone for now.`] : []),
    ...(figures.leftOut > 0 ? [`${amount(figures.leftOut, "intent")} left out.`] : []),
  ].join(" ");
}

function trouble(report: DriftReport, { intents, unseen }: Figures): string {
  const errors = amount(troublesOf(report).length, "error");
  return unseen === 0 ? `Error: ${errors}.` : `Error: ${unseen} of ${amount(intents, "intent")} could not be looked at (${errors}).`;
}

const drift = ({ findings, drifted, intents, stacks }: Figures): string =>
  `Drift: ${amount(findings, "finding")} on ${drifted} of ${amount(intents, "intent")} in ${amount(stacks, "stack")}.`;

function inSync({ stacks }: DriftReport, figures: Figures): string {
  if (figures.intents > 0) return `In sync: ${holding(figures)} in ${amount(stacks.length, "stack")}.`;
  if (figures.leftOut > 0) return "In sync: no intent was looked at.";
  return stacks.length === 1 ? `In sync: there are no intents in ${stacks[0]!.stack}.` : `In sync: there are no intents in ${amount(stacks.length, "stack")}.`;
}

/** What is broken does not hold, though nobody minds. */
function holding({ intents, held, ignored, waiting }: Figures): string {
  const broken = intents - held;
  const aside = [...(ignored > 0 || waiting === 0 ? ["ignored"] : []), ...(waiting > 0 ? ["left alone for now"] : [])].join(" or ");
  if (held === 0) return `${amount(broken, "intent")} ${broken === 1 ? "is" : "are"} broken only by what is ${aside},`;
  const hold = held === 1 ? "1 intent holds" : `${held} intents hold`;
  return broken === 0 ? hold : `${hold}, and ${broken} ${broken === 1 ? "is" : "are"} broken only by what is ${aside},`;
}

const history = (past: NonNullable<Figures["history"]>): string =>
  `Since the earlier report: ${past.new} new, ${past.stillThere} still there, ${past.gone} gone${past.unseen > 0 ? `, ${past.unseen} not looked at` : ""}.`;
