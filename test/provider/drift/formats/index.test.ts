import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryReport } from "./arbitrary-report";
import { formats, renderReport, reportParts } from "./render";
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

  it.skipIf(format === "prometheus" || format === "junit")("does not say of a stack whose intents were left out that there are none, nor that they hold", () => {
    const written = renderReport({ ...emptyReport, stacks: [{ ...emptyReport.stacks[0]!, leftOut: 3 }] }, format);
    expect(renderReport(emptyReport, format)).not.toMatch(/left ?out/i);
    if (format === "sarif") return; // it shows what was found
    expect(written).toMatch(/3 intents left out|"leftOut": 3/);
    expect(written).not.toMatch(/there are no intents/i);
  });

  it("says in the end of an error what to do, however long that is", () => {
    const message = `Could not list the sessions of rg-avd/pool-9: ${"the service said so much, ".repeat(40)}and ended. Grant the principal a role.`;
    const written = renderReport({ ...inSyncReport, outcome: "error", errors: [{ name: "AccessDenied", message }] }, format);
    if (format !== "prometheus") expect(written).toContain("and ended. Grant the principal a role.");
  });

  // Reading it must not depend on who is told to look at what: the words are the same in each.
  it("names who came back, on which host", () => {
    const written = renderReport(sampleReport, format);
    const people = format !== "prometheus";
    expect(written.includes("sh-0.contoso.com")).toBe(true);
    expect(/bob(@|&#64;)/.test(written)).toBe(people);
  });
});

describe.each(["text", "sarif"] as const)("a drift report of ten thousand findings as %s", (format) => {
  const [stack] = sampleReport.stacks;
  const intent = stack!.intents[1]!;
  const large = { ...sampleReport, stacks: [{ ...stack!, intents: Array.from({ length: 1_000 }, (_, n) => ({ ...intent, name: `off-${n}`, findings: Array.from({ length: 10 }, () => intent.findings[0]!) })) }] };

  it("is never there as a whole, and its parts are that whole", () => {
    const parts = [...reportParts(large, format)];
    const whole = renderReport(large, format);
    expect(parts.join("")).toBe(whole);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(whole.length / 8);
  });
});
