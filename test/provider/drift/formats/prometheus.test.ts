import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DriftReport } from "../../../../provider/drift/report";
import { reasonToSkip, title } from "../../../interop/python";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { emptyReport, sampleReport } from "./sample-report";

interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly { readonly value: number; readonly labels: Readonly<Record<string, string>> }[];
}

// The parser of the Prometheus project itself. Many texts in one process: each start takes a tenth of a second.
const script = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families as parse
print(json.dumps([[{"name": f.name, "type": f.type, "samples": [{"value": s.value, "labels": s.labels} for s in f.samples]} for f in parse(t)] for t in json.load(sys.stdin)]))
`;
const read = (reports: readonly DriftReport[]): readonly (readonly Family[])[] => {
  const input = JSON.stringify(reports.map((report) => renderReport(report, "prometheus")));
  const { status, stdout, stderr } = spawnSync(process.env["PYTHON"] ?? "python3", ["-c", script], { input, encoding: "utf8", maxBuffer: 1e9, env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as readonly (readonly Family[])[];
};
const reason = reasonToSkip("prometheus_client");

const parsePrometheus = require("parse-prometheus-text-format") as (text: string) => readonly Family[];

describe("the Prometheus text of a drift report", () => {
  it("is families of gauges to a parser", () => {
    expect(parsePrometheus(renderReport(sampleReport, "prometheus")).map(({ name, type }) => [name, type])).toEqual([
      ["desktop_sessions_drift_findings", "GAUGE"],
      ["desktop_sessions_drift_waiting", "GAUGE"],
      ["desktop_sessions_drift_intents", "GAUGE"],
      ["desktop_sessions_drift_errors", "GAUGE"],
      ["desktop_sessions_sessions", "GAUGE"],
      ["desktop_sessions_drift_last_run_timestamp_seconds", "GAUGE"],
    ]);
  });

  it("says when it was made, and no errors where there are none", () => {
    const text = renderReport(emptyReport, "prometheus");
    expect(text).toContain("\ndesktop_sessions_drift_last_run_timestamp_seconds 1795075200\n");
    expect(text).toContain('\ndesktop_sessions_drift_errors{stack="desktops/empty"} 0\n');
  });

  it("has no findings of an intent that nobody could look at, not even none", () => {
    const text = renderReport(sampleReport, "prometheus");
    expect(text).not.toContain("night-off");
    expect(text).toContain('\ndesktop_sessions_drift_errors{stack="desktops/prod"} 1\n');
    expect(text).toContain('\ndesktop_sessions_drift_errors{stack="states/broken.json"} 1\n');
  });

  it("counts ignored findings apart", () => {
    const text = renderReport(sampleReport, "prometheus");
    const labels = 'stack="desktops/prod",intent="contractor-off",type="SessionDisconnected",scope="rg-avd/pool-1",subscription="6c1f9b52-7a34-4a0e-9d7b-1f0a2f6f7a10"';
    expect(text).toContain(`desktop_sessions_drift_findings{${labels},ignored="false"} 2\n`);
    expect(text).toContain(`desktop_sessions_drift_findings{${labels},ignored="true"} 1\n`);
  });

  it("says of an error that is no stack's own that there is one, also beside those of stacks", () => {
    const of = (errors: number) => renderReport({ ...sampleReport, errors: Array(errors).fill({ name: "IgnoreExpired", message: "" }) }, "prometheus");
    expect(of(0)).toContain('\ndesktop_sessions_drift_errors{stack=""} 0\n');
    expect(of(2)).toContain('\ndesktop_sessions_drift_errors{stack=""} 2\n');
    expect(of(2)).toContain('\ndesktop_sessions_drift_errors{stack="desktops/prod"} 1\n');
  });

  it("has each series once, though two stacks have one name", () => {
    const [stack] = sampleReport.stacks;
    const lines = renderReport({ ...sampleReport, stacks: [stack!, stack!] }, "prometheus").split("\n");
    expect(lines).toContain('desktop_sessions_drift_errors{stack="desktops/prod"} 2');
    expect(lines.filter((line) => line.startsWith('desktop_sessions_drift_errors{stack="desktops/prod"}'))).toHaveLength(1);
  });

  it("writes backslashes, quotes and ends of lines of a name as the format has them", () => {
    const text = renderReport({ ...emptyReport, stacks: [{ ...emptyReport.stacks[0]!, stack: 'C:\\states "a"\nb' }] }, "prometheus");
    expect(text).toContain(String.raw`desktop_sessions_drift_errors{stack="C:\\states \"a\"\nb"} 0`);
  });

  it("is this, for the sample", async () => {
    await expect(renderReport(sampleReport, "prometheus")).toMatchFileSnapshot("golden/sample.prom");
  });

  it.skipIf(reason !== undefined)(title(reason, "gives every name back to the parser of the Prometheus project, whatever it is"), () => {
    const reports = [sampleReport, ...fc.sample(arbitraryReport, 200)];
    read(reports).forEach((families, index) => {
      const stacks = families.find(({ name }) => name === "desktop_sessions_drift_intents")?.samples.map(({ labels }) => labels["stack"]) ?? [];
      const replaced = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\n]|[\u2028\u2029]/gu, "\u{FFFD}");
      expect(new Set(stacks)).toEqual(new Set(reports[index]!.stacks.map(({ stack }) => replaced(stack))));
    });
  });
});
