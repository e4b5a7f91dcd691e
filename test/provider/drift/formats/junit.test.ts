import fc from "fast-check";
import { parse } from "junit2json";
import { describe, expect, it } from "vitest";
import type { DriftReport } from "../../../../provider/drift/report";
import { arbitraryReport } from "./arbitrary-report";
import { renderReport } from "./render";
import { emptyReport, hostileNames, inSyncReport, sampleReport } from "./sample-report";

/** As a consumer reads it. */
const read = async (report: DriftReport): Promise<any> => JSON.parse(JSON.stringify(await parse(renderReport(report, "junit"))));

describe("the JUnit XML of a drift report", () => {
  it("is a suite per stack and a case per intent, as its consumer reads it", async () => {
    const { testsuite, ...root } = await read(sampleReport);
    expect(root).toMatchObject({ tests: 7, failures: 3, errors: 2 });
    expect(testsuite.map((suite: any) => [suite.name, suite.tests, suite.failures, suite.errors, suite.skipped])).toEqual([
      ["desktops/prod", 5, 2, 1, 1],
      ["desktops/labs", 1, 1, 0, 0],
      ["desktops/empty", 0, 0, 0, 0],
      ["states/broken.json", 1, 0, 1, 0],
    ]);
    expect(testsuite[0].timestamp).toBe("2026-11-19T08:00:00");
    expect(testsuite[0].testcase.map((one: any) => [one.name, one.classname])).toEqual([
      ["heads-up", "desktops/prod.MessageSent"],
      ["contractor-off", "desktops/prod.SessionDisconnected"],
      ["empty-host", "desktops/prod.SessionLoggedOff"],
      ["kiosk-off", "desktops/prod.SessionDisconnected"],
      ["night-off", "desktops/prod.SessionDisconnected"],
    ]);
  });

  it("fails for drift and says all of it", async () => {
    const { testsuite } = await read(sampleReport);
    const [failure] = testsuite[0].testcase[1].failure;
    expect(failure.message).toBe("Nobody who matches user bob@contoso.com is connected. 3 sessions break it, 1 of them ignored. 3 sessions match.");
    expect(failure.inner).toContain("- session 3 of bob@contoso.com on sh-0.contoso.com: Active, not Disconnected, first seen 2 hours ago, still there, 2da0324b8bb89ab2");
    expect(failure.inner).toContain("ignored until 2026-12-31: Kiosk in the lobby | ticket 4711");
    expect(failure.inner).toContain("next up: It would disconnect 3 sessions.");
  });

  it("is an error for what could not be looked at, and skipped where every finding is ignored", async () => {
    const { testsuite } = await read(sampleReport);
    expect(testsuite[0].testcase[4].error[0].type).toBe("NotFound");
    expect(testsuite[3].testcase[0].error[0].message).toContain("states/broken.json: it is not JSON.");
    expect(testsuite[0].testcase[3].skipped[0].message).toContain("ignored until 2026-12-24: The wall in the lobby");
    expect(testsuite[0].testcase[3].failure).toBeUndefined();
  });

  it("has an error for a scope that no intent speaks of", async () => {
    const { errors } = await read({ ...sampleReport, stacks: [] });
    expect(errors).toBe(1);
  });

  it("gives hostile names back as text", async () => {
    const { testsuite } = await read(sampleReport);
    const [{ inner }] = testsuite[0].testcase[2].failure;
    expect(inner).toContain(hostileNames.script);
    expect(inner).toContain(hostileNames.xml);
    expect(inner).toContain("eve<U+001B>[31m<U+000D><U+000A>HELP<U+0000><U+FFFF>");
  });

  it("is XML with the same cases whatever names there are", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReport, async (report) => {
        const { tests, testsuite = [] } = await read(report);
        const stacks = report.stacks.map(({ intents, error }) => intents.length + (error === undefined ? 0 : 1));
        expect(testsuite.slice(0, stacks.length).map((suite: any) => suite.testcase?.length ?? 0)).toEqual(stacks);
        expect(tests).toBeGreaterThanOrEqual(stacks.reduce((sum, count) => sum + count, 0));
      }),
    );
  });

  it.each([
    ["sample", sampleReport],
    ["in-sync", inSyncReport],
    ["empty", emptyReport],
  ])("is this: %s", async (name, report) => {
    await expect(renderReport(report, "junit")).toMatchFileSnapshot(`golden/${name}.junit.xml`);
  });
});
