import { detectDrift } from "pulumi-desktop-sessions";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, type FaultRule, type SeedSessionHost, startEmulator } from "../../../emulator";
import { pool } from "../../sample";
import { exported, resource } from "./state-of";

/** More than fit on a page, and on the first page nobody who breaks the intent: what was seen so far is in sync. */
const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [String(index + 2), { userPrincipalName: `user${index}@contoso.com`, sessionState: "Disconnected" as const }]));
const bob = { "2": "bob@contoso.com" };
const host = (userSessions: SeedSessionHost["userSessions"]) => ({ sessionHosts: { "sh-0.contoso.com": { userSessions } } });
const seed = { subscriptions: { [pool.subscriptionId]: { resourceGroups: { "rg-avd": { hostPools: { "pool-1": host(many), "pool-2": host(bob) } } } } } };

/** Settled intents: one on the pool of which a page fails, one on another pool. */
const state = exported(
  resource("half-seen", { scope: { ...pool, hostPoolName: "pool-1" }, sessions: { user: "bob@contoso.com" } }),
  resource("seen", { scope: { ...pool, hostPoolName: "pool-2" }, sessions: { user: "bob@contoso.com" } }),
);

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ seed });
  emulator.trust();
});
beforeEach(() => {
  emulator.reset();
  Object.assign(process.env, emulator.env());
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => emulator.close());

describe("a list that fails on its second page is never in sync", () => {
  it.each<[string, FaultRule, string, RegExp]>([
    // With a Retry-After the SDK does not wait for longer and longer before it gives up.
    ["the pool answers 500", { times: 4, error: { code: "500", message: "boom" }, headers: { "Retry-After": "0" } }, "RequestFailed", /ARM answered 500: boom/],
    ["the token has expired", { expireToken: true }, "TokenRefused", /ARM answered 401: The access token expiry/],
    ["the right to read is taken away", { status: 403, error: { code: "AuthorizationFailed", message: "no" } }, "AccessDenied", /ARM answered 403/],
    ["the pool is deleted meanwhile", { status: 404, error: { code: "ResourceNotFound", message: "gone" } }, "NotFound", /ARM answered 404: gone/],
    ["half an answer comes", { body: '{"value":[' }, "RequestFailed", /rg-avd\/pool-1/],
    ["the connection breaks in the answer", { truncate: 1_000 }, "RequestFailed", /rg-avd\/pool-1/],
  ])("when %s", async (_, fault, name, message) => {
    const id = emulator.faults.add({ operation: "UserSessions_ListByHostPool", hostPool: "pool-1", nth: 2, ...fault });
    const report = await detectDrift({ states: [{ state }] });
    expect(emulator.faults.list()).toMatchObject([{ id, met: fault.times ?? 1 }]);
    expect(report.outcome).toBe("error");
    expect(report.stacks[0]!.intents).toMatchObject([
      { name: "half-seen", outcome: "error", findings: [], error: { name, message: expect.stringMatching(message) as string } },
      { name: "seen", outcome: "drift", findings: [{ session: { user: "bob@contoso.com" } }] },
    ]);
    expect(report.stacks[0]!.intents[0]).not.toHaveProperty("matched");
    expect(report.scopes).toMatchObject([{ hosts: [], error: { name } }, { hosts: [{ states: { Active: 1 } }] }]);
  });
});
