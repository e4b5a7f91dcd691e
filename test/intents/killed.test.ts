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

type Known = readonly { readonly user: string; readonly status: string }[];

/** They were told once; or at most once, where the run that told them had not heard of it when it was killed. */
function toldOnceBut(unheard: readonly string[], users: readonly string[] = ["alice", "bob"]): void {
  for (const user of users) expect([user, timesTold(user)]).toEqual([user, unheard.includes(`${user}@contoso.com`) ? expect.toBeOneOf([0, 1]) : 1]);
}

/** And those are who the state says it of. */
function unconfirmedIn(known: Known): readonly string[] {
  return known.filter(({ status }) => status === "unconfirmed").map(({ user }) => user).toSorted();
}

let given: object = {};

const stories: readonly KilledStory[] = [
  {
    name: "MessageSent",
    intent: "MessageSent",
    inputs: { ...onSh0, title: "Tonight", body: "Patching at 22:00." },
    writes: { [told]: 2 },
    finished: ({ recipients }, unheard) => {
      toldOnceBut(unheard);
      expect(unconfirmedIn(recipients as Known)).toEqual(unheard.toSorted());
    },
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
    finished: ({ recipients }, unheard) => {
      expect(world().messages.filter(({ body }) => body === "Patching at 22:00.")).toHaveLength(2);
      for (const { user } of recipients as Known) {
        const times = world().messages.filter(({ body, userPrincipalName }) => body === "Patching at 23:00." && userPrincipalName === user).length;
        expect([user, times]).toEqual([user, unheard.includes(user) ? expect.toBeOneOf([0, 1]) : 1]);
      }
      expect(recipients).toHaveLength(2);
      expect(unconfirmedIn(recipients as Known)).toEqual(unheard.toSorted());
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
    finished: (_, unheard) => {
      expect([stateOf("alice"), stateOf("bob"), stateOf("carol"), stateOf("dave")]).toEqual([undefined, undefined, "Disconnected", "Active"]);
      toldOnceBut(unheard);
      expect([timesTold("carol"), timesTold("dave")]).toEqual([0, 0]);
    },
  },
  {
    name: "SessionLoggedOff that disconnects first",
    intent: "SessionLoggedOff",
    inputs: { scope: pool, sessions: { user: "dave@contoso.com" }, notice, escalate: { minutes: 0.0005 } },
    writes: { [told]: 1, [disconnected]: 1, [loggedOff]: 1 },
    finished: (_, unheard) => {
      expect([stateOf("dave"), stateOf("alice")]).toEqual([undefined, "Active"]);
      toldOnceBut(unheard, ["dave"]);
    },
  },
  {
    name: "SessionDisconnected with a notice that is sat out",
    intent: "SessionDisconnected",
    inputs: { scope: pool, sessions: { user: "dave@contoso.com" }, notice },
    writes: { [told]: 1, [disconnected]: 1 },
    finished: (_, unheard) => {
      expect([stateOf("dave"), stateOf("alice")]).toEqual(["Disconnected", "Active"]);
      toldOnceBut(unheard, ["dave"]);
    },
  },
  {
    name: "SessionLoggedOff with a notice that a later run follows",
    intent: "SessionLoggedOff",
    inputs: { ...onSh0, notice: { ...notice, minutes: 60, wait: false } },
    writes: { [told]: 2 },
    finished: ({ notices, settled }, unheard) => {
      expect(settled).toBe(false);
      toldOnceBut(unheard);
      expect(unconfirmedIn(notices as Known)).toEqual(unheard.toSorted());
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
    finished: (_, unheard) => {
      expect([takesNewcomers(), stateOf("alice"), stateOf("bob"), stateOf("carol")]).toEqual([false, undefined, undefined, "Disconnected"]);
      toldOnceBut(unheard);
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
  {
    name: "HostEmpty that goes back to triggers for which it is done, while people have time for others",
    intent: "HostEmpty",
    inputs: { scope: pool, sessionHost: sh1, triggers: ["first"] },
    writes: { [changed]: 1 },
    before: async () => {
      const done = await runs.next("HostEmpty", ["create", { scope: pool, sessionHost: sh1, triggers: ["first"] }]);
      runs.sample.emulator.clock.advance(1_000);
      world().undrain(world().sessionHost(sh1)); // as HostReturned does
      world().signIn(world().sessionHost(sh1), { userPrincipalName: "dave@contoso.com" });
      const state = await runs.next("HostEmpty", ["update", "id", done, { scope: pool, sessionHost: sh1, triggers: ["second"], notice: { ...notice, minutes: 60, wait: false } }]);
      expect([world().sessionHost(sh1).allowNewSession, timesTold("dave")]).toEqual([false, 1]);
      return state;
    },
    finished: ({ settled }) => expect([world().sessionHost(sh1).allowNewSession, stateOf("dave"), timesTold("dave"), settled]).toEqual([true, "Active", 1, true]),
  },
  {
    name: "HostReturned, for the first time",
    intent: "HostReturned",
    inputs: () => given,
    writes: { [changed]: 1 },
    before: async () => {
      given = await emptied(["first"]);
      return undefined;
    },
    finished: () => expect(world().sessionHost(sh1).allowNewSession).toBe(true),
  },
  {
    name: "HostReturned, for another time",
    intent: "HostReturned",
    inputs: () => given,
    writes: { [changed]: 1 },
    before: async () => {
      const first = await emptied(["first"]);
      const olds = await runs.next("HostReturned", ["create", first]);
      expect(world().sessionHost(sh1).allowNewSession).toBe(true);
      runs.sample.emulator.clock.advance(1_000);
      given = await emptied(["second"]);
      return olds;
    },
    finished: ({ emptiedAt }) => {
      expect(world().sessionHost(sh1).allowNewSession).toBe(true);
      expect(emptiedAt).toBe((given as { emptiedAt: string }).emptiedAt);
    },
  },
];

/** A host is emptied. @returns what its return is given then */
async function emptied(triggers: readonly string[]): Promise<object> {
  const { found, settledAt } = await runs.next("HostEmpty", ["create", { scope: pool, sessionHost: sh1, triggers }]);
  expect(world().sessionHost(sh1).allowNewSession).toBe(false);
  return { scope: pool, sessionHost: sh1, found, emptiedAt: settledAt };
}

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
