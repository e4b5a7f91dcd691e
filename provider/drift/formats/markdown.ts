import type { DriftReport, Finding, IntentReport, StackReport } from "../report";
import { amount, byOutcome, byWeight, counts } from "./figures";
import { htmlName, message, name, text } from "./markdown-escape";
import { asideOf, changeOf, contrastOf, emptyStack, hostOf, isOf, settledOf, sinceOf, userOf, wantedAndIs } from "./sentences";
import { summary } from "./summary";
import { placesOf, troublesOf } from "./troubles";

/** What GitHub takes as the body of a comment, in characters. */
const longest = 65_536;

/** Tells this comment from others, so that a workflow can replace its own. */
const mark = "<!-- desktop-sessions drift -->";

/** At most so many of each, in the order in which they are tried. */
const limits = [Infinity, 100, 30, 10, 3, 1] as const;

/** For a comment on a pull request. What does not fit is counted; the summary and every kind of thing stay. */
export function renderMarkdown(report: DriftReport): string {
  for (const limit of limits) {
    const whole = render(report, limit);
    if (whole.length <= longest) return whole;
  }
  // Hundreds of stacks: no table fits.
  return `${[mark, "## Session drift", `**${text(summary(report))}**`, `The details of ${amount(report.stacks.length, "stack")} do not fit into a comment. They are in the other formats of the report.`].join("\n\n")}\n`;
}

function render(report: DriftReport, limit: number): string {
  const blocks = [
    mark,
    "## Session drift",
    `**${text(summary(report))}**`,
    ...troubles(report, limit),
    ...firsts(report.stacks, limit, "stack").flatMap((stack) => (typeof stack === "string" ? [stack] : stackBlocks(stack, report, limit))),
    ...gone(report, limit),
    ...notes(report, limit),
    `<sub>Made ${text(report.generatedAt)}. Nothing was changed.</sub>`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The first ones, and a sentence about the others where there are any. */
function firsts<Item>(items: readonly Item[], limit: number, noun: string): readonly (Item | string)[] {
  if (items.length <= limit) return items;
  return [...items.slice(0, limit), `${amount(items.length - limit, `more ${noun}`)} cut: a comment has at most 65,536 characters.`];
}

const signs = { "in sync": "✅", drift: "⚠️", error: "❌" } as const;

function stackBlocks(stack: StackReport, report: DriftReport, limit: number): readonly string[] {
  const heading = `### ${signs[stack.outcome]} ${text(stack.stack)}`;
  if (stack.error !== undefined) return [heading, `Its state could not be read: ${text(stack.error.name)}.`];
  if (stack.intents.length === 0) return [heading, text(emptyStack(stack))];
  const rows = firsts(byOutcome(stack.intents), limit, "intent");
  const found = stack.intents.filter(({ findings }) => findings.length > 0);
  return [
    heading,
    table(["", "Intent", "Wanted", "What is", "Next `up`", "Settled"], rows.map((row) => (typeof row === "string" ? ["", row] : intentRow(row, report)))),
    ...firsts(found, limit, "intent with findings").flatMap((intent) => (typeof intent === "string" ? [intent] : [details(intent, report, limit)])),
  ];
}

const intentRow = (intent: IntentReport, report: DriftReport): readonly string[] => [
  signs[intent.outcome],
  `${name(intent.name)}<br>${text(`${intent.intent} on ${intent.scopeName}`)}`,
  text(intent.wanted),
  text(isOf(intent)),
  text(intent.nextUpdate),
  text(settledOf(intent, report)),
];

function details(intent: IntentReport, report: DriftReport, limit: number): string {
  const rows = firsts(byWeight(intent.findings), limit, "finding").map((row) => (typeof row === "string" ? [row] : findingRow(row, report)));
  return [
    `<details><summary>${htmlName(intent.name)}: ${amount(intent.findings.length, "finding")}</summary>`,
    table(["User", "Host", "Session", wantedAndIs, "Since", "Finding"], rows),
    "</details>",
  ].join("\n\n");
}

const findingRow = (finding: Finding, report: DriftReport): readonly string[] => [
  name(userOf(finding)),
  name(hostOf(finding)),
  finding.about === "host" ? "" : name(finding.session.sessionId),
  text(changeOf(finding)) + (counts(finding) ? "" : `<br>${text(asideOf(finding))}`),
  text([sinceOf(finding, report), finding.history ?? ""].filter((part) => part !== "").join(", ")),
  name(finding.id),
];

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${headings.map((_, column) => cells[column] ?? "").join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}

const list = <Item>(heading: string, items: readonly Item[], limit: number, noun: string, item: (one: Item) => string): readonly string[] =>
  items.length === 0 ? [] : [heading, firsts(items, limit, noun).map((one) => `- ${typeof one === "string" ? one : item(one)}`).join("\n")];

const troubles = (report: DriftReport, limit: number): readonly string[] =>
  list("### ❌ Errors", troublesOf(report), limit, "error", (hit) => `**${text(hit.name)}**: ${message(hit.message.replaceAll(/\r?\n/g, " "))} (${text(placesOf(hit))})`);

// A bare string among the items would be taken for the sentence about what was cut, which is not escaped.
const notes = (report: DriftReport, limit: number): readonly string[] =>
  list("### Notes", (report.notes ?? []).map((note) => ({ note })), limit, "note", ({ note }) => text(note));

const gone = ({ gone: findings = [] }: DriftReport, limit: number): readonly string[] =>
  list("### Gone since the earlier report", findings, limit, "finding", ({ stack, finding }) => `${finding.about === "host" ? `host ${name(hostOf(finding))}` : `${name(userOf(finding))} on ${name(hostOf(finding))}, session ${name(finding.session.sessionId)}`}: ${text(contrastOf(finding))} (${text(stack)}, ${name(finding.id)})`);
