import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schemaOf } from "../../provider/arguments";
import { identityOf } from "../../provider/identity";
import { intents, type IntentName } from "../../provider/intents";
import type { Memory, Outcome } from "../../provider/intents/intent";
import { judge } from "../../provider/intents/judge";
import { messageSent, type MessageSentArgs } from "../../provider/intents/message-sent";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { instead, observedIn, type Observed } from "../../provider/observed";
import { azureSessionStates, rdsSessionStates, type Session } from "../../provider/session";

const scope = { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
const everyone = { scope, sessions: { everyone: true } };
const session = (sessionId: string, user: string, state = "Active", createTime = "2026-11-21T08:00:00.000Z"): Session => ({
  sessionHost: "sh-0.contoso.com",
  sessionId,
  user: `${user}@contoso.com`,
  state,
  createTime,
});
const [alice, bob, eve] = [session("2", "alice"), session("3", "bob"), session("3", "eve", "Active", "2026-11-21T09:00:00.000Z")];
const away = (someone: Session): Session => ({ ...someone, state: "Disconnected" });

it.each(Object.keys(intents) as IntentName[])("%s takes what its schema says", (name) => {
  expect(intents[name].takes).toEqual(Object.keys(schemaOf(name, {}).shape));
});

describe("SessionDisconnected", () => {
  it.each([
    ["Active", true],
    ["Pending", true],
    ["Disconnected", false],
    ["LogOff", false],
    ["UserProfileDiskMounted", false],
    ["Unknown", false],
    ["Connected", true],
    ["ConnectQuery", true],
    ["Shadow", true],
    ["Idle", false],
    ["Listen", false],
    ["Reset", false],
    ["Down", false],
    ["Init", false],
    ["SomethingNew", false],
  ])("is broken by a session that is %s: %s", (state, broken) => {
    const { violations } = judge(sessionDisconnected, everyone, {}, [{ ...bob, state }], 0);
    expect(violations.length > 0).toBe(broken);
  });
});

describe("SessionLoggedOff", () => {
  it("is broken by every session that exists, in whatever state", () => {
    const sessions = [...new Set([...azureSessionStates, ...rdsSessionStates])].map((state, id) => session(String(id), "bob", state));
    expect(judge(sessionLoggedOff, everyone, {}, sessions, 0).violations).toEqual(sessions);
  });

  it("counts who matches beside who breaks it", () => {
    const args = { ...everyone, sessions: { user: "bob@contoso.com" } };
    expect(judge(sessionLoggedOff, args, {}, [alice, bob], 0)).toEqual({ matched: 1, violations: [bob], memory: {} });
  });
});

describe("MessageSent", () => {
  const args: MessageSentArgs = { ...everyone, title: "Tonight", body: "Patching at 22:00." };
  const newcomersToo: MessageSentArgs = { ...args, audience: "newcomers" };
  const unsent = (memory: Memory, sessions: readonly Session[], said = args) => judge(messageSent, said, memory, sessions, 0).violations;
  const after = (memory: Memory, outcomes: readonly Outcome[], sessions: readonly Session[], said = args): Memory =>
    messageSent.remember!(said, memory, outcomes, sessions);
  const sentTo = (...sessions: Session[]): Outcome[] => sessions.map((one) => ({ session: one, deed: "finish", result: { status: "sent" }, at: 0 }));

  it("is for the sessions that would show it", () => {
    expect(unsent({}, [alice, away(bob), { ...eve, state: "Pending" }])).toEqual([alice]);
  });

  it("is not repeated to whom it was sent", () => {
    const told = after({}, sentTo(alice), [alice]);
    expect(unsent(told, [alice])).toEqual([]);
  });

  it("is not repeated to whom it may have been shown, and says so", () => {
    const told = after({}, [{ session: bob, deed: "finish", result: { status: "unconfirmed", why: "no answer came in time" }, at: 0 }], [bob]);
    expect(told.recipients).toEqual([{ ...identityOf(bob), status: "unconfirmed", reason: "no answer came in time" }]);
    expect(unsent(told, [bob])).toEqual([]);
  });

  it("goes again to whom it was certainly not shown", () => {
    const told = after({}, [{ session: bob, deed: "finish", result: new Error("access denied"), at: 0 }], [bob]);
    expect(unsent(told, [bob])).toEqual([bob]);
    expect(unsent(after(told, sentTo(bob), [bob]), [bob])).toEqual([]);
  });

  it("has the audience that was there when it was sent, even if that was nobody", () => {
    expect(unsent(after({}, [], []), [alice])).toEqual([]);
    expect(unsent(after({}, sentTo(alice), [alice]), [alice, bob])).toEqual([]);
  });

  it("reaches newcomers when that is asked for, and who takes over an id is one", () => {
    const told = after({}, sentTo(alice, bob), [alice, bob], newcomersToo);
    expect(unsent(told, [alice, eve], newcomersToo)).toEqual([eve]);
  });

  it("forgets newcomers who are gone, and remembers those who are only away", () => {
    const told = after({}, sentTo(alice, bob), [alice, away(bob)], newcomersToo);
    expect(after(told, [], [away(bob)], newcomersToo).recipients).toEqual([{ ...identityOf(bob), status: "sent" }]);
  });

  it.each<[string, Partial<MessageSentArgs>]>([
    ["title", { title: "Tomorrow" }],
    ["body", { body: "Patching at 23:00." }],
    ["trigger", { triggers: ["again"] }],
  ])("is a new message with another %s", (_, change) => {
    const now = { ...args, ...change };
    const recalled = messageSent.recall!(after({}, sentTo(alice), [alice]), args, now);
    expect(unsent(recalled, [alice], now)).toEqual([alice]);
  });

  it("with another selector reaches those it adds, and nobody twice", () => {
    const narrow = { ...args, sessions: { user: "alice@contoso.com" } };
    const recalled = messageSent.recall!(after({}, sentTo(alice), [alice, bob], narrow), narrow, args);
    expect(unsent(recalled, [alice, bob])).toEqual([bob]);
  });
});

describe("what a refresh writes into the inputs", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const [bobs, alices] = ["sh-0.contoso.com/3 bob@contoso.com", "sh-0.contoso.com/2 alice@contoso.com"];
  const seen = (violations: readonly Session[], fates: ReadonlyMap<Session, string> = new Map(), until?: number): Observed =>
    observedIn(sessionDisconnected, violations, { fates, ...(until !== undefined && { until }) });
  const wanted = (olds: Observed, asForeseen = true, at = now): Observed => instead(() => sessionDisconnected.wanted, olds, asForeseen, at);
  it("names each session that breaks the intent and its state, and the next check what is wanted instead", () => {
    expect(seen([bob])).toMatchObject({ observed: { "sh-0.contoso.com/3 bob@contoso.com": "Active" } });
    expect(wanted(seen([bob]))).toMatchObject({ observed: { "sh-0.contoso.com/3 bob@contoso.com": "Disconnected" } });
  });

  it("leaves the next check what becomes of those who are not put right at once", () => {
    const story = seen([bob, alice], new Map([[bob, "left alone until 2026-11-21T12:05:00Z"], [alice, "disconnected"]]), now + 300_000);
    const each = (olds: Observed) => [olds.observed?.[bobs], olds.observed?.[alices]];
    expect(each(story)).toEqual(["Active", "Active"]);
    expect(each(wanted(story))).toEqual(["left alone until 2026-11-21T12:05:00Z", "Disconnected"]);
    expect(wanted(story).foreseen).toEqual(story.foreseen); // so that a diff shows nothing of it
    expect(wanted(wanted(story))).toEqual({});
    const [ofOthers, tooLate] = [wanted(story, false), wanted(story, true, now + 300_000)];
    expect([each(ofOthers), each(tooLate)]).toEqual([["Disconnected", "Disconnected"], ["Disconnected", "Disconnected"]]);
    expect([wanted(ofOthers), wanted(tooLate)]).toEqual([{}, {}]);
  });

  it("is nothing when nothing breaks it, and nothing is left of it once it was put right", () => {
    expect(seen([])).toEqual({});
    fc.assert(
      fc.property(fc.array(fc.constantFrom(alice, bob, eve)), (violations) => {
        expect(wanted(wanted(seen(violations)))).toEqual({});
      }),
    );
  });
});
