import { HostDrained, HostEmpty, MessageSent, SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import type { ResourceName } from "../../provider/resource-name";
import { pool } from "../sample";
import { useKilledRuns } from "./killed-runs";

const runs = useKilledRuns();
const toBob = { scope: pool, sessions: { user: "bob@contoso.com" } };
const sh0 = { scope: pool, sessionHost: "sh-0.contoso.com", except: { users: ["alice@contoso.com", "carol@contoso.com"] } };
const message = { title: "Tonight", body: "Patching at 22:00." };
const asOf = (minutes: number) => ({ notice: { ...message, minutes } });
const sent = "UserSessions_SendMessage";
const killed = "Not known whether told, and not told again: session 3 of bob@contoso.com on sh-0.contoso.com (the run that sent it was killed before it heard of it).";

/** Kills the creation of an intent when it sends bob something. */
const kill = async (intent: ResourceName, inputs: object, operation = sent): Promise<void> => {
  expect(await runs.kill(intent, ["create", inputs], { operation }, "is done")).toBe(true);
};

async function previewOf(program: () => unknown): Promise<string> {
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });
  return (await stack.preview({ color: "never" })).stdout;
}

describe("After a run that was killed, a preview says what the next run does:", () => {
  it("who may have been shown a message is not told again", async () => {
    await kill("MessageSent", { ...toBob, ...message });
    const { left } = runs;
    const said = await previewOf(() => new MessageSent("tonight", { ...toBob, ...message }));
    expect(said).toContain(`MessageSent in rg-avd/pool-1 (user bob@contoso.com): ${killed}`);
    expect(said).not.toContain("To be told");
    expect(runs.left).toEqual(left);
    expect((await runs.next("MessageSent", ["create", { ...toBob, ...message }]))["recipients"]).toMatchObject([{ user: "bob@contoso.com", status: "unconfirmed" }]);
    expect(runs.sample.emulator.world.messages).toHaveLength(1);
  });

  it("nothing of what was left about other people of the same message", async () => {
    await kill("MessageSent", { ...toBob, ...message });
    const said = await previewOf(() => new MessageSent("tonight", { ...toBob, sessions: { user: "alice@contoso.com" }, ...message }));
    expect(said).toContain("To be told: session 2 of alice@contoso.com");
    expect(said).not.toContain("bob");
  });

  it.each([
    ["is over", 0.00001, /To be logged off, whose time was over at \S+Z: session 3 of bob@contoso\.com on sh-0\.contoso\.com\./],
    ["is not", 60, /To be left alone until \S+Z: session 3 of bob@contoso\.com on sh-0\.contoso\.com\./],
  ])("who was given notice has the deadline of then, which %s", async (_, minutes, says) => {
    await kill("SessionLoggedOff", { ...toBob, ...asOf(minutes) });
    const { left } = runs;
    const said = await previewOf(() => new SessionLoggedOff("patch", { ...toBob, ...asOf(minutes) }));
    expect(said).toMatch(says);
    expect(said).not.toContain("To be told");
    expect(runs.left).toEqual(left);
  });

  it("on a host that is emptied, too, which is drained already", async () => {
    await kill("HostEmpty", { ...sh0, ...asOf(60) });
    const { left } = runs;
    const said = await previewOf(() => new HostEmpty("empty", { ...sh0, ...asOf(60) }));
    expect(said).toContain("HostEmpty sh-0.contoso.com in rg-avd/pool-1: It is drained already: a run before has left it to this one.");
    expect(said).toContain(`HostEmpty sh-0.contoso.com in rg-avd/pool-1: ${killed}`);
    expect(said).toMatch(/To be left alone until \S+Z: session 3 of bob/);
    expect(said).not.toMatch(/To be (told|drained)/);
    expect(runs.left).toEqual(left);
  });

  it("a host that is drained is not drained", async () => {
    await kill("HostDrained", { scope: pool, sessionHost: "sh-0.contoso.com" }, "SessionHosts_Update");
    const { left } = runs;
    const said = await previewOf(() => new HostDrained("drain", { scope: pool, sessionHost: "sh-0.contoso.com" }));
    expect(said).toContain("It is drained already: a run before has left it to this one.");
    expect(runs.left).toEqual(left);
  });
});

it("The run that goes on after it says so, too", async () => {
  await kill("MessageSent", { ...toBob, ...message });
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve({ settled: new MessageSent("tonight", { ...toBob, ...message }).settled }) });
  const { stdout, outputs } = await stack.up({ color: "never" });
  expect(stdout).toContain(killed);
  expect(outputs["settled"]?.value).toBe(true);
  expect(runs.left).toEqual([]);
});
