import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import type { DriftReport } from "../../../../provider/drift/report";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { emptyReport, inSyncReport, sampleReport } from "./sample-report";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

// GitHub's Markdown, by a parser that passes the tests of its specification.
const nodesOf = (markdown: string): readonly Node[] => {
  const flat = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(flat)];
  return flat(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
};
const typesIn = (markdown: string): Set<string> => new Set(nodesOf(markdown).map(({ type }) => type));

const own = /^(<\/?code>|<br>|<details><summary>|<\/?sub>|<\/details>|<!-- desktop-sessions drift -->|<details><summary><code>[^<]*<\/code>: \d+ findings?<\/summary>)$/;

const big = (intents: number, findings: number): DriftReport => {
  const [stack] = sampleReport.stacks;
  const intent = stack!.intents[2]!;
  return {
    ...inSyncReport,
    outcome: "drift",
    stacks: [{ ...stack!, outcome: "drift", intents: Array.from({ length: intents }, (_, n) => ({ ...intent, name: `empty-${n}`, findings: Array.from({ length: findings }, (_, m) => intent.findings[m % 6]!) })) }],
  };
};

describe("the Markdown of a drift report", () => {
  it.each([
    ["sample", sampleReport],
    ["in-sync", inSyncReport],
    ["empty", emptyReport],
  ])("is this: %s", async (name, report) => {
    await expect(renderReport(report, "markdown")).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it("is a table per stack and one per intent with findings", () => {
    const tables = nodesOf(renderReport(sampleReport, "markdown")).filter(({ type }) => type === "table");
    expect(tables.map(({ children }) => children!.length - 1)).toEqual([5, 3, 6, 1, 1, 1]);
  });

  it("lets no name be anything but text: no link, no picture, no mark-up, no mention, no element that is not ours", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const markdown = renderReport(report, "markdown");
        const nodes = nodesOf(markdown);
        expect([...typesIn(markdown)].filter((type) => ["link", "linkReference", "image", "imageReference", "emphasis", "delete", "code", "blockquote", "thematicBreak", "footnoteReference", "definition"].includes(type))).toEqual([]);
        for (const { value } of nodes.filter(({ type }) => type === "html")) for (const tag of value!.split("\n")) expect(tag).toMatch(own);
        let inCode = false;
        for (const { type, value } of nodes) {
          if (type === "html") inCode = value === "<code>";
          else if (type === "text" && !inCode) expect(value).not.toMatch(/[@#][^\u200B]/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has the same rows whatever names there are", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const rows = nodesOf(renderReport(report, "markdown")).filter(({ type }) => type === "tableRow");
        const intents = report.stacks.filter(({ error }) => error === undefined).flatMap((stack) => stack.intents);
        const tables = report.stacks.filter(({ error, intents: all }) => error === undefined && all.length > 0).length + intents.filter(({ findings }) => findings.length > 0).length;
        expect(rows).toHaveLength(tables + intents.length + intents.reduce((sum, { findings }) => sum + findings.length, 0));
        expect(new Set(rows.map(({ children }) => children!.length))).toEqual(rows.length === 0 ? new Set() : new Set([6]));
      }),
    );
  });

  it.each([
    [1, 10_000],
    [1_000, 10],
    [10_000, 1],
  ])("is never longer than a comment may be, and says what is cut: %i intents with %i findings each", (intents, findings) => {
    const markdown = renderReport(big(intents, findings), "markdown");
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(markdown).toMatch(/\d+ more (intents|intents with findings|findings) cut: a comment has at most 65,536 characters\./);
    expect(markdown).toContain("**Drift: ");
  });

  it("still fits where there are more stacks than lines", () => {
    const markdown = renderReport({ ...big(1, 1), stacks: Array.from({ length: 5_000 }, (_, n) => ({ ...emptyReport.stacks[0]!, stack: `s/${n}` })) }, "markdown");
    expect(markdown.length).toBeLessThanOrEqual(65_536);
  });
});
