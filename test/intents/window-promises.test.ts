import { describe, expect, it } from "vitest";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { start } from "./time-of-sleep";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const DAY = 24 * 60;
/** Half an hour, from the start of every story. */
const within = { from: "21:00", to: "21:30", timeZone: "Europe/Berlin" };
const tomorrow = start + time.minutes(DAY);
const bob = { sessions: { user: "bob@contoso.com" }, notice: { title: "Maintenance", body: "Please save your work.", minutes: 15 } };
const nightly = { ...bob, within };
const stateOfBob = (): string => time.state(3);
const [active, disconnected, gone] = ["bob@contoso.com Active", "bob@contoso.com Disconnected", ""];

describe("What was promised in one opening of a window", () => {
  it.each([
    ["nobody went on with before it closed", 15],
    ["would have ended after it closed", 45],
  ])("and %s means nothing in the next: people are told anew, and have their whole time", async (_, minutes) => {
    const first = await time.run(sessionLoggedOff, { ...bob, notice: { ...bob.notice, minutes } });
    time.pass(DAY);
    const second = await time.run(sessionLoggedOff, nightly, first.memory);
    expect([stateOfBob(), time.messages.length, second.nextAt]).toEqual([active, 2, tomorrow + time.minutes(15)]);
    time.pass(15);
    await time.run(sessionLoggedOff, nightly, second.memory);
    expect([stateOfBob(), time.messages.length]).toEqual([gone, 2]);
  });

  it("holds for as long as it is open", async () => {
    const first = await time.run(sessionLoggedOff, nightly);
    time.pass(29);
    await time.run(sessionLoggedOff, nightly, first.memory);
    expect([stateOfBob(), time.messages.length]).toEqual([gone, 1]);
  });

  it("holds over midnight where openings touch", async () => {
    const always = { from: "00:00", to: "24:00", timeZone: "Europe/Berlin" };
    const first = await time.run(sessionLoggedOff, { ...bob, within: always });
    time.pass(9 * DAY);
    await time.run(sessionLoggedOff, { ...bob, within: always }, first.memory);
    expect([stateOfBob(), time.messages.length]).toEqual([gone, 1]);
  });

  it("is kept where the window closes earlier now, and means nothing when it opens again", async () => {
    const first = await time.run(sessionLoggedOff, nightly);
    const shorter = { ...nightly, notice: { ...bob.notice, minutes: 2 }, within: { ...within, to: "21:10" } };
    time.pass(5);
    const second = await time.run(sessionLoggedOff, shorter, first.memory);
    expect([stateOfBob(), time.messages.length, second.nextAt]).toEqual([active, 1, tomorrow]);
    time.pass(DAY - 5);
    await time.run(sessionLoggedOff, shorter, second.memory);
    expect([stateOfBob(), time.messages.length]).toEqual([active, 2]);
  });

  it("by a disconnect that is followed by a log-off means as little in the next", async () => {
    const gentle = { ...nightly, escalate: { minutes: 10 } };
    const first = await time.run(sessionLoggedOff, gentle);
    time.pass(15);
    const second = await time.run(sessionLoggedOff, gentle, first.memory);
    expect([stateOfBob(), second.nextAt]).toEqual([disconnected, start + time.minutes(25)]);
    time.pass(DAY);
    time.emulator.world.reconnect(time.session(3));
    const third = await time.run(sessionLoggedOff, gentle, second.memory);
    expect([stateOfBob(), time.messages.length]).toEqual([active, 1]); // 21:15: neither of his times would be over by 21:30
    expect(third.nextAt).toBe(start + time.minutes(2 * DAY));
  });
});

describe("Nothing is begun whose time would not be over when the window closes", () => {
  const left = (words: string): string => `Left until the window opens again at 2026-11-21T20:00:00Z, since it closes before their time would be over: ${words}.`;

  it.each([
    ["a notice", 15, sessionDisconnected, nightly, [active, 0]],
    ["a notice before a disconnect and a log-off", 8, sessionLoggedOff, { ...nightly, escalate: { minutes: 7 } }, [active, 0]],
    ["a disconnect before a log-off", 20, sessionLoggedOff, { sessions: bob.sessions, escalate: { minutes: 10 }, within }, [active, 0]],
  ])("%s", async (_, minutes, intent, args, expected) => {
    time.pass(minutes);
    const { violations, reasons, nextAt } = await time.run(intent, args);
    expect([stateOfBob(), time.messages.length]).toEqual(expected);
    expect([violations.length, reasons, nextAt, time.writes]).toEqual([1, [], tomorrow, []]);
    expect(time.said).toEqual([left("session 3 of bob@contoso.com on sh-0.contoso.com")]);
  });

  it("and those whose time has been promised are acted on beside", async () => {
    const first = await time.run(sessionLoggedOff, nightly);
    time.pass(16);
    const erin = time.emulator.world.signIn(time.host, { userPrincipalName: "erin@contoso.com" });
    const everyone = { ...nightly, sessions: { sessionHost: "sh-0.contoso.com", except: { users: ["alice@contoso.com", "carol@contoso.com"] } } };
    const second = await time.run(sessionLoggedOff, everyone, first.memory);
    expect([stateOfBob(), time.messages.length, second.violations.map(({ user }) => user), second.nextAt]).toEqual([gone, 1, ["erin@contoso.com"], tomorrow]);
    expect(time.said.at(-1)).toBe(left(`session ${erin.id} of erin@contoso.com on sh-0.contoso.com`));
  });

  it("but who was refused a notice in time is tried once more, and then acted on", async () => {
    time.emulator.faults.add({ operation: "UserSessions_SendMessage", status: 403 });
    const first = await time.run(sessionLoggedOff, nightly);
    time.pass(20);
    const { reasons } = await time.run(sessionLoggedOff, nightly, first.memory);
    expect([stateOfBob(), reasons, time.writes.filter((operation) => operation.endsWith("SendMessage")).length]).toEqual([gone, [], 2]);
  });
});

describe("The next moment at which a run does something", () => {
  it("is after a closed window the opening in which there is time: none is lost to the change of the clocks", async () => {
    const spring = Date.parse("2027-03-27T12:00:00Z"); // clocks go from 2 to 3 in the night
    time.emulator.clock.freeze(spring);
    const { nextAt } = await time.run(sessionLoggedOff, { ...bob, notice: { ...bob.notice, minutes: 200 }, within: { from: "01:00", to: "05:00", timeZone: "Europe/Berlin" } });
    expect(new Date(nextAt!).toISOString()).toBe("2027-03-28T23:00:00.000Z"); // on the 28th it is open for three hours
  });

  it("is not the end of a promise after which there is no time for the next step", async () => {
    const first = await time.run(sessionLoggedOff, nightly);
    const { nextAt } = await time.run(sessionLoggedOff, { ...nightly, escalate: { minutes: 20 } }, first.memory);
    expect(nextAt).toBeGreaterThan(tomorrow - 1);
  });
});
