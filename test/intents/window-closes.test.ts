import { describe, expect, it } from "vitest";
import { messageSent } from "../../provider/intents/message-sent";
import { sessionDisconnected } from "../../provider/intents/session-disconnected";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { start } from "./time-of-sleep";
import { useVirtualTime } from "./virtual-time";

const time = useVirtualTime();
const bob = { sessions: { user: "bob@contoso.com" } };
/** Two minutes, from the start of every story. */
const within = { from: "21:00", to: "21:02", timeZone: "Europe/Berlin" };
const tomorrow = start + time.minutes(24 * 60);
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 1 };
const acts = [
  ["log-off", "UserSessions_Delete", () => time.run(sessionLoggedOff, { ...bob, within })],
  ["disconnect", "UserSessions_Disconnect", () => time.run(sessionDisconnected, { ...bob, within })],
  ["disconnect before a log-off", "UserSessions_Disconnect", () => time.run(sessionLoggedOff, { ...bob, escalate: { minutes: 1 }, within })],
  ["notice", "UserSessions_SendMessage", () => time.run(sessionDisconnected, { ...bob, notice, within })],
  ["message", "UserSessions_SendMessage", () => time.run(messageSent, { ...bob, title: "Tonight", body: "Patching.", within })],
] as const;

describe("A window that closes while ARM is waited for", () => {
  it.each(acts)("is heeded by a %s that ARM takes only later", async (_, operation, run) => {
    time.emulator.faults.add({ operation, status: 429, headers: { "Retry-After": "300" }, times: 1 });
    const { reasons, nextAt } = await run();
    expect(time.emulator.clock.now()).toBeGreaterThanOrEqual(start + time.minutes(5));
    expect([time.state(3), time.messages, time.writes.length, reasons, nextAt]).toEqual(["bob@contoso.com Active", [], 1, [], tomorrow]);
  });

  it.each(acts.slice(0, 3))("is heeded by a %s for which ARM is not available for a while", async (_, operation, run) => {
    time.emulator.faults.add({ operation, status: 503, headers: { "Retry-After": "300" }, times: 1 });
    const { reasons, nextAt } = await run();
    expect(time.emulator.clock.now()).toBeGreaterThanOrEqual(start + time.minutes(5));
    expect([time.state(3), time.writes.length, reasons, nextAt]).toEqual(["bob@contoso.com Active", 1, [], tomorrow]);
  });

  it.each(acts)("is heeded by a %s whose session is read for that long", async (_, __, run) => {
    const { faults, clock } = time.emulator;
    const read = faults.whenMet(faults.add({ operation: "UserSessions_Get", nth: 1, delay: time.minutes(3) })).then(() => clock.advance(time.minutes(3)));
    const [{ reasons, nextAt }] = await Promise.all([run(), read]);
    expect([time.state(3), time.writes, reasons, nextAt]).toEqual(["bob@contoso.com Active", [], [], tomorrow]);
  });
});

it("A run that sits a notice out touches nobody when the window has closed by the deadline", async () => {
  time.emulator.faults.add({ operation: "UserSessions_ListByHostPool", status: 429, headers: { "Retry-After": "300" }, nth: 3 });
  const { violations, nextAt } = await time.run(sessionLoggedOff, { ...bob, notice: { ...notice, wait: true }, within });
  expect([time.messages.length, violations.length, time.state(3), nextAt]).toEqual([1, 1, "bob@contoso.com Active", tomorrow]);
});

it.each(["notice", "disconnect before a log-off"])("A %s whose time would not be over any more, because ARM was waited for, is left for the next opening", async (what) => {
  const [, operation, run] = acts.find(([name]) => name === what)!;
  time.emulator.faults.add({ operation, status: 429, headers: { "Retry-After": "80" }, times: 1 });
  const { reasons, nextAt } = await run();
  expect([time.state(3), time.messages, time.writes.length, reasons, nextAt]).toEqual(["bob@contoso.com Active", [], 1, [], tomorrow]);
  expect(time.said.at(-1)).toBe("Left until the window opens again at 2026-11-21T20:00:00Z, since it closes before their time would be over: session 3 of bob@contoso.com on sh-0.contoso.com.");
});
