import { HostDrained, HostMaintenance, MessageSent } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { pool } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const a = "sh-a.contoso.com";
const spare = "sh-z.contoso.com";
const sessionHosts = { [a]: { userSessions: { 2: "alice@contoso.com" } }, [spare]: { userSessions: { 2: "admin@contoso.com" } } };
const seed = { subscriptions: { [pool.subscriptionId]: { resourceGroups: { [pool.resourceGroupName]: { hostPools: { [pool.hostPoolName]: { sessionHosts } } } } } } };

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ seed });
  emulator.trust();
});
beforeEach(() => {
  emulator.reset();
  emulator.faults.clear();
  Object.assign(process.env, emulator.env(), { PULUMI_HOME: temporaryFolder() });
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => emulator.close());

const stackOf = (program: () => unknown): Promise<TestStack> => createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });
const takesNewcomers = (): boolean => emulator.world.sessionHost(a).allowNewSession;
const drained = (name: string): HostDrained => new HostDrained(name, { scope: pool, sessionHost: a });

/** The work on the host says so to the administrator. */
const maintained = (name: string, triggers: readonly unknown[] = []): HostMaintenance =>
  new HostMaintenance(name, {
    scope: pool,
    sessionHosts: [a],
    triggers,
    work: (host, options, emptiedAt) => new MessageSent(`${name}-work`, { scope: pool, sessions: { user: "admin@contoso.com" }, title: "Work", body: host, triggers: [emptiedAt], timeoutSeconds: 1 }, options),
  });

interface Stored {
  readonly deployment: { readonly resources: readonly { readonly outputs?: Record<string, unknown> }[] };
}

describe("a host that two intents are about", () => {
  it("is returned when both are destroyed after a refresh, also where an update of the package has set their texts apart", async () => {
    const stack = await stackOf(() => [drained("one"), drained("two")]);
    await stack.up();
    const state = (await stack.exportStack()) as unknown as Stored;
    // An update of the package changes the text of a provider; where nothing else changes, only that of the inputs is renewed.
    for (const { outputs } of state.deployment.resources) if (typeof outputs?.["__provider"] === "string") outputs["__provider"] += "\n// of another version";
    await stack.importStack(state as never);
    await stack.up();
    await stack.destroy({ refresh: true });
    expect(takesNewcomers()).toBe(true);
  });

  it("is returned by the one that leaves the program once the work of the other is done", async () => {
    let program = (): unknown => drained("drain");
    const stack = await stackOf(() => program());
    await stack.up();
    program = () => maintained("patch");
    await stack.up();
    expect(takesNewcomers()).toBe(true);
  });

  it("is so also where the other had been done before, and is done again for other triggers", async () => {
    let program = (): unknown => maintained("patch", ["November"]);
    const stack = await stackOf(() => program());
    await stack.up();
    program = () => [maintained("patch", ["November"]), drained("drain")];
    await stack.up();
    expect(takesNewcomers()).toBe(false);
    program = () => maintained("patch", ["December"]);
    await stack.up();
    expect(takesNewcomers()).toBe(true);
  });

  it("is returned where a maintenance gets another name while its work has not ended", async () => {
    let name = "patch";
    const stack = await stackOf(() => maintained(name));
    emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: spare, status: 403 });
    await expect(stack.up()).rejects.toThrow("403");
    expect(takesNewcomers()).toBe(false);
    emulator.faults.clear();
    name = "november";
    await stack.up();
    expect(takesNewcomers()).toBe(true);
  });
});
