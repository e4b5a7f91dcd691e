import { describe, expect, it } from "vitest";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const onSh0 = { sessionHost: "sh-0.contoso.com" };

/** Bob's session as it is, but for the names that ARM tells of him. */
function named(names: { readonly userPrincipalName?: string; readonly activeDirectoryUserName?: string | null }): void {
  const { createTime, sessionState, applicationType } = time.session(3);
  time.emulator.world.logOff(time.session(3));
  time.emulator.world.place(time.host, 3, { userPrincipalName: "bob@contoso.com", createTime, sessionState, applicationType, ...names });
}

describe("A user of whom ARM tells no DOMAIN\\name", () => {
  it("is left alone where one is excepted by it, and that is said", async () => {
    named({ activeDirectoryUserName: null });
    const { reasons } = await time.run(sessionDisconnected, { sessions: { ...onSh0, except: { users: ["CONTOSO\\bob"] } } });
    expect([time.state(2), time.state(3)]).toEqual(["alice@contoso.com Disconnected", "bob@contoso.com Active"]);
    expect(reasons).toEqual([
      'Could not disconnect session 3 of bob@contoso.com on sh-0.contoso.com: some users are excepted, and nobody can tell whether this one is: the system gives no name of that user to hold against "CONTOSO\\bob". It was left alone. Find out whose session it is, and name users in except.users as the system does.',
    ]);
  });

  it("is protected where one is by it, and so is everybody with him", async () => {
    named({ activeDirectoryUserName: null });
    await expect(time.run(sessionDisconnected, { sessions: onSh0, protect: { users: ["CONTOSO\\b*"] } })).rejects.toThrow(
      'session 3 of bob@contoso.com on sh-0.contoso.com is not to be touched (nobody can tell whether its user is protected by "CONTOSO\\b*": the system gives no such name of that user)',
    );
    expect(time.writes).toEqual([]);
  });

  it("is whom another name is held against", async () => {
    named({ activeDirectoryUserName: null });
    await time.run(sessionDisconnected, { sessions: { ...onSh0, except: { users: ["svc@contoso.com"] } }, protect: { users: ["svc-*"] } });
    expect(time.state(3)).toBe("bob@contoso.com Disconnected");
  });
});

it("A user of whom ARM tells no user principal name is left alone where one is excepted by it", async () => {
  named({ userPrincipalName: "", activeDirectoryUserName: "CONTOSO\\bob" });
  const { reasons } = await time.run(sessionDisconnected, { sessions: { ...onSh0, except: { users: ["bob@contoso.com"] } } });
  expect([reasons.length, time.session(3).sessionState]).toEqual([1, "Active"]);
});

it("A user whom nobody names is protected where users are", async () => {
  named({ userPrincipalName: "", activeDirectoryUserName: null });
  await expect(time.run(sessionDisconnected, { sessions: onSh0, protect: { users: ["svc-*"] } })).rejects.toThrow('nobody can tell whether its user is protected by "svc-*"');
  expect(time.writes).toEqual([]);
});

it("A user whose protected name is only there when the session is read once more is left alone", async () => {
  const { faults, clock } = time.emulator;
  const read = faults.whenMet(faults.add({ operation: "UserSessions_Get", nth: 1, delay: 1_000 }));
  const run = time.run(sessionDisconnected, { sessions: { user: "bob@contoso.com" }, protect: { users: ["*svc*"] } });
  await read;
  named({ activeDirectoryUserName: "CONTOSO\\svc-bob" });
  clock.advance(1_000);
  const { reasons } = await run;
  expect(time.state(3)).toBe("bob@contoso.com Active");
  expect(reasons).toEqual([expect.stringContaining('it was read once more, and its user is protected by "*svc*". It was left alone.')]);
});
