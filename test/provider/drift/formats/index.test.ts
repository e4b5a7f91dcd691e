import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryReport } from "./arbitrary-report";
import { formats, renderReport } from "./render";
import { emptyReport, inSyncReport, sampleReport } from "./sample-report";

describe.each(formats)("a drift report as %s", (format) => {
  it("can be written of any report, and is text that UTF-8 can carry", () => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const written = renderReport(report, format);
        expect(written.at(-1)).toBe("\n");
        expect(written.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    ["everything", sampleReport],
    ["no drift", inSyncReport],
    ["nothing", emptyReport],
  ])("is the same each time: %s", (_name, report) => {
    expect(renderReport(report, format)).toBe(renderReport(structuredClone(report), format));
  });

  it.each([
    ["alone", inSyncReport],
    ["beside other errors", sampleReport],
  ])("tells a rule that has expired, or that there is one error more: %s", (_name, without) => {
    const expired = { name: "IgnoreExpired", message: "Could not follow the rule for user bob: its last day was 2026-10-31." };
    const written = renderReport({ ...without, outcome: "error", errors: [expired] }, format);
    expect(renderReport(without, format)).not.toContain("2026-10-31");
    if (format === "prometheus") expect(written).toContain('\ndesktop_sessions_drift_errors{stack=""} 1\n');
    else expect(written).toContain("2026-10-31");
  });

  it.skipIf(format === "prometheus")("tells what is worth knowing and no error", () => {
    const note = "No finding is about the rule for user dan (on call, until 2026-10-31).";
    const written = renderReport({ ...inSyncReport, notes: [note] }, format);
    expect(written.replace(/&#40;/g, "(").replace(/&#41;/g, ")")).toContain(note);
  });

  // Reading it must not depend on who is told to look at what: the words are the same in each.
  it("names who came back, on which host", () => {
    const written = renderReport(sampleReport, format);
    const people = format !== "prometheus";
    expect(written.includes("sh-0.contoso.com")).toBe(true);
    expect(/bob(@|&#64;)/.test(written)).toBe(people);
  });
});
