import type { RenderOptions } from "..";
import type { DriftReport, IntentReport, StackReport } from "../../report";
import { byOutcome } from "../figures";
import { changeOf, emptyStack, isOf, settledOf, sourceOf, subjectOf } from "../sentences";
import { summary } from "../summary";
import { placesOf, troublesOf } from "../troubles";
import { visible, visibleLines } from "../visible";
import { pad, wrap } from "./columns";
import { findingLines } from "./findings";
import { painter, type Paint } from "./paint";

/** What a terminal is not narrower than, to a program that sets text. */
const narrowest = 40;
const label = 10;

/** For a terminal: what needs a person first, and in the last line what it comes to. */
export function renderText(report: DriftReport, { colour = false, width = Infinity, footnote = "" }: RenderOptions): string {
  const columns = Math.max(narrowest, width);
  const paint = painter(colour);
  const blocks = [
    ...report.stacks.map((stack) => stackLines(stack, report, columns, paint)),
    goneLines(report, columns, paint),
    troubleLines(report, columns, paint),
    noteLines(report, columns, paint),
    [
      ...wrap(visible(summary(report)), columns).map((line) => paint(report.outcome, line)),
      ...(footnote === "" ? [] : wrap(footnote, columns).map((line) => paint("faint", line))),
    ],
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function stackLines(stack: StackReport, report: DriftReport, width: number, paint: Paint): readonly string[] {
  const source = sourceOf(stack);
  const head = `${paint("strong", visible(stack.stack))} ${source === "" ? "" : `${paint("faint", `(${visible(source)})`)} `}${paint(stack.outcome, stack.outcome)}`;
  if (stack.error !== undefined) return [head, ...said("error", `${stack.error.name}: its state could not be read.`, width)];
  if (stack.intents.length === 0) return [head, ...wrap(visible(emptyStack(stack)), width - 2).map((line) => `  ${line}`)];
  return [head, ...byOutcome(stack.intents).flatMap((intent) => intentLines(intent, report, width, paint))];
}

const marks = { "in sync": "✓", drift: "✗", error: "!" } as const;

function intentLines(intent: IntentReport, report: DriftReport, width: number, paint: Paint): readonly string[] {
  const head = `  ${paint(intent.outcome, marks[intent.outcome])} ${paint("strong", visible(intent.name))} ${paint("faint", visible(`${intent.intent} on ${intent.scopeName}`))}`;
  if (intent.outcome === "in sync" && intent.findings.length === 0) {
    return [head, ...wrap(visible(`${intent.wanted} ${isOf(intent)} Settled: ${settledOf(intent, report)}.`), width - 4).map((line) => paint("faint", `    ${line}`))];
  }
  return [
    head,
    ...said("wanted", intent.wanted, width),
    ...said("is", isOf(intent), width),
    ...findingLines(intent.findings, report, width - 4, paint).map((line) => `    ${line}`),
    ...said("next up", intent.nextUpdate, width),
    ...said("settled", settledOf(intent, report), width),
  ];
}

function said(what: string, text: string, width: number): readonly string[] {
  const lines = visibleLines(text).flatMap((line) => wrap(line, width - 4 - label));
  return lines.map((line, index) => `    ${pad(index === 0 ? what : "", label)}${line}`);
}

function goneLines({ gone = [] }: DriftReport, width: number, paint: Paint): readonly string[] {
  if (gone.length === 0) return [];
  const items = gone.map(({ stack, finding }) => `${subjectOf(finding)}, ${changeOf(finding)} (${stack}, finding ${finding.id})`);
  return [paint("strong", "Gone since the earlier report"), ...items.flatMap((item) => wrap(visible(item), width - 2).map((line) => `  ${line}`))];
}

function noteLines({ notes = [] }: DriftReport, width: number, paint: Paint): readonly string[] {
  if (notes.length === 0) return [];
  return [paint("strong", "Notes"), ...notes.flatMap((note) => wrap(visible(note), width - 2).map((line) => `  ${line}`))];
}

function troubleLines(report: DriftReport, width: number, paint: Paint): readonly string[] {
  const hits = troublesOf(report);
  if (hits.length === 0) return [];
  return [
    paint("error", "Errors"),
    ...hits.flatMap((hit) => [
      ...visibleLines(`${hit.name}: ${hit.message}`).flatMap((line) => wrap(line, width - 2)).map((line) => `  ${line}`),
      ...wrap(visible(placesOf(hit)), width - 4).map((line) => paint("faint", `    ${line}`)),
    ]),
  ];
}
