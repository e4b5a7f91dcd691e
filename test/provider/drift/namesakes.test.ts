import { detectDrift, type DriftReport } from "pulumi-desktop-sessions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../../emulator";
import { pool } from "../../sample";
import { renderReport } from "./formats/render";
import { exported, resource } from "./state-of";

const [west, east] = [pool, { ...pool, subscriptionId: "00000000-0000-0000-0000-000000000002" }];

/** Two pools of one name in two subscriptions: bob is connected in the one and not in the other. */
describe("two pools of one name", () => {
  const before = { ...process.env };
  let emulator: Emulator;
  let report: DriftReport;

  beforeAll(async () => {
    const holding = (sessionState: "Active" | "Disconnected") => ({
      resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts: { "sh-0.contoso.com": { userSessions: { 3: { userPrincipalName: "bob@contoso.com", sessionState } } } } } } } },
    });
    emulator = await startEmulator({
      seed: {
        tenants: { "11111111-1111-1111-1111-111111111111": { clients: { "22222222-2222-2222-2222-222222222222": { secret: "emulator-secret" } } } },
        subscriptions: { [west.subscriptionId]: holding("Active"), [east.subscriptionId]: holding("Disconnected") },
      },
    });
    emulator.trust();
    Object.assign(process.env, emulator.env());
    report = await detectDrift({ states: [{ state: exported(resource("west", { scope: west }), resource("east", { scope: east })) }] });
  });
  afterAll(async () => {
    process.env = before;
    await emulator.close();
  });

  it("are two scopes, each with its identity and a name of its own", () => {
    expect(report.scopes).toMatchObject([
      { scope: west, scopeName: `rg-avd/pool-1 (subscription ${west.subscriptionId})`, hosts: [{ states: { Active: 1 } }] },
      { scope: east, scopeName: `rg-avd/pool-1 (subscription ${east.subscriptionId})`, hosts: [{ states: { Disconnected: 1 } }] },
    ]);
    expect(report.stacks[0]!.intents.map(({ scopeName, outcome }) => [scopeName, outcome])).toEqual([[report.scopes[0]!.scopeName, "drift"], [report.scopes[1]!.scopeName, "in sync"]]);
  });

  it("are two pictures, of which one shows the drift", () => {
    const labels = [...renderReport(report, "html").matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label]) => label);
    expect(labels).toEqual(["1 Active breaking an intent", "1 Disconnected"]);
  });

  it("are two series, whose labels do not depend on what else there is", () => {
    const lines = renderReport(report, "prometheus").split("\n");
    for (const [{ subscriptionId }, state, findings, name] of [[west, "Active", 1, "west"], [east, "Disconnected", 0, "east"]] as const) {
      expect(lines).toContain(`desktop_sessions_sessions{scope="rg-avd/pool-1",subscription="${subscriptionId}",host="sh-0.contoso.com",state="${state}"} 1`);
      expect(lines).toContain(`desktop_sessions_drift_findings{stack="desktops/prod",intent="${name}",type="SessionDisconnected",scope="rg-avd/pool-1",subscription="${subscriptionId}",ignored="false"} ${findings}`);
    }
  });
});
