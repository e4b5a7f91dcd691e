import type { DriftReport, HostReport, ScopeReport } from "../../report";
import { amount } from "../figures";
import { groupsOf, marksOf, sessionsOf, type Group, type Look } from "./occupancy";
import { html, Html, nothing } from "./tag";

/** A host with more sessions is a bar; so are all hosts where there are more sessions than a page should have squares. */
const mostOnHost = 300;
const mostOnPage = 20_000;
const mostHosts = 1_000;

/** Hosts and sessions: each session a square, those that break an intent first and in the colour of drift. */
export function picture(report: DriftReport): Html {
  const scopes = report.scopes.filter(({ hosts }) => hosts.length > 0);
  if (scopes.length === 0) return nothing;
  const marks = marksOf(report);
  const rows = scopes.map((scope) => ({ scope, hosts: scope.hosts.map((host) => ({ host, groups: groupsOf(scope, host, marks) })) }));
  const all = rows.flatMap(({ hosts }) => hosts);
  const asBars = all.reduce((sum, { host }) => sum + sessionsOf(host), 0) > mostOnPage;
  const most = Math.max(1, ...all.map(({ host }) => sessionsOf(host)));
  const share = Math.max(1, Math.floor(mostHosts / scopes.length));
  return html`<section aria-labelledby="hosts"><h2 id="hosts">Hosts and sessions</h2>${legend(all.flatMap(({ groups }) => groups))}
${rows.map(({ scope, hosts }) => scopePanel(scope, hosts, share, (host) => asBars || sessionsOf(host) > mostOnHost, most))}</section>
`;
}

interface Row {
  readonly host: HostReport;
  readonly groups: readonly Group[];
}

function scopePanel(scope: ScopeReport, rows: readonly Row[], share: number, asBar: (host: HostReport) => boolean, most: number): Html {
  const drifting = ({ groups }: Row): boolean => groups.some(({ look }) => look === "drift");
  // Where not all hosts fit, those with drift do, as far as they can.
  const shown = new Set(rows.length <= share ? rows : [...rows.filter(drifting), ...rows.filter((row) => !drifting(row))].slice(0, share));
  const left = rows.filter((row) => !shown.has(row));
  const total = (some: readonly Row[]): string => amount(some.reduce((sum, { host }) => sum + sessionsOf(host), 0), "session");
  return html`<div class="panel"><div class="head"><h3><bdi>${scope.scopeName}</bdi></h3><span class="muted">${scope.system}, ${amount(rows.length, "host")}, ${total(rows)}</span></div>
<table class="hosts" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Host</th><th role="columnheader" scope="col">Sessions</th><th role="columnheader" scope="col" class="number">Number</th></tr></thead><tbody role="rowgroup">
${[...shown].map((row) => hostRow(row, asBar(row.host), most))}</tbody></table>${left.length === 0 ? nothing : html`<p class="muted">${amount(left.length, "more host")} with ${total(left)}, not drawn.</p>`}</div>
`;
}

const words: Readonly<Record<Look, string>> = { drift: "breaking an intent", waiting: "breaking an intent, left alone for now", ignored: "ignored", active: "", pending: "", disconnected: "", other: "" };
const spoken = ({ look, state, count }: Group): string => `${count} ${state}${words[look] === "" ? "" : ` ${words[look]}`}`;

function hostRow({ host, groups }: Row, asBar: boolean, most: number): Html {
  const drawn = asBar ? bar(groups, most) : groups.map(({ look, state, count }) => html`<b class="${look}" title="${state}">${Array.from({ length: count }, () => square)}</b>`);
  const label = groups.map(spoken).join(", ");
  return html`<tr role="row"><th role="rowheader" scope="row"><bdi>${host.sessionHost}</bdi></th><td role="cell"><div class="${asBar ? "" : "squares"}" role="img" aria-label="${label}">${drawn}</div></td><td role="cell" class="number">${sessionsOf(host)}</td></tr>
`;
}

const square = html`<i></i>`;

function bar(groups: readonly Group[], most: number): Html {
  let x = 0;
  const parts = groups.map(({ look, count }) => {
    const part = html`<rect class="${look}" x="${x}" width="${count}" height="1"/>`;
    x += count;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 ${most} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function legend(groups: readonly Group[]): Html {
  const entries = new Map<string, Html>();
  for (const { look, state } of groups) {
    const [key, word] = look === "drift" ? ["drift", "Breaks an intent"] : look === "waiting" ? ["waiting", "Breaks an intent, left alone for now"] : look === "ignored" ? ["ignored", "Breaks an intent, ignored"] : [`${look} ${state}`, state];
    entries.set(key, html`<li><i class="${look}"></i>${word}</li>`);
  }
  const sorted = [...entries].sort(([a], [b]) => rank(a) - rank(b)).slice(0, 20);
  return html`<ul class="legend" aria-label="Legend">${sorted.map(([, entry]) => entry)}</ul>`;
}

const rank = (key: string): number => ["drift", "waiting", "ignored", "active", "pending", "disconnected", "other"].indexOf(key.split(" ")[0]!);
