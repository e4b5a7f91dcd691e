import { describe, expect, it } from "vitest";
import { wantedOf, wantedOfHost } from "../../../provider/drift/sentences";
import type { HostIntentName } from "../../../provider/hosts/host-args";
import type { HostState } from "../../../provider/hosts/observe-host";
import type { Selector } from "../../../provider/selector";
import { pool } from "../../sample";

const bob = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com" };
const except = { users: ["svc@contoso.com"], sessionHosts: ["sh-9.contoso.com"] };

describe("what is wanted", () => {
  it.each<[Selector, object, string]>([
    [{ user: "bob@contoso.com" }, {}, "Nobody who matches user bob@contoso.com is connected."],
    [{ everyone: true }, {}, "Nobody is connected."],
    [{ everyone: true, except }, {}, "Nobody, except svc@contoso.com, sh-9.contoso.com, is connected."],
    [{ sessionHost: "sh-0", state: "Active", olderThan: "8h", except }, {}, "Nobody who matches session host sh-0, state Active, older than 8h, except svc@contoso.com, sh-9.contoso.com, is connected."],
    [{ disconnectedFor: "4h" }, {}, "Nobody who matches disconnected for 4h is connected."],
    [{ sessionHost: "sh-0", sessionId: 3 }, { pinned: bob }, "Nobody who matches session host sh-0, session 3, pinned to bob@contoso.com is connected."],
    [{ sessionHost: "sh-0", sessionId: 3 }, { pinned: { ...bob, user: "" } }, "Nobody who matches session host sh-0, session 3, pinned to an unknown user is connected."],
  ])("by %j with %j", (sessions, memory, sentence) => {
    expect(wantedOf("SessionDisconnected", { scope: pool, sessions, ...memory })).toBe(sentence);
  });

  it("of the other intents", () => {
    const properties = { scope: pool, sessions: { user: "bob@contoso.com" } };
    expect(wantedOf("SessionLoggedOff", properties)).toBe("Nobody who matches user bob@contoso.com has a session.");
    expect(wantedOf("MessageSent", properties)).toBe("Everybody who matches user bob@contoso.com and has an active session was sent the message.");
  });

  it.each<[Selector, object, string]>([
    [{ everyone: true }, { audienceChosen: true }, "Everybody who had an active session when it was first sent was sent the message."],
    [{ everyone: true, except }, { audienceChosen: true }, "Everybody, except svc@contoso.com, sh-9.contoso.com, who had an active session when it was first sent was sent the message."],
    [{ user: "bob@contoso.com" }, { audienceChosen: true, audience: "present" }, "Everybody who matches user bob@contoso.com and had an active session when it was first sent was sent the message."],
    [{ everyone: true }, { audienceChosen: true, audience: "newcomers" }, "Everybody who has an active session was sent the message."],
    [{ everyone: true }, { audienceChosen: false }, "Everybody who has an active session was sent the message."],
    [{ everyone: true }, { audience: "newcomers", recipients: [{ ...bob, status: "sent" }, { ...bob, status: "unconfirmed" }] }, "Everybody who has an active session was sent the message, or may have been."],
  ])("of a message by %j with %j, which newcomers are sent only where they are asked for", (sessions, more, sentence) => {
    expect(wantedOf("MessageSent", { scope: pool, sessions, ...more })).toBe(sentence);
  });

  it.each<[HostIntentName, Partial<HostState>, string]>([
    ["HostDrained", {}, "sh-0 takes no newcomers."],
    ["HostEmpty", {}, "sh-0 takes no newcomers, and nobody has a session on it."],
    ["HostEmpty", { finish: "disconnected", except: { users: ["svc@contoso.com", "carol@contoso.com"] } }, "sh-0 takes no newcomers, and nobody, except svc@contoso.com, carol@contoso.com, is connected to it."],
    ["HostEmpty", { triggers: [], settled: false }, "sh-0 takes no newcomers, and nobody has a session on it."],
    ["HostEmpty", { triggers: [], settled: true }, "sh-0 was drained and emptied once for its triggers."],
  ])("of %s with %j", (intent, more, sentence) => {
    expect(wantedOfHost(intent, { scope: pool, sessionHost: "sh-0", ...more })).toBe(sentence);
  });
});
