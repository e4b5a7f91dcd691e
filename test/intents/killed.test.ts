import { describe, expect, it } from "vitest";
import { pool } from "../sample";
import { type Ask, useKilledRuns } from "./killed-runs";
import { describeKilled, type KilledStory } from "./killed.case";

const runs = useKilledRuns();
const [sh0, sh1] = ["sh-0.contoso.com", "sh-1.contoso.com"];
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 0.0005, wait: true }; // 30 ms
const [told, disconnected, loggedOff, changed] = ["UserSessions_SendMessage", "UserSessions_Disconnect", "UserSessions_Delete", "SessionHosts_Update"];
const onSh0 = { scope: pool, sessions: { sessionHost: sh0, except: { users: ["carol@contoso.com"] } } };

const world = () => runs.sample.emulator.world;
const stateOf = (user: string): string | undefined => {
  for (const host of [sh0, sh1]) for (const session of world().sessionHost(host).sessions) if (session.userPrincipalName === `${user}@contoso.com`) return session.sessionState;
  return undefined;
};
const timesTold = (user: string): number => world().messages.filter(({ userPrincipalName }) => userPrincipalName === `${user}@contoso.com`).length;
const newcomersAllowed = (): readonly (readonly [string, boolean])[] => [sh0, sh1].map((name) => [name, world().sessionHost(name).allowNewSession]);
const takesNewcomers = (): boolean => world().sessionHost(sh0).allowNewSession;

/** Alice and bob were told once, or the state says that it is not certain. */
function toldAtMostOnce(known: readonly { readonly user: string; readonly status: string }[]): void {
  for (const user of ["alice", "bob"]) {
    const { status } = known.find((one) => one.user === `${user}@contoso.com`) ?? {};
    expect([user, timesTold(user)]).toEqual([user, status === "unconfirmed" ? expect.toBeOneOf([0, 1]) : 1]);
  }
}

const stories: readonly KilledStory[] = [
  {
    name: "MessageSent",
    intent: "MessageSent",
    inputs: { ...onSh0, title: "Tonight", body: "Patching at 22:00." },
    writes: { [told]: 2 },
    finished: ({ recipients }) => toldAtMostOnce(recipients),
  },
  {
    name: "MessageSent with another message than before",
    intent: "MessageSent",
    inputs: { ...onSh0, title: "Tonight", body: "Patching at 23:00." },
    writes: { [told]: 2 },
    before: async () => {
      const state = await runs.next("MessageSent", ["create", { ...onSh0, title: "Tonight", body: "Patching at 22:00." }]);
      expect([timesTold("alice"), timesTold("bob")]).toEqual([1, 1]);
      return state;
    },
    finished: ({ recipients }) => {
      expect(world().messages.filter(({ body }) => body === "Patching at 22:00.")).toHaveLength(2);
      for (const { user, status } of recipients as { user: string; status: string }[]) {
        const times = world().messages.filter(({ body, userPrincipalName }) => body === "Patching at 23:00." && userPrincipalName === user).length;
        expect([user, times]).toEqual([user, status === "unconfirmed" ? expect.toBeOneOf([0, 1]) : 1]);
      }
      expect(recipients).toHaveLength(2);
    },
  },
  {
    name: "SessionDisconnected",
    intent: "SessionDisconnected",
    inputs: onSh0,
    writes: { [disconnected]: 2 },
    finished: () => expect([stateOf("alice"), stateOf("bob"), stateOf("dave")]).toEqual(["Disconnected", "Disconnected", "Active"]),
  },
  {
    name: "SessionLoggedOff with a notice that is sat out",
    intent: "SessionLoggedOff",
    inputs: { ...onSh0, notice },
    writes: { [told]: 2, [loggedOff]: 2 },
    finished: () => {
      expect([stateOf("alice"), stateOf("bob"), stateOf("carol"), stateOf("dave")]).toEqual([undefined, undefined, "Disconnected", "Active"]);
      for (const user of ["alice", "bob", "carol", "dave"]) expect([user, timesTold(user)]).toEqual([user, user === "carol" || user === "dave" ? 0 : expect.toBeOneOf([0, 1])]);
    },
  },
  {
    name: "SessionLoggedOff with a notice that a later run follows",
    intent: "SessionLoggedOff",
    inputs: { ...onSh0, notice: { ...notice, minutes: 60, wait: false } },
    writes: { [told]: 2 },
    finished: ({ notices, settled }) => {
      expect(settled).toBe(false);
      toldAtMostOnce(notices);
      expect([stateOf("alice"), stateOf("bob")]).toEqual(["Active", "Active"]);
    },
  },
  {
    name: "HostDrained",
    intent: "HostDrained",
    inputs: { scope: pool, sessionHost: sh0 },
    writes: { [changed]: 1 },
    restored: newcomersAllowed,
    finished: () => expect(takesNewcomers()).toBe(false),
  },
  {
    name: "HostEmpty",
    intent: "HostEmpty",
    inputs: { scope: pool, sessionHost: sh0, except: { users: ["carol@contoso.com"] }, notice },
    writes: { [changed]: 1, [told]: 2, [loggedOff]: 2 },
    restored: newcomersAllowed,
    finished: () => {
      expect([takesNewcomers(), stateOf("alice"), stateOf("bob"), stateOf("carol")]).toEqual([false, undefined, undefined, "Disconnected"]);
      for (const user of ["alice", "bob"]) expect([user, timesTold(user)]).toEqual([user, expect.toBeOneOf([0, 1])]);
    },
  },
  {
    name: "HostEmpty that fails, and returns the host",
    intent: "HostEmpty",
    inputs: { scope: pool, sessionHost: sh1 },
    writes: { [changed]: 2 },
    restored: newcomersAllowed,
    before: async () => {
      runs.sample.emulator.faults.add({ operation: loggedOff, status: 409 });
      return undefined;
    },
    finished: () => expect([world().sessionHost(sh1).allowNewSession, stateOf("dave")]).toEqual([false, undefined]),
  },
  {
    name: "HostEmpty of a host that was emptied, returned, and is emptied again",
    intent: "HostEmpty",
    inputs: { scope: pool, sessionHost: sh1, triggers: ["second"] },
    writes: { [changed]: 1, [loggedOff]: 1 },
    restored: newcomersAllowed,
    before: async () => {
      const state = await runs.next("HostEmpty", ["create", { scope: pool, sessionHost: sh1, triggers: ["first"] }]);
      runs.sample.emulator.clock.advance(1_000);
      world().undrain(world().sessionHost(sh1)); // as HostReturned does
      world().signIn(world().sessionHost(sh1), { userPrincipalName: "dave@contoso.com" });
      return state;
    },
    finished: () => expect([world().sessionHost(sh1).allowNewSession, stateOf("dave")]).toEqual([false, undefined]),
  },
];

describe("Two intents that say the same to different people, killed", () => {
  const message = { scope: pool, title: "Tonight", body: "Patching at 22:00." };
  const to = (person: string): Ask => ["create", { ...message, sessions: { user: `${person}@contoso.com` } }];

  it("leave each other what they know, also when one comes after the other", async () => {
    for (const person of ["alice", "bob"]) expect(await runs.kill("MessageSent", to(person), { operation: told }, "is done")).toBe(true);
    for (const person of ["alice", "bob"]) await runs.next("MessageSent", to(person));
    expect([timesTold("alice"), timesTold("bob")]).toEqual([1, 1]);
    expect(runs.left).toEqual([]);
  });

  it("who changes whom it is for tells nobody twice", async () => {
    await runs.kill("MessageSent", to("alice"), { operation: told }, "is done");
    await runs.next("MessageSent", ["create", { ...message, sessions: { sessionHost: sh0 } }]);
    expect([timesTold("alice"), timesTold("bob")]).toEqual([1, 1]);
  });
});

describeKilled(runs, "arm", stories);
