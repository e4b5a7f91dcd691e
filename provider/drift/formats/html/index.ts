import { createHash } from "node:crypto";
import type { DriftReport } from "../../report";
import { amount, figuresOf } from "../figures";
import { contrastOf, hostOf, userOf } from "../sentences";
import { dayAndTime } from "../time";
import { placesOf, troublesOf } from "../troubles";
import { visibleLines } from "../visible";
import { newAllowance } from "./allowance";
import { picture } from "./picture";
import { clip, more, stackSection } from "./stack";
import { style } from "./style";
import { html, Html, nothing } from "./tag";

/** One file with nothing around it: no script, no picture, no font, and a policy that allows none. */
export function renderHtml(report: DriftReport): string {
  const left = newAllowance();
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Session drift: ${report.outcome}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<header><p class="over">Desktop sessions · drift report · ${dayAndTime(report.generatedAt)}</p><h1>${headline(report)}</h1>${figures(report)}</header>
${troubles(report)}${picture(report)}${report.stacks.map((stack, index) => stackSection(stack, index, report, left))}${gone(report)}${notes(report)}<footer>Made by desktop-sessions drift at ${dayAndTime(report.generatedAt)}. Nothing was changed.</footer>
</main>
</body>
</html>
`.toString();
}

function headline(report: DriftReport): string {
  const { intents, held, drifted, unseen, leftOut, ignored, waiting } = figuresOf(report);
  const aside = ignored === 0 ? "left alone for now" : waiting === 0 ? "ignored" : "ignored or left alone for now";
  if (report.outcome === "in sync") return intents === 0 ? `In sync: ${leftOut > 0 ? "no intent was looked at" : "there are no intents"}` : held === intents ? "Every intent holds" : `In sync: what breaks an intent is ${aside}`;
  const drift = `${drifted} of ${amount(intents, "intent")} drifted`;
  if (report.outcome === "drift") return drift;
  const trouble = unseen === 0 ? "not everything could be looked at" : `${unseen} could not be looked at`;
  return `${drift}, ${trouble}`;
}

function figures(report: DriftReport): Html {
  const { stacks, intents, findings, ignored, waiting, history } = figuresOf(report);
  const errors = troublesOf(report).length;
  const figure = (word: string, count: number, look = ""): Html => html`<div class="${count === 0 ? "" : look}"><dt>${word}</dt><dd>${count}</dd></div>`;
  return html`<dl class="figures">${figure("Stacks", stacks)}${figure("Intents", intents)}${figure("Findings", findings, "drift")}${figure("Ignored", ignored)}${waiting === 0 ? nothing : figure("Waiting", waiting)}${figure("Errors", errors, "error")}${history === undefined ? nothing : [figure("New", history.new, "drift"), figure("Gone", history.gone)]}</dl>`;
}

const most = 200;

function troubles(report: DriftReport): Html {
  const hits = troublesOf(report);
  if (hits.length === 0) return nothing;
  return html`<section aria-labelledby="errors"><h2 id="errors">Errors</h2>${hits.slice(0, most).map(
    (hit) => html`<div class="panel error"><div class="head"><h3>${hit.name}</h3><span class="muted">${placesOf(hit)}</span></div>${visibleLines(hit.message).map((line) => html`<p>${line}</p>`)}</div>
`,
  )}${more(Math.max(0, hits.length - most), "error")}</section>
`;
}

function notes({ notes: all = [] }: DriftReport): Html {
  if (all.length === 0) return nothing;
  return html`<section aria-labelledby="notes"><h2 id="notes">Notes</h2><div class="panel"><ul class="plain">${all.slice(0, most).map((note) => html`<li>${note}</li>
`)}</ul>${more(Math.max(0, all.length - most), "note")}</div></section>
`;
}

function gone({ gone: findings = [] }: DriftReport): Html {
  if (findings.length === 0) return nothing;
  return html`<section aria-labelledby="gone"><h2 id="gone">Gone since the earlier report</h2><div class="panel"><ul class="plain">${findings.slice(0, most).map(
    ({ stack, finding }) => html`<li>${finding.about === "host" ? html`host <bdi>${clip(hostOf(finding))}</bdi>` : html`<bdi>${clip(userOf(finding))}</bdi> on <bdi>${clip(hostOf(finding))}</bdi>, session ${clip(finding.session.sessionId)}`}: ${contrastOf(finding)} <span class="muted">(<bdi>${stack}</bdi>)</span> <code>${finding.id}</code></li>
`,
  )}</ul>${more(Math.max(0, findings.length - most), "finding")}</div></section>
`;
}
