import { describe, expect, it } from "vitest";
import { nextUpdateOf } from "../../../provider/drift/next-update";
import type { GraceArgs } from "../../../provider/intents/intent";
import type { Notice } from "../../../provider/intents/notice";
import { sessionLoggedOff } from "../../../provider/intents/session-logged-off";
import type { Session } from "../../../provider/session";
import { pool } from "../../sample";

const now = Date.parse("2026-11-20T20:00:00Z"); // a Friday, 21:00 in Berlin
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const someone = (user: string, more: Partial<Session> = {}): Session => ({ sessionHost: "sh-0.contoso.com", sessionId: String(user.length), user, state: "Active", ...more });
const [bob, carol, nobody] = [someone("bob@contoso.com"), someone("carol@contoso.com", { state: "Disconnected" }), someone("")];
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };
const told = ({ state: _, ...session }: Session, more: Partial<Notice> = {}): Notice => ({ ...session, status: "shown", deadline: at(5), ...more });
const next = (args: Partial<GraceArgs>, violations: readonly Session[], notices: readonly Notice[] = []): string =>
  nextUpdateOf(sessionLoggedOff, { scope: pool, sessions: { everyone: true, except: { users: ["svc@contoso.com"] } }, ...args }, { matched: violations.length, violations, memory: { notices } }, now);

describe("what the next update would do", () => {
  it.each<[string, readonly Session[], string]>([
    ["nobody", [], "It would change nothing."],
    ["one", [bob], "It would log off 1 session."],
    ["two", [bob, carol], "It would log off 2 sessions."],
    ["somebody unknown", [nobody], "It would fail for 1 session of which nobody can tell whether the user is excepted."],
    ["somebody unknown among others", [bob, nobody, carol], "It would log off 2 sessions, and fail for 1 session of which nobody can tell whether the user is excepted."],
  ])("about %s", (_, violations, sentence) => {
    expect(next({}, violations)).toBe(sentence);
  });

  it.each<[string, Partial<GraceArgs>, readonly Notice[], string]>([
    ["with a notice", { notice }, [], "It would tell 2 sessions, which are then left alone for 15 min."],
    ["with a notice of which one was told", { notice }, [told(bob)], "It would tell 1 session, which is then left alone for 15 min, and leave 1 session alone until 2026-11-20T20:05:00Z."],
    ["who were told at two times", { notice }, [told(bob), told(carol, { deadline: at(9) })], "It would leave 2 sessions alone until 2026-11-20T20:05:00Z or later."],
    ["whose time has passed", { notice }, [told(bob, { deadline: at(0) }), told(carol, { deadline: at(-1) })], "It would log off 2 sessions."],
    ["who show messages by now", { notice }, [told(bob, { status: "notShown" }), told(carol)], "It would tell 1 session that showed no messages before, and leave 2 sessions alone until 2026-11-20T20:05:00Z."],
    ["who are to be disconnected first", { escalate: { minutes: 30 } }, [], "It would disconnect 2 sessions first, and give them 30 min."],
    ["who were disconnected first", { escalate: { minutes: 30 } }, [told(bob, { logOffAt: at(30) }), told(carol, { logOffAt: at(0) })], "It would log off 1 session, and leave 1 session alone until 2026-11-20T20:30:00Z."],
    ["outside the window", { within: { from: "22:00", to: "06:00", timeZone: "Europe/Berlin" }, maxSessions: 1 }, [], "It would touch nobody: its window opens at 2026-11-20T21:00:00Z."],
    ["inside the window", { within: { from: "20:00", to: "06:00", timeZone: "Europe/Berlin" } }, [], "It would log off 2 sessions."],
    ["whose time would not be over when the window closes", { notice, within: { from: "20:00", to: "21:10", timeZone: "Europe/Berlin" } }, [], "It would leave 2 sessions alone until 2026-11-21T19:00:00Z."],
    ["who were told the night before", { notice, within: { from: "21:00", to: "06:00", timeZone: "Europe/Berlin" } }, [told(bob, { deadline: at(-24 * 60) }), told(carol)], "It would tell 1 session, which is then left alone for 15 min, and leave 1 session alone until 2026-11-20T20:05:00Z."],
    ["of whom there are too many", { maxSessions: 1 }, [], "It would fail here and touch nobody: it had to log off 2 sessions, and maxSessions is 1."],
    ["of whom one is protected", { protect: { users: ["bob@*"] } }, [], "It would fail here and touch nobody: it had to log off 2 sessions, of which 1 is protected."],
  ])("about two %s", (_, args, notices, sentence) => {
    expect(next(args, [bob, carol], notices)).toBe(sentence);
  });
});
