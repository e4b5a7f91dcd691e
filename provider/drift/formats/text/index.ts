import type { RenderOptions } from "..";
import { noChange, type DriftReport, type IntentReport, type StackReport } from "../../report";
import { byOutcome } from "../figures";
import { contrastOf, emptyStack, isOf, settledOf, sourceOf, subjectOf } from "../sentences";
import { summary } from "../summary";
import { placesOf, troublesOf } from "../troubles";
import { visible, visibleLines } from "../visible";
import { pad, widthOf, wrap } from "./columns";
import { findingLines } from "./findings";
import { painter, type Paint } from "./paint";

/** What a terminal is not narrower than, to a program that sets text. */
const narrowest = 40;
const label = 10;

/** For a terminal: what needs a person first, and in the last line what it comes to. */
export function* renderText(report: DriftReport, { colour = false, width = Infinity, footnote = "" }: RenderOptions): Generator<string> {
  const columns = Math.max(narrowest, width);
  const paint = painter(colour);
  for (const stack of report.stacks) {
    yield* block(stackHead(stack, columns, paint));
    for (const intent of byOutcome(stack.intents)) yield* block(intentLines(intent, report, columns, paint));
    yield "\n";
  }
  for (const lines of [goneLines(report, columns, paint), troubleLines(report, columns, paint), noteLines(report, columns, paint)]) {
    if (lines.length > 0) yield* block([...lines, ""]);
  }
  yield* block(wrap(visible(summary(report)), columns).map((line) => paint(report.outcome, line)));
  if (footnote !== "") yield* block(wrap(footnote, columns).map((line) => paint("faint", line)));
}

function* block(lines: readonly string[]): Generator<string> {
  yield `${lines.join("\n")}\n`;
}

function stackHead(stack: StackReport, width: number, paint: Paint): readonly string[] {
  const source = sourceOf(stack);
  const head = words(width, 2, [
    ["strong", visible(stack.stack)],
    ...(source === "" ? [] : [["faint", `(${visible(source)})`] as const]),
    [stack.outcome, stack.outcome],
  ], paint);
  if (stack.error !== undefined) return [...head, ...said("error", `${stack.error.name}: its state could not be read.`, width)];
  return stack.intents.length === 0 ? [...head, ...wrap(visible(emptyStack(stack)), width - 2).map((line) => `  ${line}`)] : head;
}

/** Parts in their colours, on one line where they fit; else each begins a line, all but the first indented. */
function words(width: number, indent: number, parts: readonly (readonly [Parameters<Paint>[0], string])[], paint: Paint): readonly string[] {
  const fits = parts.reduce((sum, [, text]) => sum + widthOf(text) + 1, -1) <= width;
  if (fits) return [parts.map(([style, text]) => paint(style, text)).join(" ")];
  return parts.flatMap(([style, text], part) =>
    wrap(text, width - indent).map((line, index) => `${part + index === 0 ? "" : " ".repeat(indent)}${paint(style, line)}`),
  );
}

const marks = { "in sync": "✓", drift: "✗", error: "!" } as const;

function intentLines(intent: IntentReport, report: DriftReport, width: number, paint: Paint): readonly string[] {
  const rest = words(width - 4, 2, [["strong", visible(intent.name)], ["faint", visible(`${intent.intent} on ${intent.scopeName}`)]], paint);
  const head = rest.map((line, index) => (index === 0 ? `  ${paint(intent.outcome, marks[intent.outcome])} ${line}` : `    ${line}`));
  if (intent.outcome === "in sync" && intent.findings.length === 0) {
    const next = intent.nextUpdate === noChange ? "" : ` Next up: ${intent.nextUpdate}`;
    return [...head, ...wrap(visible(`${intent.wanted} ${isOf(intent)} Settled: ${settledOf(intent, report)}.${next}`), width - 4).map((line) => paint("faint", `    ${line}`))];
  }
  return [
    ...head,
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
  const items = gone.map(({ stack, finding }) => `${subjectOf(finding)}, ${contrastOf(finding)} (${stack}, finding ${finding.id})`);
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
