import { describe, expect, it } from "vitest";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { start } from "./time-of-sleep";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const bob = { sessions: { user: "bob@contoso.com" }, notice: { title: "Maintenance", body: "Please save your work.", minutes: 15 } };
const everyone = { ...bob, sessions: { sessionHost: "sh-0.contoso.com", state: "Active" as const } };
const instant = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const refusal = "Could not send the message to session 3 of bob@contoso.com on sh-0.contoso.com: ARM answered 403: Not you.";
const refuse = (times?: number) => time.emulator.faults.add({ operation: "UserSessions_SendMessage", session: 3, status: 403, error: { code: "AuthorizationFailed", message: "Not you." }, ...(times && { times }) });

describe("A notice that ARM refuses", () => {
  it("fails the run, and holds up no deadline: the outputs say both", async () => {
    refuse();
    const { reasons, memory, nextAt } = await time.run(sessionLoggedOff, bob);
    expect(reasons).toEqual([expect.stringContaining(refusal)]);
    expect(memory.notices).toEqual([{ sessionHost: "sh-0.contoso.com", sessionId: "3", user: "bob@contoso.com", createTime: expect.any(String), status: "failed", reason: reasons[0], deadline: instant(15) }]);
    expect([nextAt, time.state(3)]).toEqual([start + time.minutes(15), "bob@contoso.com Active"]);
  });

  it("is tried again by each run, by the first after the deadline, too, which then acts and says who was not told", async () => {
    refuse();
    const first = await time.run(sessionLoggedOff, bob);
    time.pass(10);
    const second = await time.run(sessionLoggedOff, bob, first.memory);
    expect([second.reasons.length, second.nextAt, time.state(3)]).toEqual([1, start + time.minutes(15), "bob@contoso.com Active"]);
    time.pass(5);
    const third = await time.run(sessionLoggedOff, bob, second.memory);
    expect([third.reasons, third.violations, third.memory, time.state(3)]).toEqual([[], [], {}, ""]);
    expect(time.writes.filter((operation) => operation === "UserSessions_SendMessage")).toHaveLength(3);
    expect(time.said.at(-1)).toMatch(`Could not be told before: session 3 of bob@contoso.com on sh-0.contoso.com. ${refusal}`);
  });

  it("that is shown when it is tried again gives the whole time from then on", async () => {
    refuse(1);
    const first = await time.run(sessionLoggedOff, bob);
    time.pass(60);
    const second = await time.run(sessionLoggedOff, bob, first.memory);
    expect([second.reasons, time.messages, time.state(3)]).toEqual([[], ["bob@contoso.com Maintenance"], "bob@contoso.com Active"]);
    expect(second.memory.notices).toMatchObject([{ status: "shown", deadline: instant(75) }]);
  });

  it("is not sat out, though the run waits with the others: nobody is touched untold in a run that has not failed before", async () => {
    refuse();
    const waiting = { ...everyone, notice: { ...everyone.notice, wait: true } };
    const first = await time.run(sessionLoggedOff, waiting);
    expect([time.state(2), time.state(3)]).toEqual(["", "bob@contoso.com Active"]);
    expect(first.reasons).toEqual([expect.stringContaining(refusal)]);
    expect((await time.run(sessionLoggedOff, waiting, first.memory)).violations).toEqual([]);
  });

  it("ends the run at once where there is nobody else to wait with", async () => {
    refuse();
    const { reasons } = await time.run(sessionLoggedOff, { ...bob, notice: { ...bob.notice, wait: true } });
    expect([reasons.length, time.emulator.clock.now() < start + time.minutes(1)]).toEqual([1, true]);
  });

  it("is not followed by anything where the user left in time", async () => {
    refuse();
    const first = await time.run(sessionDisconnected, bob);
    time.emulator.world.disconnect(time.session(3));
    time.pass(20);
    const second = await time.run(sessionDisconnected, bob, first.memory);
    expect([second.reasons, second.violations]).toEqual([[], []]);
  });

  it("is no notice where it was a guard that left the session alone", async () => {
    time.emulator.world.signIn(time.host, { userPrincipalName: "", activeDirectoryUserName: null });
    const { memory } = await time.run(sessionLoggedOff, { ...everyone, sessions: { ...everyone.sessions, except: { users: ["svc@contoso.com"] } } });
    expect(memory.notices?.map(({ user }) => user).toSorted()).toEqual(["alice@contoso.com", "bob@contoso.com"]);
  });
});

it("A ghost session that can't be told goes by force when its time is over", async () => {
  time.emulator.world.shutDown(time.host);
  const first = await time.run(sessionLoggedOff, { ...bob, force: true });
  time.pass(20);
  await time.run(sessionLoggedOff, { ...bob, force: true }, first.memory);
  expect(time.state(3)).toBe("");
});
