import type { DriftReport, Finding } from "../../report";
import { byWeight, counts } from "../figures";
import { asideOf, changeOf, hostOf, sinceOf, userOf, wantedAndIs } from "../sentences";
import { visible } from "../visible";
import { pad, truncate, widthOf, wrap } from "./columns";
import type { Paint } from "./paint";

const headings = ["USER", "HOST", "SESSION", wantedAndIs.toUpperCase(), "SINCE", "FINDING"] as const;
const gap = 2;
/** Names give way first, the longer of them before the other; ids and states never. */
const elastic = [0, 1];
/** What a name can be told by. Where even that does not fit, there is no table. */
const least = 20;

const cells = (finding: Finding, report: DriftReport): readonly string[] =>
  [
    userOf(finding),
    hostOf(finding),
    finding.session.sessionId,
    changeOf(finding),
    [sinceOf(finding, report), finding.history ?? ""].filter((part) => part !== "").join(", "),
    finding.id,
  ].map(visible);

/** The sessions that break an intent, as a table where the width allows one; under each that does not count its reason. */
export function findingLines(findings: readonly Finding[], report: DriftReport, width: number, paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const sorted = byWeight(findings);
  const rows = sorted.map((finding) => cells(finding, report));
  // Nobody may know since when; a column with nothing in it would only take room.
  const columns = headings.flatMap((_, column) => (rows.some((row) => row[column] !== "") ? [column] : []));
  const widths = fit(headings.map((heading, column) => (columns.includes(column) ? rows.reduce((most, row) => Math.max(most, widthOf(row[column]!)), heading.length) : -gap)), width);
  const line = (row: readonly string[]): readonly string[] =>
    widths === undefined ? stacked(row, width) : [columns.map((column) => pad(truncate(row[column]!, widths[column]!), widths[column]!)).join(" ".repeat(gap)).trimEnd()];
  return [
    ...(widths === undefined ? [] : line(headings).map((text) => paint("faint", text))),
    ...sorted.flatMap((finding, index) =>
      counts(finding) ? line(rows[index]!) : [...line(rows[index]!), ...reason(finding, width)].map((text) => paint("faint", text)),
    ),
  ];
}

const reason = (finding: Finding, width: number): readonly string[] => wrap(visible(asideOf(finding)), width - gap).map((part) => `  ${part}`);

/** Two lines and more, with nothing cut off. */
function stacked([user, host, id, ...rest]: readonly string[], width: number): readonly string[] {
  const lines = [...wrap(`${user} on ${host}${id === "" ? "" : `, session ${id}`}`, width - gap), ...wrap(rest.filter((cell) => cell !== "").join(" · "), width - gap)];
  return lines.map((text, index) => (index === 0 ? `- ${text}` : `  ${text}`));
}

function fit(wanted: readonly number[], width: number): readonly number[] | undefined {
  const widths = wanted.map((one) => Math.min(one, width));
  let excess = widths.reduce((sum, one) => sum + one, (widths.length - 1) * gap) - width;
  for (; excess > 0; excess--) {
    const widest = elastic.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
    if (widths[widest]! <= least) return undefined;
    widths[widest]!--;
  }
  return widths;
}
