import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ArmBackend } from "../../../provider/arm/backend";
import { systemClock } from "../../../provider/clock";
import { azureSettings } from "../../../provider/settings/azure-settings";
import { pool, useSample } from "../../sample";

// Only the socket can show a lost answer, so here ARM is nock; the token still comes from the emulator.
const sample = useSample();
const arm = "https://management.azure.com";
const bob = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com" };
const path = `/subscriptions/${pool.subscriptionId}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1/sessionHosts/sh-0.contoso.com/userSessions/3`;
const message = { title: "Tonight", body: "Patching at 22:00." };

const backend = (): ArmBackend =>
  new ArmBackend(pool, azureSettings(() => undefined, { ...sample.emulator.env(), DESKTOP_SESSIONS_ARM_ENDPOINT: arm }), systemClock, 500);
const never = (): Promise<nock.ReplyBody> => new Promise(() => undefined);
const sendMessage = () => nock(arm).post(`${path}/sendMessage`).query(true);

beforeEach(() => {
  nock.disableNetConnect();
  nock.enableNetConnect("127.0.0.1");
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
  nock.activate();
});

describe("a message whose fate is not known is not sent again", () => {
  it.each<[string, (request: nock.Interceptor) => unknown, RegExp]>([
    ["the connection breaks", (request) => request.replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })), /hang up/],
    ["ARM fails with it in hand", (request) => request.reply(500, { error: { code: "500", message: "boom" } }), /500: boom/],
    ["a gateway gives up", (request) => request.reply(504), /504/],
    ["ARM asks to come back later, but does not say that it did nothing", (request) => request.reply(503, "", { "Retry-After": "1" }), /503/],
    ["the request took too long for ARM", (request) => request.reply(408), /408/],
    ["the answer leads elsewhere", (request) => request.reply(304), /304/],
    ["the connection breaks in a way that nobody thought of", (request) => request.replyWithError(Object.assign(new Error("odd"), { code: "EODD" })), /odd/],
    ["no answer comes in time", (request) => request.reply(never), /no answer came in time/],
  ])("when %s", async (_, answer, why) => {
    answer(sendMessage());
    sendMessage().reply(200);
    expect(await backend().message(bob, message)).toEqual({ status: "unconfirmed", why: expect.stringMatching(why) as string });
    expect(nock.pendingMocks()).toHaveLength(1); // the second answer was never asked for
  });
});

describe("a message that was certainly taken", () => {
  it.each([
    ["an answer that is not the expected one", (request: nock.Interceptor) => request.reply(202)],
    ["an answer that cannot be read", (request: nock.Interceptor) => request.reply(200, "{", { "Content-Type": "application/json" })],
  ])("is sent in spite of %s", async (_, answer) => {
    answer(sendMessage());
    expect(await backend().message(bob, message)).toEqual({ status: "sent" });
  });
});

describe("a message that was certainly not shown", () => {
  it("is sent again after the time that a throttled ARM asks for", async () => {
    sendMessage().reply(429, { error: { code: "TooManyRequests", message: "slow down" } }, { "Retry-After": "1" });
    sendMessage().reply(200);
    expect(await backend().message(bob, message)).toEqual({ status: "sent" });
  });

  it.each([
    ["nobody listens", "ECONNREFUSED"],
    ["the name is not known", "ENOTFOUND"],
    ["the server's certificate is not trusted", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["the server's certificate is its own", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["the server's certificate is somebody else's", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["the server's certificate has expired", "CERT_HAS_EXPIRED"],
  ])("is a failure when %s", async (_, code) => {
    sendMessage().replyWithError(Object.assign(new Error(`connect ${code}`), { code }));
    await expect(backend().message(bob, message)).rejects.toThrow(
      /^Could not send the message to session 3 of bob@contoso\.com on sh-0\.contoso\.com: connect .* Check that management\.azure\.com can be reached/,
    );
  });

  it("is a failure with the grant to ask for when access is denied", async () => {
    sendMessage().reply(403, { error: { code: "AuthorizationFailed", message: "The client does not have authorization." } });
    await expect(backend().message(bob, message)).rejects.toThrow(
      'Could not send the message to session 3 of bob@contoso.com on sh-0.contoso.com: ARM answered 403: The client does not have authorization. Grant the principal "Desktop Virtualization User Session Operator"',
    );
  });

  it("is a failure when no token can be had", async () => {
    const settings = azureSettings(() => undefined, { ...sample.emulator.env(), AZURE_CLIENT_SECRET: "wrong", DESKTOP_SESSIONS_ARM_ENDPOINT: arm });
    await expect(new ArmBackend(pool, settings, systemClock).message(bob, message)).rejects.toThrow(/AADSTS7000215/);
  });
});

describe("an answer that is none", () => {
  it("is not waited for longer than was said, and not asked for again", async () => {
    nock(arm).get(/userSessions/).reply(never);
    nock(arm).get(/userSessions/).reply(200, { value: [] });
    await expect(backend().sessions("now")).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: no answer came in time (0.5 s). Try again");
    expect(nock.pendingMocks()).toHaveLength(1);
  });

  it("is refused when its time is none", async () => {
    const found = { id: path, properties: { createTime: "yesterday" } };
    nock(arm).get(/userSessions/).reply(200, { value: [found] });
    await expect(backend().sessions("now")).rejects.toThrow(/tell when .*userSessions\/3 was created: its createTime is no time/);
  });


  it("is refused when it does not say which session it is about", async () => {
    nock(arm).get(/userSessions/).reply(200, { value: [{ id: "/not/a/session", properties: {} }], nextLink: null });
    await expect(backend().sessions("now")).rejects.toThrow('its id is "/not/a/session", without a session host');
  });

  it("is refused when it breaks off in the middle", async () => {
    nock(arm).get(/userSessions/).times(4).reply(200, '{"value":[', { "Content-Type": "application/json" });
    await expect(backend().sessions("now")).rejects.toThrow(/^Could not list the sessions of rg-avd\/pool-1: /);
  });
});

describe("a user", () => {
  it.each([
    ["has both names where both are known", { userPrincipalName: "bob@contoso.com", activeDirectoryUserName: "CONTOSO\\bob" }, { user: "bob@contoso.com", activeDirectoryUserName: "CONTOSO\\bob" }],
    ["goes by the name in the domain where there is no other", { userPrincipalName: "", activeDirectoryUserName: "CONTOSO\\bob" }, { user: "CONTOSO\\bob" }],
    ["has no name in the domain where that is null", { userPrincipalName: "bob@contoso.com", activeDirectoryUserName: null }, { user: "bob@contoso.com" }],
    ["is nobody where ARM names nobody", {}, { user: "" }],
  ])("%s", async (_, properties, expected) => {
    nock(arm).get(/userSessions/).reply(200, { value: [{ id: path, properties: { sessionState: "Active", ...properties } }] });
    expect(await backend().sessions("now")).toEqual([{ sessionHost: "sh-0.contoso.com", sessionId: "3", state: "Active", ...expected }]);
  });
});
