import { readFileSync } from "node:fs";
import Draft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DriftReport } from "../../../../provider/drift/report";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { emptyReport, inSyncReport, sampleReport } from "./sample-report";

// The schema of OASIS, as Microsoft publishes it with its matchers for tests.
const schema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
// One of its patterns is an expression only without the flag `u`.
const validate = addFormats.default(new Draft04({ strict: false, allErrors: true, unicodeRegExp: false })).compile(schema);
const errorsIn = (log: unknown): unknown => (validate(log) ? [] : validate.errors);

const logOf = (report: DriftReport): any => JSON.parse(renderReport(report, "sarif"));
const runOf = (report: DriftReport): any => logOf(report).runs[0];

describe("the SARIF of a drift report", () => {
  it.each([
    ["a report of everything", sampleReport],
    ["a report without drift", inSyncReport],
    ["a report of nothing", emptyReport],
  ])("is valid by the official schema: %s", (_name, report) => {
    expect(errorsIn(logOf(report))).toEqual([]);
  });

  it("is valid whatever names there are, and makes no links of them", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const log = logOf(report);
        expect(errorsIn(log)).toEqual([]);
        for (const { message } of log.runs[0].results) expect(message.text).not.toMatch(/(?<!\\)\]\(/);
      }),
    );
  });

  it("has what code scanning demands of each rule", () => {
    for (const rule of runOf(sampleReport).tool.driver.rules) {
      expect(rule).toEqual(
        expect.objectContaining({
          id: expect.stringMatching(/./),
          shortDescription: { text: expect.stringMatching(/^.{1,1024}$/) },
          fullDescription: { text: expect.stringMatching(/^.{1,1024}$/) },
          help: { text: expect.stringMatching(/./) },
        }),
      );
    }
  });

  it("has what code scanning demands of each result: a rule, a message, one whole location, a fingerprint", () => {
    const run = runOf(sampleReport);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.message.text).not.toBe("");
      expect(result.locations).toHaveLength(1);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).not.toBe("");
      expect(Object.keys(region)).toEqual(["startLine", "startColumn", "endLine", "endColumn"]);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    }
  });

  it("points to the file that stands for a stack, or else to Pulumi.yaml, whatever the state was read from", () => {
    const { file: _, ...stack } = sampleReport.stacks[1]!;
    const at = (file?: string): string => runOf({ ...sampleReport, stacks: [{ ...stack, source: "pulumi stack export", ...(file && { file }) }], scopes: [] }).results[0].locations[0].physicalLocation.artifactLocation.uri;
    expect(at("states/labs.json")).toBe("states/labs.json");
    expect(at("my project/Pulumi.yaml")).toBe("my%20project/Pulumi.yaml");
    expect(at()).toBe("Pulumi.yaml");
    expect(at("/srv/my states/a#b.json")).toBe("file:///srv/my%20states/a%23b.json");
    expect(at("C:/states/labs.json")).toBe("file:///C:/states/labs.json");
  });

  it("keeps the fingerprint of a finding when all else about it changes", () => {
    const later = { ...sampleReport, generatedAt: "2026-11-20T08:00:00.000Z" };
    const prints = (report: DriftReport): unknown => runOf(report).results.map((result: any) => result.partialFingerprints.primaryLocationLineHash);
    expect(prints(later)).toEqual(prints(sampleReport));
    expect(new Set(prints(sampleReport) as string[]).size).toBe(13);
  });

  it("carries ignored findings as notes, suppressed with the reason", () => {
    const ignored = runOf(sampleReport).results.filter((result: any) => result.suppressions !== undefined);
    expect(ignored.map((result: any) => [result.level, result.suppressions[0].justification])).toEqual([
      ["note", "Kiosk in the lobby | ticket 4711 (until 2026-12-31)"],
      ["note", "The wall in the lobby shows the fair until Christmas. (until 2026-12-24)"],
    ]);
  });

  it("says errors twice, since code scanning shows no notifications and would close the alerts of what nobody looked at", () => {
    const run = runOf(sampleReport);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications.map((one: any) => one.message.text)).toEqual([
      expect.stringContaining("NotFound: Could not list the sessions of rg-avd/pool-2"),
      expect.stringContaining("StateUnreadable: Could not read the state states/broken.json"),
    ]);
    expect(run.results.filter((result: any) => result.ruleId === "NotObserved").map((result: any) => result.level)).toEqual(["error", "error"]);
    expect(runOf(inSyncReport).invocations[0]).toMatchObject({ executionSuccessful: true, toolExecutionNotifications: [] });
  });

  it("has no more results than code scanning takes, and says how many are left out", () => {
    const [stack] = sampleReport.stacks;
    const [finding] = stack!.intents[1]!.findings;
    const intents = [{ ...stack!.intents[1]!, findings: Array.from({ length: 25_010 }, () => finding!) }];
    const run = runOf({ ...inSyncReport, outcome: "drift", stacks: [{ ...stack!, intents }] });
    expect(run.results).toHaveLength(25_000);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toBe("10 of 25010 results were left out: GitHub takes 25000.");
  });

  it("is this, for the sample", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    await expect(renderReport(sampleReport, "sarif").replace(`"semanticVersion": "${version}"`, '"semanticVersion": "0.0.0"')).toMatchFileSnapshot("golden/sample.sarif");
  });
});
