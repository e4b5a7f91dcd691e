import type { DriftReport, Finding, IntentReport, Outcome, StackReport } from "../../report";
import { amount, byWeight, counts } from "../figures";
import { asideOf, emptyStack, hostOf, isOf, settledOf, sinceOf, sourceOf, userOf, wantedAndIs } from "../sentences";
import { ago } from "../time";
import type { Allowance } from "./allowance";
import { html, type Html, nothing } from "./tag";

const classes: Readonly<Record<Outcome, string>> = { "in sync": "ok", drift: "drift", error: "error" };
const badge = (outcome: Outcome): Html => html`<span class="badge ${classes[outcome]}">${outcome}</span>`;

/** What was found of one stack: each intent that needs a person in a panel, the others in one table. */
export function stackSection(stack: StackReport, index: number, report: DriftReport, left: Allowance): Html {
  const open = ({ outcome, findings }: IntentReport): boolean => outcome !== "in sync" || findings.length > 0;
  const first = [...stack.intents.filter(({ outcome }) => outcome === "error"), ...stack.intents.filter((intent) => intent.outcome !== "error" && open(intent))];
  const panels = left.intents.take(first);
  const held = stack.intents.filter((intent) => !open(intent));
  const rows = left.held.take(held);
  return html`<section aria-labelledby="stack-${index}"><h2 id="stack-${index}"><bdi>${stack.stack}</bdi> ${badge(stack.outcome)} ${sourceOf(stack) === "" ? nothing : html`<span class="muted over">${sourceOf(stack)}</span>`}</h2>
${stack.error === undefined ? nothing : html`<div class="panel error"><p>Its state could not be read: ${stack.error.name}.</p></div>`}${stack.error === undefined && stack.intents.length === 0 ? html`<div class="panel"><p>${emptyStack(stack)}</p></div>` : nothing}${panels.map((intent) => panel(intent, report, left))}${more(first.length - panels.length, "intent")}${held.length === 0 ? nothing : table(rows, report)}${more(held.length - rows.length, "intent that holds", "intents that hold")}</section>
`;
}

export const more = (count: number, noun: string, plural = `${noun}s`): Html => (count === 0 ? nothing : html`<p class="muted">${count} more ${count === 1 ? noun : plural}, in the other formats of this report.</p>`);

function panel(intent: IntentReport, report: DriftReport, left: Allowance): Html {
  const sorted = byWeight(intent.findings);
  const rows = left.findings.take(sorted);
  return html`<article class="panel"><div class="head"><h3><bdi>${intent.name}</bdi></h3>${badge(intent.outcome)}<span class="muted">${intent.intent} on <bdi>${intent.scopeName}</bdi></span></div>
<dl class="facts"><dt>Wanted</dt><dd>${intent.wanted}</dd><dt>What is</dt><dd>${isOf(intent)}</dd><dt>Next up</dt><dd>${intent.nextUpdate}</dd><dt>Settled</dt><dd>${settledOf(intent, report)}</dd></dl>
${rows.length === 0 ? nothing : findings(rows, report)}${more(sorted.length - rows.length, "finding")}</article>
`;
}

const heading = (...columns: readonly string[]): Html =>
  html`<thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}</tr></thead>`;

const findings = (rows: readonly Finding[], report: DriftReport): Html => html`<table class="findings" role="table">${heading("User", "Host", "Session", wantedAndIs, "Since", "Finding")}<tbody role="rowgroup">
${rows.map((finding) => findingRow(finding, report))}</tbody></table>`;

/** A narrow screen has no head of a table, so each cell carries what it is. */
const cell = (is: string, content: Html | string): Html => html`<td role="cell" data-is="${is}"><div class="cell">${content}</div></td>`;

const findingRow = (finding: Finding, report: DriftReport): Html => html`<tr role="row" class="${counts(finding) ? "" : "faint"}">${cell("User", named(userOf(finding)))}${cell("Host", named(hostOf(finding)))}${cell("Session", clip(finding.session.sessionId))}${cell(wantedAndIs, html`${finding.from} → <span class="to">${finding.to}</span>${counts(finding) ? nothing : html`<span class="reason">${asideOf(finding)}</span>`}`)}${cell("Since", html`${sinceOf(finding, report)}${history(finding)}`)}${cell("Finding", html`<code>${finding.id}</code>`)}</tr>
`;

const named = (name: string): Html => html`<bdi>${clip(name)}</bdi>`;

const history = (finding: Finding): Html => (finding.history === undefined ? nothing : html`${(finding.since ?? finding.firstSeen) === undefined ? "" : ", "}<span class="${finding.history === "new" && counts(finding) ? "new" : ""}">${finding.history}</span>`);

/** A name of any length must not fill the page. */
export const clip = (name: string): string => (name.length > 200 ? `${name.slice(0, 200).toWellFormed()}…` : name);

const table = (intents: readonly IntentReport[], report: DriftReport): Html => html`<div class="panel"><div class="head"><h3>${amount(intents.length, "intent")} in sync</h3></div><table role="table">${heading("Intent", "Wanted", "What is", "Kind", "On", "Settled")}<tbody role="rowgroup">
${intents.map(
  (intent) => html`<tr role="row">${cell("Intent", named(intent.name))}${cell("Wanted", clip(intent.wanted))}${cell("What is", isOf(intent))}${cell("Kind", intent.intent)}${cell("On", named(intent.scopeName))}${cell("Settled", intent.settledAt === undefined ? "never" : (ago(intent.settledAt, report.generatedAt) ?? intent.settledAt))}</tr>
`,
)}</tbody></table></div>`;
