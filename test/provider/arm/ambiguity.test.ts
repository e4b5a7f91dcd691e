import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import type { FaultRule } from "../../../emulator";
import { ArmBackend } from "../../../provider/arm/backend";
import { systemClock } from "../../../provider/clock";
import { azureSettings } from "../../../provider/settings/azure-settings";
import { callsTo, pool, useSample } from "../../sample";

const sample = useSample();
const bob = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com" };
const id = `/subscriptions/${pool.subscriptionId}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1/sessionHosts/sh-0.contoso.com/userSessions/3`;
const message = { title: "Tonight", body: "Patching at 22:00." };
const LATE = 3_600_000;

const backend = (environment: Record<string, string> = {}, patience = 500): ArmBackend =>
  new ArmBackend(pool, azureSettings(() => undefined, { ...sample.emulator.env(), ...environment }), systemClock, patience);
const fails = (operation: string, fault: FaultRule): string => sample.emulator.faults.add({ operation: `UserSessions_${operation}`, ...fault });
const sent = (): number => callsTo(sample.emulator).filter((call) => call.endsWith("/sendMessage")).length;
const shown = (): number => sample.emulator.world.messages.length;

describe("a message whose fate is not known is not sent again", () => {
  const boom = { error: { code: "500", message: "boom" } };
  it.each<[string, FaultRule, RegExp, number]>([
    ["the connection breaks before it is shown", { reset: "before" }, /ECONNRESET/, 0],
    ["the connection breaks after it was shown", { reset: "after" }, /ECONNRESET/, 1],
    ["ARM fails with it in hand", boom, /500: boom/, 0],
    ["ARM fails when it was shown", { ...boom, effect: true }, /500: boom/, 1],
    ["a gateway gives up, and it is shown", { status: 504, effect: true }, /504/, 1],
    ["ARM asks to come back later, but does not say that it did nothing", { status: 503, headers: { "Retry-After": "1" } }, /503/, 0],
    ["the request took too long for ARM", { status: 408 }, /408/, 0],
    ["the answer leads elsewhere", { status: 304 }, /304/, 0],
    ["no answer comes in time", { delay: LATE }, /no answer came in time/, 0],
  ])("when %s", async (_, fault, why, times) => {
    fails("SendMessage", { ...fault, times: 1 });
    expect(await backend().message(bob, message)).toEqual({ status: "unconfirmed", why: expect.stringMatching(why) as string });
    expect(sent()).toBe(1);
    expect(shown()).toBe(times);
  });

  it("when no answer came in time, and it is shown in the end", async () => {
    const fault = fails("SendMessage", { delay: LATE, times: 1 });
    expect(await backend().message(bob, message)).toMatchObject({ status: "unconfirmed" });
    sample.emulator.faults.remove(fault);
    await expect.poll(shown).toBe(1);
    expect(sent()).toBe(1);
  });
});

describe("a message that was certainly taken", () => {
  it.each<[string, FaultRule]>([
    ["an answer that is not the expected one", { status: 202, effect: true }],
    ["an answer that cannot be read", { body: "{", effect: true }],
  ])("is sent in spite of %s", async (_, fault) => {
    fails("SendMessage", fault);
    expect(await backend().message(bob, message)).toEqual({ status: "sent" });
    expect([sent(), shown()]).toEqual([1, 1]);
  });
});

describe("a message that was certainly not shown", () => {
  it("is sent again after the time that a throttled ARM asks for", async () => {
    fails("SendMessage", { throttle: { retryAfter: 1 }, times: 1 });
    expect(await backend().message(bob, message)).toEqual({ status: "sent" });
    expect([sent(), shown()]).toEqual([2, 1]);
  });

  it("is a failure with the grant to ask for when access is denied", async () => {
    fails("SendMessage", { status: 403, error: { code: "AuthorizationFailed", message: "The client does not have authorization." } });
    await expect(backend().message(bob, message)).rejects.toThrow(
      'Could not send the message to session 3 of bob@contoso.com on sh-0.contoso.com: ARM answered 403: The client does not have authorization. Grant the principal "Desktop Virtualization Host Pool Reader" and "Desktop Virtualization User Session Operator" on the host pool',
    );
  });

  it.each<[string, FaultRule, string]>([
    ["no body", { status: 403, body: "" }, "ARM answered 403: Forbidden. Grant"],
    ["an empty one", { status: 403, body: "{}" }, "ARM answered 403: Forbidden. Grant"],
    ["one without a message", { status: 403, body: '{"error":{"code":"AuthorizationFailed"}}' }, "ARM answered 403: AuthorizationFailed. Grant"],
    ["one of somebody between here and ARM", { status: 403, body: "Blocked by policy.", headers: { "content-type": "text/plain" } }, "ARM answered 403: Blocked by policy. Grant"],
  ])("is a failure that says what is known of an answer with %s", async (_, rule, says) => {
    fails("SendMessage", rule);
    await expect(backend().message(bob, message)).rejects.toThrow(says);
  });

  it("is a failure when no token can be had", async () => {
    await expect(backend({ AZURE_CLIENT_SECRET: "wrong" }).message(bob, message)).rejects.toThrow(/AADSTS7000215/);
    expect(sent()).toBe(0);
  });
});

// An emulator that answers can't show what Node says of one that does not: names, routes and certificates of elsewhere, and an
// error of the socket that nobody thought of. Here nock is the socket; the token still comes from the emulator.
describe("a socket that fails", () => {
  const arm = "https://management.azure.com";
  const sendMessage = () => nock(arm).post(`${id}/sendMessage`).query(true);
  const failing = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
  afterEach(() => {
    nock.cleanAll();
    nock.restore();
    nock.activate();
  });

  it.each([
    ["nobody listens", "ECONNREFUSED"],
    ["the name is not known", "ENOTFOUND"],
    ["the server's certificate is not trusted", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["the server's certificate is its own", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["the server's certificate is somebody else's", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["the server's certificate has expired", "CERT_HAS_EXPIRED"],
  ])("has certainly not shown a message when %s", async (_, code) => {
    sendMessage().replyWithError(failing(code));
    await expect(backend({ DESKTOP_SESSIONS_ARM_ENDPOINT: arm }).message(bob, message)).rejects.toThrow(
      /^Could not send the message to session 3 of bob@contoso\.com on sh-0\.contoso\.com: connect .* Check that management\.azure\.com can be reached/,
    );
  });

  it("may have shown it when the error is one that nobody thought of, and is not asked again", async () => {
    sendMessage().replyWithError(failing("EODD"));
    sendMessage().reply(200);
    expect(await backend({ DESKTOP_SESSIONS_ARM_ENDPOINT: arm }).message(bob, message)).toEqual({ status: "unconfirmed", why: expect.stringMatching(/EODD/) as string });
    expect(nock.pendingMocks()).toHaveLength(1); // the second answer was never asked for
  });
});

describe("an answer that is none", () => {
  const lists = (fault: FaultRule): string => fails("ListByHostPool", fault);

  it("is not waited for longer than was said, and not asked for again", async () => {
    lists({ delay: LATE });
    await expect(backend().sessions("now")).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: no answer came in time (0.5 s). Try again");
    expect(sample.emulator.faults.list()).toMatchObject([{ seen: 1 }]);
  });

  it("is refused when its time is none", async () => {
    lists({ body: { value: [{ id, properties: { createTime: "yesterday" } }] } });
    await expect(backend().sessions("now")).rejects.toThrow(/tell when .*userSessions\/3 was created: its createTime is no time/);
  });

  it("is refused when it does not say which session it is about", async () => {
    lists({ body: { value: [{ id: "/not/a/session", properties: {} }], nextLink: null } });
    await expect(backend().sessions("now")).rejects.toThrow('its id is "/not/a/session", without a session host');
  });

  it.each<[string, FaultRule]>([
    ["in the middle of its JSON", { body: '{"value":[' }],
    ["before the length that its head promised", { truncate: 100 }],
  ])("is refused when it breaks off %s", async (_, fault) => {
    lists(fault);
    await expect(backend({}, 30_000).sessions("now")).rejects.toThrow(/^Could not list the sessions of rg-avd\/pool-1: /);
  });
});

describe("a user", () => {
  it.each([
    ["has both names where both are known", { userPrincipalName: "bob@contoso.com", activeDirectoryUserName: "CONTOSO\\bob" }, { user: "bob@contoso.com", activeDirectoryUserName: "CONTOSO\\bob" }],
    ["goes by the name in the domain where there is no other", { userPrincipalName: "", activeDirectoryUserName: "CONTOSO\\bob" }, { user: "CONTOSO\\bob" }],
    ["has no name in the domain where that is null", { userPrincipalName: "bob@contoso.com", activeDirectoryUserName: null }, { user: "bob@contoso.com" }],
    ["is nobody where ARM names nobody", {}, { user: "" }],
  ])("%s", async (_, properties, expected) => {
    fails("ListByHostPool", { body: { value: [{ id, properties: { sessionState: "Active", ...properties } }] } });
    expect(await backend().sessions("now")).toEqual([{ sessionHost: "sh-0.contoso.com", sessionId: "3", state: "Active", ...expected }]);
  });
});
