import { describe, expect, it } from "vitest";
import type { DriftReport, Finding, IntentReport } from "../../../../provider/drift/report";
import { formats, renderReport } from "./render";

// A night at Contoso, written by hand: one host is emptied for maintenance, and drain mode of another was undone.

const pool = { subscriptionId: "6c1f9b52-7a34-4a0e-9d7b-1f0a2f6f7a10", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
const urn = (type: string, name: string): string => `urn:pulumi:night::desktops::pulumi-nodejs:dynamic/desktop-sessions:${type}::${name}`;
const told = { until: "2026-11-20T21:15:00.000Z", why: "told" };
const session = (id: string, sessionId: string, user: string, to: string, more: Partial<Finding> = {}): Finding => ({
  id,
  session: { sessionHost: "sh-0.contoso.com", sessionId, user, createTime: "2026-11-20T06:00:00.000Z" },
  from: "logged off",
  to,
  ...more,
});
const host = (id: string, sessionHost: string, more: Partial<Finding> = {}): Finding => ({ id, about: "host", session: { sessionHost, sessionId: "", user: "" }, from: "drained", to: "takes newcomers", ...more });
const on = { scope: pool, scopeName: "rg-avd/pool-1" };

const emptied: IntentReport = {
  ...on,
  urn: urn("HostEmpty", "patch-sh-0"),
  name: "patch-sh-0",
  intent: "HostEmpty",
  outcome: "in sync",
  wanted: "sh-0.contoso.com takes no newcomers, and nobody has a session on it.",
  nextUpdate: "It would leave 2 sessions alone until 2026-11-20T21:15:00Z.",
  matched: 2,
  findings: [
    session("9d31b07c44e2a85f", "2", "alice@contoso.com", "Active", { waiting: told }),
    session("a1f88e02b6d7c953", "5", "carol@contoso.com", "Disconnected", { waiting: { ...told, why: "not told: the session is Disconnected, and only an active one shows messages" } }),
  ],
};
const drained: IntentReport = {
  ...on,
  urn: urn("HostDrained", "drain-sh-1"),
  name: "drain-sh-1",
  intent: "HostDrained",
  outcome: "drift",
  wanted: "sh-1.contoso.com takes no newcomers.",
  nextUpdate: "It would drain sh-1.contoso.com.",
  settledAt: "2026-11-20T20:00:00.000Z",
  findings: [host("0c5f6a3d9b8e7142", "sh-1.contoso.com", { since: "2026-11-20T20:30:00.000Z", history: "new" })],
};
const both: IntentReport = {
  ...emptied,
  urn: urn("HostEmpty", "patch-sh-2"),
  name: "patch-sh-2",
  outcome: "drift",
  wanted: "sh-2.contoso.com takes no newcomers, and nobody has a session on it.",
  nextUpdate: "It would drain sh-2.contoso.com, log off 1 session, and leave 1 session alone until 2026-11-20T21:15:00Z.",
  matched: 3,
  findings: [
    host("6e2b90f1c3d4a587", "sh-2.contoso.com"),
    session("11b07c44e2a85f9d", "3", "bob@contoso.com", "Active"),
    session("22f88e02b6d7c9a1", "7", "erin@contoso.com", "Active", { waiting: { ...told, why: "disconnected first" } }),
    session("33f88e02b6d7c9a1", "8", "frank@contoso.com", "Active", { ignored: { reason: "On call", expires: "2026-11-30" }, waiting: told }),
  ].map((one) => ({ ...one, session: { ...one.session, sessionHost: "sh-2.contoso.com" } })),
};
const report: DriftReport = {
  schemaVersion: 1,
  generatedAt: "2026-11-20T21:00:00.000Z",
  outcome: "drift",
  stacks: [{ stack: "desktops/night", source: "pulumi stack export", outcome: "drift", intents: [emptied, drained, both] }],
  scopes: [
    {
      ...on,
      system: "Azure Virtual Desktop",
      hosts: [
        { sessionHost: "sh-0.contoso.com", states: { Active: 1, Disconnected: 1 } },
        { sessionHost: "sh-1.contoso.com", states: { Active: 2 } },
        { sessionHost: "sh-2.contoso.com", states: { Active: 4 } },
      ],
    },
  ],
  gone: [{ stack: "desktops/night", urn: urn("HostDrained", "drain-sh-3"), finding: host("5d20b7f9461ce380", "sh-3.contoso.com") }],
};
const only = (intent: IntentReport): DriftReport => ({ schemaVersion: 1, generatedAt: report.generatedAt, outcome: intent.outcome, stacks: [{ ...report.stacks[0]!, outcome: intent.outcome, intents: [intent] }], scopes: report.scopes });
const extensions: Readonly<Record<string, string>> = { text: "txt", markdown: "md", junit: "junit.xml", prometheus: "prom" };

describe("a report of hosts, and of what is left alone for now", () => {
  it.each(formats)("is this, as %s", async (format) => {
    const written = renderReport(report, format, { width: 100 }).replace(/"semanticVersion": "[^"]+"/, '"semanticVersion": "0.0.0"');
    await expect(written).toMatchFileSnapshot(`golden/hosts.${extensions[format] ?? format}`);
  });

  it("says that a host takes newcomers, beside the sessions on it", () => {
    const text = renderReport(report, "text");
    expect(text).toContain("is        The host takes newcomers.\n");
    expect(text).toContain("is        The host takes newcomers and 3 sessions break it, 1 of them ignored, 1 left alone for now. 3 sessions match.");
    expect(text).toMatch(/\(the host itself\) {2}sh-1\.contoso\.com +drained → takes newcomers/);
    expect(text).toContain("host sh-3.contoso.com, takes newcomers, not drained (desktops/night, finding 5d20b7f9461ce380)");
  });

  it("counts what is left alone for nothing, and keeps it visible", () => {
    const text = renderReport(only(emptied), "text");
    expect(text).toContain("is        2 sessions break it, and all of them are left alone for now. 2 sessions match.");
    expect(text).toContain("left alone until 2026-11-20 21:15 UTC: told");
    expect(text).toContain("In sync: 1 intent is broken only by what is left alone for now, in 1 stack. 2 findings left alone for now.");
    expect(renderReport(only(emptied), "html")).toContain("<h1>In sync: what breaks an intent is left alone for now</h1>");
    expect(renderReport(only(emptied), "junit")).toMatch(/failures="0".*skipped="1"/s);
    expect(renderReport(only(emptied), "prometheus")).toMatch(/findings\{[^}]*ignored="false"\} 0\n/);
    expect(renderReport(only(emptied), "prometheus")).toMatch(/desktop_sessions_drift_waiting\{[^}]*\} 2\n/);
    expect(JSON.parse(renderReport(only(emptied), "sarif")).runs[0].results.map(({ level }: { level: string }) => level)).toEqual(["note", "note"]);
  });

  it("draws no square for a host, and those who are left alone as such", () => {
    const page = renderReport(report, "html");
    expect(page).toContain('aria-label="1 Active breaking an intent, left alone for now, 1 Disconnected breaking an intent, left alone for now"');
    expect(page).toContain('aria-label="2 Active"');
    expect(page).toContain('aria-label="1 Active breaking an intent, 1 Active breaking an intent, left alone for now, 1 Active ignored, 1 Active"');
  });
});
