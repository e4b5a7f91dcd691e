import { describe, expect, it } from "vitest";
import { schemaOf } from "../../provider/arguments";
import type { ResourceName } from "../../provider/resource-name";
import { failuresOf, unknownValue, withoutNulls } from "../../provider/check";

const scope = { subscriptionId: "00000000-0000-0000-0000-000000000001", resourceGroupName: "rg-avd", hostPoolName: "pool-1" };
const deployment = { connectionBroker: "rdcb1.contoso.com", collectionId: "Pool1" };
const sessions = { user: "bob@contoso.com" };
const message = { scope, sessions, title: "Tonight", body: "Patching at 22:00." };

const fifteen = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const tenMinutes = { from: "23:55", to: "00:05", timeZone: "UTC" };

const sentences = (name: ResourceName, given: unknown): string[] =>
  failuresOf(schemaOf(name, given), given).map(({ property, reason }) => `${property} ${reason}`);

describe("what is right passes", () => {
  it.each([
    ["a user", { user: "bob@contoso.com" }],
    ["a guest", { user: "bob_gmail.com#EXT#@contoso.onmicrosoft.com" }],
    ["a user of a domain", { user: "CONTOSO\\Bob Smith" }],
    ["everyone on a host", { everyone: true, sessionHost: "sh-0" }],
    ["one session", { sessionHost: "sh-0.contoso.com", sessionId: 3 }],
    ["everyone", { everyone: true, except: { users: ["svc@contoso.com"], sessionHosts: ["sh-9.contoso.com"] } }],
    ["an age and a state", { state: "Disconnected", olderThan: "8h" }],
  ])("%s", (_, selector) => {
    expect(sentences("SessionDisconnected", { scope, sessions: selector })).toEqual([]);
  });

  it.each([
    ["a user of a domain", { user: "CONTOSO\\bob" }],
    ["one session", { sessionHost: "hv-0.contoso.com", sessionId: 3 }],
    ["a state that only RDS has", { state: "Idle", except: { users: ["CONTOSO\\svc"] } }],
  ])("%s, on Remote Desktop Services", (_, selector) => {
    for (const one of [deployment, { connectionBroker: "rdcb1" }]) expect(sentences("SessionDisconnected", { scope: one, sessions: selector })).toEqual([]);
  });

  it.each([
    ["a time that its window has room for", { notice: { ...fifteen, minutes: 9.5 }, within: tenMinutes }],
    ["any time in a window that never closes", { notice: { ...fifteen, minutes: 24 * 60 }, within: { ...tenMinutes, from: "00:00", to: "24:00" } }],
    ["a window that is not known yet", { notice: fifteen, within: { from: unknownValue, to: unknownValue, timeZone: "UTC", days: ["Mon"] } }],
  ])("%s", (_, more) => {
    expect(sentences("SessionDisconnected", { scope, sessions, ...more })).toEqual([]);
  });

  it("every argument of every intent", () => {
    expect(sentences("SessionLoggedOff", { scope, sessions, force: true, maxSessions: 0, timeoutSeconds: 0.5 })).toEqual([]);
    expect(sentences("MessageSent", { ...message, triggers: ["2026-11-20", 1, { any: [] }], audience: "newcomers" })).toEqual([]);
  });

  it("what a preview does not know yet, at any depth", () => {
    expect(sentences("SessionDisconnected", { scope: unknownValue, sessions: unknownValue })).toEqual([]);
    expect(sentences("SessionDisconnected", { scope: { ...scope, subscriptionId: unknownValue }, sessions })).toEqual([]);
    expect(sentences("SessionDisconnected", { scope, sessions: { state: unknownValue } })).toEqual([]);
    expect(sentences("SessionDisconnected", { scope, sessions: { sessionHost: unknownValue, sessionId: 3 } })).toEqual([]);
    expect(sentences("SessionDisconnected", { scope, sessions: { everyone: unknownValue } })).toEqual([]);
    expect(sentences("MessageSent", { ...message, body: unknownValue, triggers: [unknownValue] })).toEqual([]);
  });
});

describe("what is wrong is named with its property, its value and what would be right", () => {
  it.each<[string, ResourceName, unknown, string[]]>([
    ["a selector of nobody in particular", "SessionDisconnected", { scope, sessions: {} }, [
      "sessions selects nobody in particular; expected user, sessionHost, state, olderThan or disconnectedFor, or everyone: true if all are meant",
    ]],
    ["a selector that only excepts", "SessionLoggedOff", { scope, sessions: { except: { users: ["svc@contoso.com"] } } }, [
      "sessions selects nobody in particular; expected user, sessionHost, state, olderThan or disconnectedFor, or everyone: true if all are meant",
    ]],
    ["a misspelt property", "SessionDisconnected", { scope, sessions: { usr: "bob@contoso.com" } }, [
      "sessions.usr is not a property of a selector; expected one of user, sessionHost, sessionId, state, olderThan, disconnectedFor, everyone, except",
    ]],
    ["a property of another intent", "SessionDisconnected", { scope, sessions, force: true }, [
      "force is not a property of SessionDisconnected; expected one of scope, sessions, maxSessions, protect, within, timeoutSeconds, notice",
    ]],
    ["a state that does not exist", "SessionDisconnected", { scope, sessions: { state: "active" } }, [
      'sessions.state is "active"; expected one of Active, Disconnected, Pending, LogOff, UserProfileDiskMounted, Unknown',
    ]],
    ["a session id without its host", "SessionDisconnected", { scope, sessions: { sessionId: 3 } }, [
      "sessions.sessionHost is missing; expected the host of sessionId, because every host gives out the same ids",
    ]],
    ["a subscription that is not a UUID", "SessionDisconnected", { scope: { ...scope, subscriptionId: "prod" }, sessions }, [
      'scope.subscriptionId is "prod"; expected a UUID such as 00000000-0000-0000-0000-000000000001',
    ]],
    ["a host pool with its path", "SessionDisconnected", { scope: { ...scope, hostPoolName: "rg-avd/pool-1" }, sessions }, [
      'scope.hostPoolName is "rg-avd/pool-1"; expected the name of a host pool: 3 to 64 letters, digits, spaces or any of @ . - _',
    ]],
      ["a notice that no opening of its window has room for", "SessionDisconnected", { scope, sessions, notice: fifteen, within: tenMinutes }, [
        "notice.minutes is 15; expected less than 10: the window (within) is open for 10 minutes at a time, and nobody's time would be over before it closes. Give people less time, or open it for longer",
      ]],
      ["one as long as the window", "HostEmpty", { scope, sessionHost: "sh-0.contoso.com", notice: { ...fifteen, minutes: 10 }, within: tenMinutes }, [
        "notice.minutes is 10; expected less than 10: the window (within) is open for 10 minutes at a time, and nobody's time would be over before it closes. Give people less time, or open it for longer",
      ]],
      ["one that has no room together with an escalation", "SessionLoggedOff", { scope, sessions, notice: { ...fifteen, minutes: 6 }, escalate: { minutes: 5 }, within: tenMinutes }, [
        "notice.minutes is 6; expected less than 10, together with the 5 of escalate.minutes: the window (within) is open for 10 minutes at a time, and nobody's time would be over before it closes. Give people less time, or open it for longer",
      ]],
      ["an escalation that has no room", "SessionLoggedOff", { scope: deployment, sessions: { everyone: true }, escalate: { minutes: 15 }, within: tenMinutes }, [
        "escalate.minutes is 15; expected less than 10: the window (within) is open for 10 minutes at a time, and nobody's time would be over before it closes. Give people less time, or open it for longer",
      ]],
    ["no scope", "SessionDisconnected", { sessions }, ["scope is missing; expected object"]],
    ["an empty message", "MessageSent", { ...message, body: "" }, ['body is empty; expected some text']],
    ["a message without a title", "MessageSent", { scope, sessions, body: "now" }, ["title is missing; expected text"]],
    ["a scope of two systems", "SessionDisconnected", { scope: { ...deployment, hostPoolName: "pool-1" }, sessions: { everyone: true } }, [
      "scope.hostPoolName is not a property of a Remote Desktop Services deployment; expected one of connectionBroker, collectionId",
    ]],
    ["a broker with a port", "SessionDisconnected", { scope: { connectionBroker: "rdcb1:5986" }, sessions: { everyone: true } }, [
      'scope.connectionBroker is "rdcb1:5986"; expected the host name of the connection broker, without scheme or port',
    ]],
    ["a broker with more of a URL", "SessionDisconnected", { scope: { connectionBroker: "rdcb1#x" }, sessions: { everyone: true } }, [
      'scope.connectionBroker is "rdcb1#x"; expected the host name of the connection broker, without scheme or port',
    ]],
    ["a collection with a blank at its end", "SessionDisconnected", { scope: { ...deployment, collectionId: "Pool1 " }, sessions: { everyone: true } }, [
      'scope.collectionId is "Pool1 "; expected the broker\'s id of a collection, without blanks at its ends',
    ]],
    ["a collection of characters that nobody can write", "SessionDisconnected", { scope: { ...deployment, collectionId: "Pool\u0000" }, sessions: { everyone: true } }, [
      'scope.collectionId is "Pool\\u0000"; expected the broker\'s id of a collection, without blanks at its ends',
    ]],
    ["null for a collection, which would select more", "SessionLoggedOff", { scope: { ...deployment, collectionId: null }, sessions: { everyone: true } }, [
      "scope.collectionId is null; expected text",
    ]],
    ["a user principal name, which RDS does not know", "SessionDisconnected", { scope: deployment, sessions }, [
      'sessions.user is "bob@contoso.com"; expected the whole of DOMAIN\\bob, the only name that Remote Desktop Services knows of a user',
    ]],
    ["an age, which RDS does not know", "SessionDisconnected", { scope: deployment, sessions: { everyone: true, olderThan: "8h" } }, [
      'sessions.olderThan is "8h"; UnsupportedByBackend: Remote Desktop Services keeps no create time; select by state instead',
    ]],
    ["a state of the other system", "SessionDisconnected", { scope: deployment, sessions: { state: "Pending" } }, [
      'sessions.state is "Pending"; expected one of Active, Connected, ConnectQuery, Shadow, Disconnected, Idle, Listen, Reset, Down, Init',
    ]],
    ["force, which RDS does not have", "SessionLoggedOff", { scope: deployment, sessions: { everyone: true }, force: true }, [
      "force is true; UnsupportedByBackend: Logoff of Remote Desktop Services cannot be forced; leave it out, and turn off a virtual machine that does not let go",
    ]],
    ["a length of time that is none", "SessionDisconnected", { scope, sessions: { olderThan: "soon" } }, [
      'sessions.olderThan is "soon"; expected a length of time such as "8h" or "2 days"',
    ]],
    ["a user that is no text", "SessionDisconnected", { scope, sessions: { user: 7 } }, ["sessions.user is 7; expected text"]],
    ["a message of blanks", "MessageSent", { ...message, title: " \n" }, ["title is empty; expected some text"]],
    ["a blank after a user's name, which nobody has", "SessionDisconnected", { scope, sessions: { user: "bob@contoso.com " } }, [
      'sessions.user is "bob@contoso.com "; expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob',
    ]],
    ["a blank before an excepted user's name", "SessionDisconnected", { scope, sessions: { everyone: true, except: { users: ["CONTOSO\\ bob"] } } }, [
      'sessions.except.users[0] is "CONTOSO\\\\ bob"; expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob',
    ]],
    ["one name where a list is wanted", "SessionDisconnected", { scope, sessions: { everyone: true, except: { users: "bob@contoso.com" } } }, [
      'sessions.except.users is "bob@contoso.com"; expected a list',
    ]],
    ["a resource group with more of a path", "SessionDisconnected", { scope: { ...scope, resourceGroupName: "rg/avd?x" }, sessions }, [
      'scope.resourceGroupName is "rg/avd?x"; expected the name of a resource group: at most 90 letters, digits or any of - _ . ( ), and no period at the end',
    ]],
    ["a user with a wildcard", "SessionDisconnected", { scope, sessions: { user: "*@contoso.com" } }, [
      'sessions.user is "*@contoso.com"; expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob',
    ]],
    ["a first name", "SessionDisconnected", { scope, sessions: { user: "bob" } }, [
      'sessions.user is "bob"; expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob',
    ]],
    ["an id that none is written like", "SessionDisconnected", { scope, sessions: { sessionHost: "sh-0", sessionId: "03" } }, [
      'sessions.sessionId is "03"; expected the id of a session, such as 3',
    ]],
    ["everyone and one of them", "SessionDisconnected", { scope, sessions: { everyone: true, user: "bob@contoso.com" } }, [
      "sessions.everyone is true; expected either that or somebody by user or sessionId",
    ]],
    ["null in a selector, which would select more", "SessionLoggedOff", { scope, sessions: { sessionHost: "sh-0", user: null } }, [
      "sessions.user is null; expected text",
    ]],
    ["one bad name in a list", "SessionDisconnected", { scope, sessions: { everyone: true, except: { users: ["a@b.c", ""] } } }, [
      'sessions.except.users[1] is ""; expected the whole of a user principal name such as bob@contoso.com, or DOMAIN\\bob',
    ]],
    ["a negative guard", "SessionDisconnected", { scope, sessions, maxSessions: -1 }, ["maxSessions is -1; expected 0 or more"]],
  ])("%s", (_, name, given, expected) => {
    expect(sentences(name, given)).toEqual(expected);
  });

  it("all of it at once", () => {
    expect(sentences("MessageSent", { scope: {}, sessions: { usr: "x", state: "gone" }, title: "", boddy: "x" })).toHaveLength(8);
  });

  it("without repeating a value that may have come out of a secret", () => {
    const failures = sentences("MessageSent", { ...message, body: { password: "hunter2" }, title: ["hunter2"] });
    expect(failures).toEqual(["title is a list; expected text", "body is an object; expected text"]);
    expect(sentences("MessageSent", { ...message, body: 4711 })).toEqual(["body is a number; expected text"]);
  });
});

it("null and undefined mean that nothing was said, but not in a selector", () => {
  expect(withoutNulls({ a: null, b: undefined, c: [null, { d: null, e: 0 }], f: false })).toEqual({ c: [null, { e: 0 }], f: false });
  expect(withoutNulls({ sessions: { user: null } })).toEqual({ sessions: { user: null } });
});
