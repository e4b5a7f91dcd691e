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

  it("tells a rule that has expired, or that there is an error", () => {
    const expired = { name: "RuleExpired", message: "Could not ignore findings of bob on holiday: the rule held until 2026-10-31." };
    const report = { ...inSyncReport, outcome: "error" as const, errors: [expired] };
    const [written, without] = [renderReport(report, format), renderReport(inSyncReport, format)];
    if (format === "prometheus") expect(written).not.toBe(without);
    else expect(written).toContain("2026-10-31");
  });

  // Reading it must not depend on who is told to look at what: the words are the same in each.
  it("names who came back, on which host", () => {
    const written = renderReport(sampleReport, format);
    const people = format !== "prometheus";
    expect(written.includes("sh-0.contoso.com")).toBe(true);
    expect(/bob(@|&#64;)/.test(written)).toBe(people);
  });
});
