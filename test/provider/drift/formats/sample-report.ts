import type { DriftReport, Finding, IntentReport, ScopeReport } from "../../../../provider/drift/report";

// A Thursday morning at Contoso, written by hand: two stacks, both systems, and names that somebody chose with care.

const pool = { subscriptionId: "6c1f9b52-7a34-4a0e-9d7b-1f0a2f6f7a10", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
const pool2 = { ...pool, hostPoolName: "pool-2" };
const collection = { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" };

export const hostileNames = {
  script: `<script>alert(1)</script>"'&`,
  markdown: "a|b`c @octocat [x](https://evil.example) **d** #1 $e$",
  turnedAround: "bob\u{202E}moc.osotnoc@\u{202C}",
  controls: "eve\u{1B}[31m\r\nHELP\u{0}\u{FFFF}",
  xml: "]]></failure><!-- &amp; -->",
  label: `a",b="c\\"} 1\n# TYPE x gauge`,
} as const;

const urn = (stack: string, type: string, name: string): string => `urn:pulumi:${stack}::desktops::pulumi-nodejs:dynamic/desktop-sessions:${type}::${name}`;

const finding = (id: string, sessionHost: string, sessionId: string, user: string, from: string, to: string, more: Partial<Finding> = {}): Finding => ({
  id,
  session: { sessionHost, sessionId, user, createTime: "2026-11-19T05:58:11.204Z" },
  from,
  to,
  ...more,
});

const contractorOff: IntentReport = {
  urn: urn("prod", "SessionDisconnected", "contractor-off"),
  name: "contractor-off",
  intent: "SessionDisconnected",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  outcome: "drift",
  wanted: "Nobody who matches user bob@contoso.com is connected.",
  nextUpdate: "It would disconnect 2 sessions.",
  matched: 3,
  settledAt: "2026-11-16T06:30:00.000Z",
  findings: [
    finding("1f0c9a7be2d45301", "sh-0.contoso.com", "3", "bob@contoso.com", "Disconnected", "Active", { since: "2026-11-19T05:58:11.204Z", history: "still there" }),
    finding("8be14402c97f6d1a", "sh-2.contoso.com", "11", "bob@contoso.com", "Disconnected", "Pending", { history: "new" }),
    finding("c07d2291e5aa4b38", "sh-4.contoso.com", "2", "bob@contoso.com", "Disconnected", "Active", {
      history: "still there",
      ignored: { reason: "Kiosk in the lobby | ticket 4711", expires: "2026-12-31" },
    }),
  ],
};

const emptyHost: IntentReport = {
  urn: urn("prod", "SessionLoggedOff", "empty-host"),
  name: "empty-host",
  intent: "SessionLoggedOff",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  outcome: "drift",
  wanted: "No session that matches session host sh-1.contoso.com exists.",
  nextUpdate: "It would send 6 sessions a notice and log them off 15 minutes later.",
  matched: 6,
  findings: Object.values(hostileNames).map((user, index) =>
    finding(`40000000000000a${index}`, "sh-1.contoso.com", String(index + 1), user, "Logged off", index % 2 === 0 ? "Active" : "Disconnected", { history: "new" }),
  ),
};

const kiosk: IntentReport = {
  urn: urn("prod", "SessionDisconnected", "kiosk-off"),
  name: "kiosk-off",
  intent: "SessionDisconnected",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  outcome: "in sync",
  wanted: "Nobody who matches user kiosk@contoso.com is connected.",
  nextUpdate: "It would disconnect 1 session.",
  matched: 1,
  settledAt: "2026-11-18T08:00:00.000Z",
  findings: [
    finding("77aa19c3d20b5e64", "sh-3.contoso.com", "1", "kiosk@contoso.com", "Disconnected", "Active", {
      history: "still there",
      ignored: { reason: "The wall in the lobby shows the fair until Christmas.", expires: "2026-12-24" },
    }),
  ],
};

const headsUp: IntentReport = {
  urn: urn("prod", "MessageSent", "heads-up"),
  name: "heads-up",
  intent: "MessageSent",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  outcome: "in sync",
  wanted: "Everyone in the pool was sent the message Tonight.",
  nextUpdate: "It would do nothing.",
  matched: 71,
  settledAt: "2026-11-18T21:04:00.000Z",
  findings: [],
};

const denied = {
  name: "AccessDenied",
  message: 'Could not list the sessions of rg-avd/pool-2: access denied. Grant the principal "Desktop Virtualization Reader".',
};

const unseen: IntentReport = {
  urn: urn("prod", "SessionDisconnected", "night-off"),
  name: "night-off",
  intent: "SessionDisconnected",
  scope: pool2,
  scopeName: "rg-avd/pool-2",
  outcome: "error",
  wanted: "Nobody but svc@contoso.com is connected.",
  nextUpdate: "It would fail.",
  findings: [],
  error: denied,
};

const labs: IntentReport = {
  urn: urn("labs", "SessionLoggedOff", "exam-over"),
  name: "exam-over",
  intent: "SessionLoggedOff",
  scope: collection,
  scopeName: "rdcb1.contoso.com/Pool1",
  outcome: "drift",
  wanted: "No session that matches everyone but CONTOSO\\proctor exists.",
  nextUpdate: "It would log off 1 session.",
  matched: 1,
  settledAt: "2026-11-19T07:20:00.000Z",
  findings: [
    {
      id: "e91b3c5502df7a86",
      session: { sessionHost: "rdvh1.contoso.com", sessionId: "2", user: "CONTOSO\\student07", virtualMachine: "LAB-07" },
      from: "Logged off",
      to: "Idle",
      since: "2026-11-19T07:41:00.000Z",
      history: "new",
    },
  ],
};

const patched: IntentReport = {
  urn: urn("prod", "HostEmpty", "patch-sh-4"),
  name: "patch-sh-4",
  intent: "HostEmpty",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  outcome: "drift",
  wanted: "sh-4.contoso.com takes no newcomers, and nobody has a session on it.",
  nextUpdate: "It would drain sh-4.contoso.com, and leave 2 sessions alone until 2026-11-19T08:15:00Z.",
  matched: 2,
  findings: [
    { id: "0c5f6a3d9b8e7142", about: "host", session: { sessionHost: "sh-4.contoso.com", sessionId: "", user: "" }, from: "drained", to: "takes newcomers", since: "2026-11-19T07:55:00.000Z", history: "new" },
    finding("9d31b07c44e2a85f", "sh-4.contoso.com", "6", "erin@contoso.com", "logged off", "Active", { history: "new", waiting: { until: "2026-11-19T08:15:00.000Z", why: "told" } }),
    finding("a1f88e02b6d7c953", "sh-4.contoso.com", "7", "frank@contoso.com", "logged off", "Disconnected", {
      history: "new",
      waiting: { until: "2026-11-19T08:15:00.000Z", why: "not told: the session is Disconnected, and only an active one shows messages" },
    }),
  ],
};

const host = (sessionHost: string, states: Record<string, number>): ScopeReport["hosts"][number] => ({ sessionHost, states });

/** In sync, drift, errors, ignored, left alone, since, gone, hostile names, both systems. */
export const sampleReport: DriftReport = {
  schemaVersion: 1,
  generatedAt: "2026-11-19T08:00:00.000Z",
  outcome: "error",
  stacks: [
    { stack: "desktops/prod", source: "pulumi stack export", file: "Pulumi.yaml", outcome: "error", intents: [headsUp, contractorOff, emptyHost, kiosk, unseen, patched] },
    { stack: "desktops/labs", source: "states/labs.json", file: "states/labs.json", outcome: "drift", intents: [labs] },
    { stack: "desktops/empty", source: "standard input", outcome: "in sync", intents: [] },
    {
      stack: "states/broken.json",
      source: "states/broken.json",
      file: "states/broken.json",
      outcome: "error",
      error: { name: "StateUnreadable", message: "Could not read the state in states/broken.json: it is not JSON.\nExport it again with pulumi stack export." },
      intents: [],
    },
  ],
  scopes: [
    {
      scopeName: "rg-avd/pool-1",
      system: "Azure Virtual Desktop",
      hosts: [
        host("sh-0.contoso.com", { Active: 14, Disconnected: 3 }),
        host("sh-1.contoso.com", { Active: 3, Disconnected: 3 }),
        host("sh-2.contoso.com", { Active: 9, Disconnected: 6, Pending: 1 }),
        host("sh-3.contoso.com", { Active: 17, Disconnected: 1 }),
        host("sh-4.contoso.com", { Active: 11, Disconnected: 2, UserProfileDiskMounted: 1 }),
      ],
    },
    { scopeName: "rg-avd/pool-2", system: "Azure Virtual Desktop", hosts: [], error: denied },
    {
      scopeName: "rdcb1.contoso.com/Pool1",
      system: "Remote Desktop Services",
      hosts: [host("rdvh1.contoso.com", { Idle: 1, Active: 1 }), host("rdvh2.contoso.com", { Active: 4, Disconnected: 2 })],
    },
  ],
  gone: [
    {
      stack: "desktops/prod",
      urn: contractorOff.urn,
      finding: finding("5d20b7f9461ce380", "sh-3.contoso.com", "9", "bob@contoso.com", "Disconnected", "Active", { since: "2026-11-18T16:02:00.000Z" }),
    },
    {
      stack: "desktops/prod",
      urn: urn("prod", "HostDrained", "drain-sh-3"),
      finding: { id: "6e2b90f1c3d4a587", about: "host", session: { sessionHost: "sh-3.contoso.com", sessionId: "", user: "" }, from: "drained", to: "takes newcomers" },
    },
  ],
};

/** Two intents that hold, in one stack. */
export const inSyncReport: DriftReport = {
  schemaVersion: 1,
  generatedAt: sampleReport.generatedAt,
  outcome: "in sync",
  stacks: [{ stack: "desktops/prod", source: "pulumi stack export", file: "Pulumi.yaml", outcome: "in sync", intents: [headsUp, kiosk] }],
  scopes: [sampleReport.scopes[0]!],
};

/** A stack that says nothing about sessions. */
export const emptyReport: DriftReport = {
  schemaVersion: 1,
  generatedAt: sampleReport.generatedAt,
  outcome: "in sync",
  stacks: [{ stack: "desktops/empty", source: "standard input", outcome: "in sync", intents: [] }],
  scopes: [],
};
