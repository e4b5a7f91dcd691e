import { describe, expect, it } from "vitest";
import { nextUpdateOf, wantedOf } from "../../../provider/drift/sentences";
import type { Selector } from "../../../provider/selector";
import type { Session } from "../../../provider/session";
import { pool } from "../../sample";

const bob = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com" };
const active: Session = { ...bob, state: "Active" };
const nobody: Session = { ...active, user: "" };
const except = { users: ["svc@contoso.com"], sessionHosts: ["sh-9.contoso.com"] };

describe("what is wanted", () => {
  it.each<[Selector, object, string]>([
    [{ user: "bob@contoso.com" }, {}, "Nobody who matches user bob@contoso.com is connected."],
    [{ everyone: true }, {}, "Nobody is connected."],
    [{ everyone: true, except }, {}, "Nobody, except svc@contoso.com, sh-9.contoso.com, is connected."],
    [{ sessionHost: "sh-0", state: "Active", olderThan: "8h", except }, {}, "Nobody who matches session host sh-0, state Active, older than 8h, except svc@contoso.com, sh-9.contoso.com, is connected."],
    [{ sessionHost: "sh-0", sessionId: 3 }, { pinned: bob }, "Nobody who matches session host sh-0, session 3, pinned to bob@contoso.com is connected."],
    [{ sessionHost: "sh-0", sessionId: 3 }, { pinned: { ...bob, user: "" } }, "Nobody who matches session host sh-0, session 3, pinned to an unknown user is connected."],
  ])("by %j with %j", (sessions, memory, sentence) => {
    expect(wantedOf("SessionDisconnected", { scope: pool, sessions, ...memory })).toBe(sentence);
  });

  it("of the other intents", () => {
    const properties = { scope: pool, sessions: { user: "bob@contoso.com" } };
    expect(wantedOf("SessionLoggedOff", properties)).toBe("Nobody who matches user bob@contoso.com has a session.");
    expect(wantedOf("MessageSent", properties)).toBe("Everybody who matches user bob@contoso.com was sent the message.");
  });
});

describe("what the next update would do", () => {
  it.each<[string, readonly Session[], string]>([
    ["nobody", [], "It would change nothing."],
    ["one", [active], "It would log off 1 session."],
    ["two", [active, active], "It would log off 2 sessions."],
    ["somebody unknown", [nobody], "It would fail for 1 session of which nobody can tell whether the user is excepted."],
    ["somebody unknown among others", [active, nobody, active], "It would log off 2 sessions, and fail for 1 session of which nobody can tell whether the user is excepted."],
  ])("about %s", (_, violations, sentence) => {
    expect(nextUpdateOf("SessionLoggedOff", { scope: pool, sessions: { everyone: true, except } }, violations)).toBe(sentence);
  });
});
