import nock from "nock";
import { detectDrift } from "pulumi-desktop-sessions";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pool, useSample } from "../../sample";
import { exported, resource } from "./state-of";

// Only the socket can lose an answer or refuse a token half-way, so here ARM is nock; the token comes from the emulator.
useSample();
const arm = "https://management.azure.com";
const path = (hostPoolName: string): string =>
  `/subscriptions/${pool.subscriptionId}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/${hostPoolName}/userSessions`;
const session = (hostPoolName: string, user: string, sessionState: string) => ({
  id: `${path(hostPoolName).replace("/userSessions", "")}/sessionHosts/sh-0.contoso.com/userSessions/3`,
  properties: { userPrincipalName: user, sessionState, createTime: "2026-11-21T08:00:00.000Z" },
});
const page = (hostPoolName: string, at?: string) => nock(arm).get(path(hostPoolName)).query((query) => (query["page"] ?? undefined) === at);

/** Settled intents: one on the pool of which a page fails, one on another pool. */
const state = exported(
  resource("half-seen", { scope: { ...pool, hostPoolName: "pool-1" }, sessions: { user: "bob@contoso.com" } }),
  resource("seen", { scope: { ...pool, hostPoolName: "pool-2" }, sessions: { user: "bob@contoso.com" } }),
);

beforeEach(() => {
  process.env["DESKTOP_SESSIONS_ARM_ENDPOINT"] = arm;
  nock.disableNetConnect();
  nock.enableNetConnect("127.0.0.1");
  // Nobody on the first page breaks the intent: what was seen so far is in sync.
  page("pool-1").reply(200, { value: [session("pool-1", "alice@contoso.com", "Disconnected")], nextLink: `${arm}${path("pool-1")}?api-version=2024-04-03&page=2` });
  page("pool-2").reply(200, { value: [session("pool-2", "bob@contoso.com", "Active")] });
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
  nock.activate();
});

describe("a list that fails on its second page is never in sync", () => {
  it.each<[string, (request: nock.Interceptor) => unknown, string, RegExp]>([
    // With a Retry-After the SDK does not wait for longer and longer before it gives up.
    ["the pool answers 500", (request) => request.times(4).reply(500, { error: { code: "500", message: "boom" } }, { "Retry-After": "0" }), "RequestFailed", /ARM answered 500: boom/],
    ["the token has expired", (request) => request.reply(401, { error: { code: "ExpiredAuthenticationToken", message: "The access token expiry UTC time is earlier than current UTC time." } }), "TokenRefused", /ARM answered 401: The access token expiry/],
    ["the right to read is taken away", (request) => request.reply(403, { error: { code: "AuthorizationFailed", message: "no" } }), "AccessDenied", /ARM answered 403/],
    ["the pool is deleted meanwhile", (request) => request.reply(404, { error: { code: "ResourceNotFound", message: "gone" } }), "NotFound", /ARM answered 404: gone/],
    ["half an answer comes", (request) => request.reply(200, '{"value":[', { "Content-Type": "application/json" }), "RequestFailed", /rg-avd\/pool-1/],
  ])("when %s", async (_, answer, name, message) => {
    answer(page("pool-1", "2"));
    const report = await detectDrift({ states: [{ state }] });
    expect(report.outcome).toBe("error");
    expect(report.stacks[0]!.intents).toMatchObject([
      { name: "half-seen", outcome: "error", findings: [], error: { name, message: expect.stringMatching(message) as string } },
      { name: "seen", outcome: "drift", findings: [{ session: { user: "bob@contoso.com" } }] },
    ]);
    expect(report.stacks[0]!.intents[0]).not.toHaveProperty("matched");
    expect(report.scopes).toMatchObject([{ hosts: [], error: { name } }, { hosts: [{ states: { Active: 1 } }] }]);
  });
});
