import { channel } from "node:diagnostics_channel";
import { configure } from "pulumi-desktop-sessions/provider";
import { beforeEach, describe, expect, it } from "vitest";
import { unknownValue } from "../../provider/check";
import type { IntentName } from "../../provider/intents";
import type { Lifecycle } from "../../provider/lifecycle";
import { pool, useSample } from "../sample";

const sample = useSample();
beforeEach(() => channel("pulumi-desktop-sessions:operation").publish({})); // forgets the lists of the test before

/** The provider as the engine's host gets it. */
function lifecycle(intent: IntentName): Lifecycle {
  const provider = { intent };
  configure(provider, { config: { get: () => undefined } });
  return provider as unknown as Lifecycle;
}
const bob = { user: "bob@contoso.com" };
const inputs = { scope: pool, sessions: bob };
const settled = { ...inputs, matched: 1, violations: [], settled: true, settledAt: "2026-11-20T00:00:00.000Z" };
const failure = async (work: Promise<unknown>): Promise<Error & { properties: Record<string, unknown> }> =>
  work.then(
    () => expect.fail("it should have failed"),
    (error: unknown) => error as Error & { properties: Record<string, unknown> },
  );

describe("diff", () => {
  const diff = (olds: object, news: object) => lifecycle("SessionDisconnected").diff("id", { ...settled, ...olds }, { ...inputs, ...news });

  it.each<[string, object, object, boolean, readonly string[]]>([
    ["nothing changed", {}, {}, false, []],
    ["the intent was last seen unsettled", { settled: false }, {}, true, []],
    ["an argument changed", {}, { maxSessions: 3 }, true, []],
    ["the selector changed", {}, { sessions: { user: "eve@contoso.com" } }, true, []],
    ["the same pool is spelt in another way", {}, { scope: { ...pool, hostPoolName: "POOL-1" } }, false, []],
    ["it is another pool", {}, { scope: { ...pool, hostPoolName: "pool-2" } }, true, ["scope"]],
    ["it is another subscription", {}, { scope: { ...pool, subscriptionId: "00000000-0000-0000-0000-000000000002" } }, true, ["scope"]],
    ["it is another resource group", {}, { scope: { ...pool, resourceGroupName: "rg-2" } }, true, ["scope"]],
    ["the pool is not known yet", {}, { scope: { ...pool, hostPoolName: unknownValue } }, true, []],
    ["no part of the scope is known yet", {}, { scope: unknownValue }, true, []],
    ["a refresh told a story", {}, { observed: { "sh-0.contoso.com/3 bob@contoso.com": "Active" } }, false, []],
  ])("when %s", async (_, olds, news, changes, replaces) => {
    expect(await diff(olds, news)).toEqual({ changes, replaces });
  });
});

describe("read", () => {
  it("gives back what was settled and still is, to the letter", async () => {
    sample.emulator.world.disconnect(sample.bob);
    const state = { ...settled, matched: 17 };
    expect(await lifecycle("SessionDisconnected").read("id", state)).toEqual({ id: "id", props: state });
  });

  it("says where a refresh has its secret from when that is refused, which is no matter to an update", async () => {
    const { AZURE_CLIENT_SECRET } = process.env;
    process.env["AZURE_CLIENT_SECRET"] = "hunter2";
    try {
      const refreshed = await failure(lifecycle("SessionDisconnected").read("id", settled));
      expect(refreshed).toMatchObject({ name: "SignInFailed", message: expect.stringMatching(/AADSTS7000215.*A refresh signs in with the configuration of the last update; `pulumi up --refresh --run-program` takes that of now\.$/) as string });
      const updated = await failure(lifecycle("SessionDisconnected").update("id", { ...settled, settled: false }, inputs));
      expect(updated).toMatchObject({ name: "SignInFailed", message: expect.not.stringContaining("refresh") as string });
    } finally {
      process.env["AZURE_CLIENT_SECRET"] = AZURE_CLIENT_SECRET;
    }
  });

  it("says what drifted, and keeps the time at which it was last settled", async () => {
    expect(await lifecycle("SessionDisconnected").read("id", settled)).toMatchObject({
      props: { settled: false, settledAt: settled.settledAt, violations: [{ user: "bob@contoso.com", state: "Active" }] },
      inputs: { ...inputs, observed: { "sh-0.contoso.com/3 bob@contoso.com": "Active" } },
    });
  });

  it("says that what was not settled is, with the time of now and without a story", async () => {
    sample.emulator.world.disconnect(sample.bob);
    const before = new Date().toISOString();
    const { props, inputs: read } = await lifecycle("SessionDisconnected").read("id", { ...settled, settled: false });
    expect(read).toEqual(inputs);
    expect(props).toMatchObject({ settled: true, violations: [] });
    expect((props as typeof settled).settledAt >= before).toBe(true);
  });
});

describe("update", () => {
  const named = (sessionId: string | number, host = "sh-0.contoso.com", more = {}) => ({ scope: pool, sessions: { sessionHost: host, sessionId, ...more } });
  const pinned = { sessionHost: "sh-0.contoso.com", sessionId: "3", user: "somebody@contoso.com" };
  const update = (olds: object, news: object) =>
    lifecycle("SessionLoggedOff").update("id", { ...settled, ...named(3), pinned, ...olds }, news as never);

  it.each<[string, object, boolean]>([
    ["its host is spelt in another way", named("3", "SH-0.CONTOSO.COM"), true],
    ["it takes no more than one", { ...named(3), maxSessions: 1 }, true],
    ["it wants a state, too", named(3, undefined, { state: "Active" }), true],
    ["it names the new user", named(3, undefined, bob), false],
  ])("stays bound to its session or not when %s", async (_, news, stays) => {
    const { outs } = await update({}, news);
    expect(outs).toMatchObject({ settled: true, pinned: stays ? pinned : { user: "bob@contoso.com" } });
    expect(sample.emulator.world.sessionHost("sh-0.contoso.com").findSession(3)?.userPrincipalName).toBe(stays ? "bob@contoso.com" : undefined);
  });
});

describe("a message that waits for its window", () => {
  const hour = (later: number): string => `${String((new Date().getUTCHours() + later) % 24).padStart(2, "0")}:00`;
  const waiting = { ...inputs, title: "Tonight", body: "Patching at 22:00.", within: { from: hour(2), to: hour(3), timeZone: "UTC" } };

  it("still waits at the second update, and is sent once the window is open", async () => {
    const provider = lifecycle("MessageSent");
    const { id, outs: first } = await provider.create(waiting);
    const { outs: second } = await provider.update(id, first as never, waiting);
    expect([first, second]).toEqual([expect.objectContaining({ settled: false }), expect.objectContaining({ settled: false })]);
    const { within: _, ...open } = waiting;
    await provider.update(id, second as never, open);
    expect(sample.emulator.world.messages.map(({ userPrincipalName }) => userPrincipalName)).toEqual(["bob@contoso.com"]);
  });
});

describe("the number of sessions that may be touched", () => {
  it.each([
    [3, true],
    [2, false],
  ])("of %d for three sessions lets them be touched: %s", async (maxSessions, touched) => {
    const work = lifecycle("SessionLoggedOff").create({ scope: pool, sessions: { sessionHost: "sh-0.contoso.com" }, maxSessions });
    if (touched) await work;
    else expect((await failure(work)).message).toMatch(/^Could not log off 3 sessions in rg-avd\/pool-1: maxSessions is 2, and nothing was touched/);
    expect(sample.emulator.world.sessionHost("sh-0.contoso.com").sessionCount).toBe(touched ? 0 : 3);
  });
});

describe("SessionLoggedOff", () => {
  it.each([
    [{}, "force=false"],
    [{ force: true }, "force=true"],
  ])("with %j says %s", async (args, said) => {
    await lifecycle("SessionLoggedOff").create({ ...inputs, ...args });
    const deletions = sample.emulator.requests().filter(({ method }) => method === "DELETE");
    expect(deletions.map(({ url }) => new URL(url, sample.emulator.url).searchParams.toString())).toEqual([expect.stringContaining(said) as string]);
  });
});
