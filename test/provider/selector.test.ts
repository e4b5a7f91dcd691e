import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identityKey, identityOf, sameSession } from "../../provider/identity";
import { keepsPin, lengthOfTime, matches, possiblyExcepted, narrows, select, type Selector } from "../../provider/selector";
import { azureSessionStates, type Session } from "../../provider/session";

const now = Date.parse("2026-11-21T12:00:00Z");
const bob: Session = {
  sessionHost: "sh-0.contoso.com",
  sessionId: "3",
  user: "bob@contoso.com",
  activeDirectoryUserName: "CONTOSO\\bob",
  state: "Active",
  createTime: "2026-11-21T08:00:00.000Z",
};

describe("a selector", () => {
  it.each<[string, Selector, boolean]>([
    ["everyone", { everyone: true }, true],
    ["the user in another case", { user: "BOB@Contoso.com" }, true],
    ["another user", { user: "bobby@contoso.com" }, false],
    ["a part of the user", { user: "bob" }, false],
    ["the user's name in the domain, in another case", { user: "contoso\\BOB" }, true],
    ["another user of the domain", { user: "CONTOSO\\bobby" }, false],
    ["everyone but the user, named in the domain", { everyone: true, except: { users: ["contoso\\bob"] } }, false],
    ["the host in another case", { sessionHost: "SH-0.contoso.com" }, true],
    ["another host", { sessionHost: "sh-1.contoso.com" }, false],
    ["the session's id as text", { sessionHost: "sh-0.contoso.com", sessionId: "3" }, true],
    ["the session's id as a number", { sessionHost: "sh-0.contoso.com", sessionId: 3 }, true],
    ["another session's id", { sessionHost: "sh-0.contoso.com", sessionId: 30 }, false],
    ["the state", { state: "Active" }, true],
    ["another state", { state: "Disconnected" }, false],
    ["a shorter age", { olderThan: "3h" }, true],
    ["a longer age", { olderThan: "5h" }, false],
    ["its age to the millisecond, which is no longer", { olderThan: "4h" }, false],
    ["an age that is a second shorter", { olderThan: "14399s" }, true],
    ["an age before all times", { olderThan: "1000000 years" }, false],
    ["an age before the first year", { olderThan: "3000 years" }, false],
    ["user and host together", { user: "bob@contoso.com", sessionHost: "sh-0.contoso.com" }, true],
    ["the user on another host", { user: "bob@contoso.com", sessionHost: "sh-1.contoso.com" }, false],
    ["everyone but the user", { everyone: true, except: { users: ["Bob@contoso.com"] } }, false],
    ["everyone but another user", { everyone: true, except: { users: ["alice@contoso.com"] } }, true],
    ["everyone but the host", { everyone: true, except: { sessionHosts: ["SH-0.CONTOSO.COM"] } }, false],
    ["the user, but excepted", { user: "bob@contoso.com", except: { users: ["bob@contoso.com"] } }, false],
  ])("of %s", (_, selector, expected) => {
    expect(matches(selector, bob, now)).toBe(expected);
  });

  it("never finds a session without a create time old enough", () => {
    const { createTime, ...ageless } = bob;
    expect(matches({ olderThan: "1s" }, ageless, now)).toBe(false);
  });

  it.each(["", "soon", "8", "1e3", "-3h", "0m", "x".repeat(101)])("takes %j for no length of time", (text) => {
    expect(lengthOfTime(text)).toBeUndefined();
  });

  it("says whom it means only by what narrows, or by everyone", () => {
    expect(narrows({})).toBe(false);
    expect(narrows({ everyone: false })).toBe(false);
    expect(narrows({ except: { users: ["svc@contoso.com"] } })).toBe(false);
    expect(narrows({ everyone: true })).toBe(true);
    expect(narrows({ state: "Disconnected" })).toBe(true);
  });
});

describe("a selector with a session id", () => {
  const selector: Selector = { sessionHost: bob.sessionHost, sessionId: 3 };

  it("is bound to the session that it first matches", () => {
    expect(select(selector, [bob], undefined, now)).toEqual({ matching: [bob], pinned: identityOf(bob) });
  });

  it("is bound to nobody as long as nobody has that id", () => {
    expect(select(selector, [{ ...bob, sessionId: "4" }], undefined, now)).toEqual({ matching: [], pinned: undefined });
  });

  it("finds its session again in another state", () => {
    const back = { ...bob, state: "Disconnected" };
    expect(select(selector, [back], bob, now).matching).toEqual([back]);
  });

  it.each([
    ["somebody else has the id now", { user: "eve@contoso.com" }],
    ["the same person has a later session", { createTime: "2026-11-21T11:00:00.000Z" }],
  ])("matches nobody when %s", (_, change) => {
    const { matching, pinned } = select(selector, [{ ...bob, ...change }], bob, now);
    expect(matching).toEqual([]);
    expect(pinned).toEqual(bob);
  });

  it.each<[string, Selector, boolean]>([
    ["it is spelt in another way", { sessionHost: "SH-0.Contoso.com", sessionId: "3" }, true],
    ["it narrows in another way, too", { ...selector, state: "Active" }, true],
    ["it names the user", { ...selector, user: "Bob@contoso.com" }, true],
    ["it names somebody else", { ...selector, user: "eve@contoso.com" }, false],
    ["it has another id", { ...selector, sessionId: 4 }, false],
    ["it has another host", { ...selector, sessionHost: "sh-1.contoso.com" }, false],
    ["it has no id any more", { sessionHost: bob.sessionHost }, false],
  ])("stays bound or not when %s", (_, changed, kept) => {
    expect(keepsPin(changed, identityOf(bob))).toBe(kept);
  });
});

it("nobody can tell whether a session is excepted of whose user there is no such name", () => {
  const { activeDirectoryUserName, ...named } = bob;
  const unnamed = { ...named, user: "" };
  const except = (...users: string[]): Selector => ({ everyone: true, except: { users } });
  expect(possiblyExcepted(except("svc@contoso.com"), unnamed)).toBe("svc@contoso.com");
  expect(possiblyExcepted(except("svc@contoso.com"), named)).toBeUndefined();
  expect(possiblyExcepted(except("svc@contoso.com", "CONTOSO\\svc"), named)).toBe("CONTOSO\\svc");
  expect(possiblyExcepted(except("svc@contoso.com", "CONTOSO\\svc"), bob)).toBeUndefined();
  expect(possiblyExcepted(except("svc@contoso.com"), { ...unnamed, activeDirectoryUserName: "CONTOSO\\bob" })).toBe("svc@contoso.com");
  expect(possiblyExcepted({ everyone: true, except: { sessionHosts: ["sh-9.contoso.com"] } }, unnamed)).toBeUndefined();
});

const someSession = fc.record<Session>({
  sessionHost: fc.constantFrom("sh-0.contoso.com", "SH-0.contoso.com", "sh-1.contoso.com"),
  sessionId: fc.constantFrom("2", "3"),
  user: fc.constantFrom("bob@contoso.com", "Bob@contoso.com", "eve@contoso.com", ""),
  activeDirectoryUserName: fc.constantFrom("CONTOSO\\bob", "contoso\\bob", "CONTOSO\\eve"),
  state: fc.constantFrom(...azureSessionStates),
  createTime: fc.constantFrom("2026-11-21T08:00:00.000Z", "2026-11-21T09:00:00.000Z"),
});

/** The definition, session by session and name by name. */
function isMeant({ user, sessionHost, state, olderThan, except }: Selector, session: Session): boolean {
  const has = (name: string): boolean => [session.user, session.activeDirectoryUserName].some((one) => one?.toLowerCase() === name.toLowerCase());
  const isOn = (name: string): boolean => session.sessionHost.toLowerCase() === name.toLowerCase();
  return (
    (user === undefined || has(user)) &&
    (sessionHost === undefined || isOn(sessionHost)) &&
    (state === undefined || session.state === state) &&
    (olderThan === undefined || now - Date.parse(session.createTime!) > lengthOfTime(olderThan)!) &&
    !(except?.users ?? []).some(has) &&
    !(except?.sessionHosts ?? []).some(isOn)
  );
}

it("a selector is read once, however many sessions it is held against", () => {
  const reads: string[] = [];
  const watched = new Proxy<Selector>({ state: "Active", olderThan: "3h", except: { users: ["eve@contoso.com"] } }, { get: (selector, key: keyof Selector) => (reads.push(key), selector[key]) });
  const readsFor = (count: number): number => {
    reads.length = 0;
    expect(select(watched, Array.from({ length: count }, () => bob), undefined, now).matching).toHaveLength(count);
    return reads.length;
  };
  expect(readsFor(1_000)).toBe(readsFor(1));
});

describe("over any sessions", () => {
  it("who is excepted is never selected, whatever else the selector says", () => {
    const someSelector = fc.record(
      { user: fc.constant("bob@contoso.com"), state: fc.constantFrom(...azureSessionStates), everyone: fc.constant(true) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(someSelector, fc.array(someSession), (selector, sessions) => {
        const { matching } = select({ ...selector, except: { users: ["bob@contoso.com"] } }, sessions, undefined, now);
        expect(matching.filter(({ user }) => user.toLowerCase() === "bob@contoso.com")).toEqual([]);
      }),
    );
  });

  it("those are found who are meant, and nobody else, in the order of the list", () => {
    const someSelector = fc.record<Selector>(
      {
        user: fc.constantFrom("BOB@contoso.com", "CONTOSO\\Bob", "eve@contoso.com"),
        sessionHost: fc.constantFrom("sh-0.contoso.com", "sh-1.contoso.com"),
        state: fc.constantFrom(...azureSessionStates),
        olderThan: fc.constantFrom("30m", "3h", "210m", "5h"),
        except: fc.record({ users: fc.subarray(["EVE@contoso.com", "contoso\\BOB"]), sessionHosts: fc.subarray(["SH-1.contoso.com"]) }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(someSelector, fc.array(someSession), (selector, sessions) => {
        const { matching } = select(selector, sessions, undefined, now);
        expect(matching).toEqual(sessions.filter((session) => isMeant(selector, session)));
        expect(matching).toEqual(sessions.filter((session) => matches(selector, session, now)));
      }),
    );
  });

  it("two sessions have one key exactly when they are the same session", () => {
    fc.assert(
      fc.property(someSession, someSession, (a, b) => {
        expect(identityKey(a) === identityKey(b)).toBe(sameSession(a, b));
      }),
    );
  });
});
