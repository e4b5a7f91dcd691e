import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { widthOf } from "../../../../provider/drift/formats/text/columns";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { emptyReport, inSyncReport, sampleReport } from "./sample-report";

const linesOf = (text: string): string[] => text.split("\n");

describe("the text of a drift report", () => {
  it.each([
    ["wide", 140],
    ["of eighty columns", 80],
  ])("fits a terminal that is %s", async (_name, width) => {
    const text = renderReport(sampleReport, "text", { width });
    expect(Math.max(...linesOf(text).map(widthOf))).toBeLessThanOrEqual(width);
    await expect(text).toMatchFileSnapshot(`golden/sample-${width}.txt`);
  });

  it.each([40, 57, 80])("keeps to %i columns whatever names there are, but for what can't be broken", (width) => {
    fc.assert(
      fc.property(arbitraryReport, (report) => {
        const { stacks, ...rest } = report;
        const shown = renderReport({ ...rest, stacks: stacks.map((stack) => ({ ...stack, stack: `${stack.stack}/${"organization-".repeat(9)}`, intents: stack.intents.map((intent) => ({ ...intent, name: "very-long-name-".repeat(7) })) })) }, "text", { width });
        expect(linesOf(shown).filter((line) => widthOf(line) > width)).toEqual([]);
      }),
    );
  });

  it("says in its last line what it comes to", () => {
    expect(linesOf(renderReport(sampleReport, "text").trimEnd()).at(-1)).toBe(
      "Error: 1 of 6 intents could not be looked at (2 errors). Drift: 9 findings on 3 of 6 intents in 4 stacks. " +
        "Since the earlier report: 8 new, 1 still there, 1 gone. 2 findings ignored.",
    );
    expect(linesOf(renderReport(inSyncReport, "text").trimEnd()).at(-1)).toBe("In sync: 1 intent holds, and 1 is broken only by what is ignored, in 1 stack. 1 finding ignored.");
  });

  it("says that a stack without intents is in sync", () => {
    expect(renderReport(emptyReport, "text")).toContain("There are no intents in desktops/empty: in sync.");
  });

  it("says who, on which host, from what to what, since when, and what an update would do", () => {
    const text = renderReport(sampleReport, "text");
    expect(text).toMatch(/bob@contoso\.com {2}sh-0\.contoso\.com {2}3 {8}Disconnected → Active {3}first seen 2 hours ago, still there {2}2da0324b8bb89ab2/);
    expect(text).toContain("next up   It would disconnect 3 sessions.");
    expect(text).toContain("settled   3 days ago (2026-11-16 06:30 UTC)");
  });

  it("says of what holds what was wanted, what is, and how long ago it was settled", () => {
    expect(renderReport(inSyncReport, "text")).toContain(
      "  ✓ heads-up MessageSent on rg-avd/pool-1\n    Everybody who had an active session when it was first sent was sent the message. It holds. 71 sessions match. Settled: 11 hours ago (2026-11-18 21:04 UTC).\n",
    );
  });

  it("says of what holds what an update would do all the same, and that nobody knows of a message", () => {
    const [stack] = inSyncReport.stacks;
    const nextUpdate = "It would change nothing. Nobody knows whether the message was shown to session 3 of bob@contoso.com on sh-0.contoso.com, and it is not repeated.";
    expect(renderReport({ ...inSyncReport, stacks: [{ ...stack!, intents: [{ ...stack!.intents[0]!, nextUpdate }] }] }, "text")).toContain(` Next up: ${nextUpdate}\n`);
    expect(renderReport(inSyncReport, "text")).not.toContain("Next up: ");
  });

  it("does not say that an intent holds which is only ignored", () => {
    const [stack] = inSyncReport.stacks;
    const [, kiosk] = stack!.intents;
    const of = (...intents: (typeof inSyncReport)["stacks"][0]["intents"]) => renderReport({ ...inSyncReport, stacks: [{ ...stack!, intents }] }, "text");
    expect(of(kiosk!)).toContain("is        1 session breaks it, and is ignored. 1 session matches.");
    expect(of(kiosk!)).toContain("In sync: 1 intent is broken only by what is ignored, in 1 stack. 1 finding ignored.");
    expect(of({ ...kiosk!, findings: [kiosk!.findings[0]!, kiosk!.findings[0]!] })).toContain("2 sessions break it, and all of them are ignored.");
  });

  it("has a column for since when only where it is known of somebody", () => {
    const [stack] = sampleReport.stacks;
    const of = (since?: string) => {
      const findings = stack!.intents[1]!.findings.map(({ firstSeen: _, history: __, ...finding }, index) => ({ ...finding, ...(since && index === 1 && { since }) }));
      return renderReport({ ...sampleReport, stacks: [{ ...stack!, intents: [{ ...stack!.intents[1]!, findings }] }], scopes: [] }, "text");
    };
    expect(of()).toMatch(/USER +HOST +SESSION {2}WANTED → IS +FINDING\n/);
    expect(of()).toMatch(/Disconnected → Active {3}2da0324b8bb89ab2\n/);
    expect(of("2026-11-19T07:00:00.000Z")).toMatch(/USER +HOST +SESSION {2}WANTED → IS +SINCE +FINDING\n/);
  });

  it("does not know when an intent was settled whose state cannot be read", () => {
    const [stack] = sampleReport.stacks;
    const { scope: _, ...hidden } = stack!.intents[4]!;
    const of = (intent: typeof hidden) => renderReport({ ...sampleReport, stacks: [{ ...stack!, intents: [intent] }] }, "text");
    expect(of(hidden)).toContain("    settled   unknown\n");
    expect(of(stack!.intents[4]!)).toContain("    settled   never\n");
  });

  it("ends with a footnote where there is one", () => {
    expect(renderReport(inSyncReport, "text", { footnote: "Exit code 0." })).toMatch(/1 finding ignored\.\nExit code 0\.\n$/);
  });

  it("keeps ignored findings visible, with the reason and the last day", () => {
    expect(renderReport(sampleReport, "text")).toContain("ignored until 2026-12-31: Kiosk in the lobby | ticket 4711");
  });

  it("says an error once, with all that it hit", () => {
    const text = renderReport(sampleReport, "text");
    expect(text.split("Could not list the sessions of rg-avd/pool-2")).toHaveLength(2);
    expect(text).toContain("on desktops/prod: night-off, rg-avd/pool-2");
  });

  it("has colours only where they are asked for, and says the same with them", () => {
    const plain = renderReport(sampleReport, "text", { width: 100 });
    const coloured = renderReport(sampleReport, "text", { width: 100, colour: true });
    expect(plain).not.toContain("\u{1B}");
    expect(coloured).toContain("\u{1B}[");
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it("lets no name command the terminal, whatever it is and however narrow that is", () => {
    fc.assert(
      fc.property(arbitraryReport, fc.integer({ min: 40, max: 160 }), (report, width) => {
        const text = renderReport(report, "text", { width });
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
