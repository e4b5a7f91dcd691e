import { describe, expect, it } from "vitest";
import { brokenSince } from "../../../provider/drift/broken-since";

const session = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com", state: "Active", createTime: "2026-11-21T08:00:00.000Z" };

describe("since when a session breaks an intent", () => {
  it.each([
    ["since it began, where nobody should be there", "SessionLoggedOff", { user: "bob@contoso.com" }, "2026-11-21T08:00:00.000Z"],
    ["since it is too old, where nobody should be there for long", "SessionLoggedOff", { olderThan: "8h" }, "2026-11-21T16:00:00.000Z"],
    ["is unknown, where its state makes it one of those meant", "SessionLoggedOff", { state: "Disconnected" }, undefined],
    ["is unknown, where the user may have been away in between", "SessionDisconnected", { user: "bob@contoso.com" }, undefined],
    ["is unknown for a message that it was not sent", "MessageSent", { everyone: true }, undefined],
  ] as const)("%s", (_, intent, selector, expected) => {
    expect(brokenSince(intent, selector, session)).toBe(expected);
  });

  it("is unknown where the system keeps no time", () => {
    const { createTime, ...timeless } = session;
    expect(brokenSince("SessionLoggedOff", { everyone: true }, timeless)).toBeUndefined();
  });
});
