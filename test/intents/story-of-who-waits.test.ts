import * as sessions from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { pool, useSample } from "../sample";

const sample = useSample();
afterEach(() => void vi.useRealTimers());
const sh0 = "sh-0.contoso.com";
const message = { title: "Maintenance", body: "Please save your work." };
const notice = { ...message, minutes: 15 };
const outOfBob = { scope: pool, sessions: { user: "bob@contoso.com" } };

/** Another day than today, wherever this runs. */
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const within = { days: [days[(new Date().getUTCDay() + 3) % 7]!], from: "10:00", to: "11:00", timeZone: "UTC" };

const stackOf = (program: () => unknown) => createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });
const look = { refresh: true, diff: true, color: "never" } as const;

describe("A preview after a refresh says what will be of each,", () => {
  it("and that is to be left alone, for whom has time", async () => {
    const stack = await stackOf(() => new sessions.SessionLoggedOff("out", { ...outOfBob, notice }));
    await stack.up();
    const { stdout } = await stack.preview(look);
    expect(stdout).toMatch(/~ sh-0\.contoso\.com\/3 bob@contoso\.com: "Active" => "left alone until 20\S+Z"/);
    expect(stdout).not.toContain('=> "logged off"');
    await stack.up({ refresh: true });
    expect(sample.bob.sessionState).toBe("Active");
  });

  it("also for newcomers, who are told, beside those who are acted on", async () => {
    let args: object = {};
    const stack = await stackOf(() => new sessions.SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: sh0 }, ...args }));
    await stack.up();
    sample.emulator.world.signIn(sample.emulator.world.sessionHost(sh0), { userPrincipalName: "erin@contoso.com" });
    expect((await stack.preview(look)).stdout).toMatch(/erin@contoso\.com: "Active" => "logged off"/);
    args = { notice };
    // The refresh knew nothing of the notice that the program has now: what is wanted is all that is certain.
    expect((await stack.preview(look)).stdout).toMatch(/erin@contoso\.com: "Active" => "logged off"/);
    await stack.up({ refresh: true });
    sample.emulator.world.signIn(sample.emulator.world.sessionHost(sh0), { userPrincipalName: "frank@contoso.com" });
    const { stdout } = await stack.preview(look);
    expect(stdout).toMatch(/erin@contoso\.com *: "Active" => "left alone until 20\S+Z"/);
    expect(stdout).toMatch(/frank@contoso\.com *: "Active" => "told, left alone for 15 min, and logged off by an update after that"/);
  });

  it("and that is to be left alone, for a host and its people outside of its window", async () => {
    const stack = await stackOf(() => [new sessions.SessionDisconnected("off", { ...outOfBob, within }), new sessions.HostEmpty("empty", { scope: pool, sessionHost: sh0, within })]);
    await stack.up();
    const { stdout } = await stack.preview(look);
    for (const who of [`${sh0}/3 bob@contoso.com`, `${sh0} `]) expect(stdout).toMatch(new RegExp(`~ ${who} *: "[\\w ]+" => "left alone until the window opens at 20\\S+Z"`));
    expect(stdout).not.toMatch(/=> "(drained|logged off|Disconnected)"/);
  });

  it("and nothing that was foreseen of a program that says something else now", async () => {
    let args: object = { within };
    const stack = await stackOf(() => new sessions.SessionDisconnected("off", { ...outOfBob, ...args }));
    await stack.up();
    args = {};
    const { stdout } = await stack.preview(look);
    expect(stdout).toMatch(/bob@contoso\.com: "Active" => "Disconnected"/);
    expect(stdout).not.toContain('=> "left alone');
  });

  it("and not that somebody has time whose time has passed since", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const stack = await stackOf(() => new sessions.SessionLoggedOff("out", { ...outOfBob, notice }));
    await stack.up();
    await stack.refresh();
    vi.setSystemTime(Date.now() + 14 * 60_000);
    expect((await stack.preview({ diff: true, color: "never" })).stdout).toMatch(/bob@contoso\.com: "Active" => "left alone until 20\S+Z"/);
    vi.setSystemTime(Date.now() + 2 * 60_000);
    expect((await stack.preview({ diff: true, color: "never" })).stdout).toMatch(/bob@contoso\.com: "Active" => "logged off"/);
  });

  it("and changes nothing by being told: what is settled stays as it is", async () => {
    const stack = await stackOf(() => new sessions.SessionDisconnected("off", outOfBob));
    await stack.up();
    sample.emulator.world.reconnect(sample.bob);
    await stack.up({ refresh: true });
    expect((await stack.up()).summary.resourceChanges).toEqual({ same: 2 });
    expect((await stack.up({ refresh: true })).summary.resourceChanges).toEqual({ same: 2 });
    await stack.previewRefresh({ expectNoChanges: true });
  });
});
