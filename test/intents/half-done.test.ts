import nock from "nock";
import { SessionDisconnected, SessionLoggedOff, MessageSent } from "pulumi-desktop-sessions";
import { createTestStack, type TestStack } from "pulumi-desktop-sessions/testing";
import { afterEach, describe, expect, it } from "vitest";
import { callsTo, pool, useSample } from "../sample";

// The sessions are the emulator's; nock stands in for one answer that goes wrong on the way.
const sample = useSample();
const instead = () => nock(sample.emulator.url, { allowUnmocked: true });
const poolList = /\/hostPools\/pool-1\/userSessions\?/;
const denied = { error: { code: "AuthorizationFailed", message: "Not you." } };
const actOn = (host: string, id: number, act: string): RegExp => new RegExp(`/sessionHosts/${host}/userSessions/${id}/${act}\\?`);

afterEach(() => {
  nock.cleanAll();
  nock.restore();
  nock.activate();
});

const open = (program: () => void): Promise<TestStack> =>
  createTestStack({
    projectName: "desktops",
    stackName: "test",
    program: async () => {
      program();
      return {};
    },
  });

const resource = async (stack: TestStack): Promise<{ outputs: Record<string, unknown>; initErrors?: string[] }> => {
  const { deployment } = await stack.exportStack();
  return (deployment as { resources: { type: string; outputs: Record<string, unknown>; initErrors?: string[] }[] }).resources.find(({ type }) =>
    type.includes("dynamic"),
  )!;
};

/** The pool's list as ARM writes it at this moment. */
async function fetchList(): Promise<object> {
  const { DesktopVirtualizationAPIClient } = await import("@azure/arm-desktopvirtualization");
  const { EnvironmentCredential } = await import("@azure/identity");
  const client = new DesktopVirtualizationAPIClient(new EnvironmentCredential({ disableInstanceDiscovery: true }), pool.subscriptionId, {
    endpoint: sample.emulator.url,
  });
  let body = "";
  const page = client.userSessions.listByHostPool(pool.resourceGroupName, pool.hostPoolName, {
    onResponse: (response) => void (body = response.bodyAsText!),
  });
  await page.next();
  return JSON.parse(body) as object;
}

describe("when one of several sessions cannot be disconnected", () => {
  const program = () => new SessionDisconnected("off", { scope: pool, sessions: { everyone: true } });
  it("the others are, the error names the session and the reason, and the next update goes on from there", async () => {
    const stack = await open(program);
    instead().post(actOn("sh-1.contoso.com", 2, "disconnect")).reply(403, denied);
    await expect(stack.up()).rejects.toThrow(
      /Could not disconnect session 2 of dave@contoso\.com on sh-1\.contoso\.com: ARM answered 403: Not you\. Grant the principal/,
    );
    expect([sample.alice, sample.bob, sample.dave].map(({ sessionState }) => sessionState)).toEqual(["Disconnected", "Disconnected", "Active"]);
    expect(await resource(stack)).toMatchObject({
      initErrors: [expect.stringContaining("dave@contoso.com") as string],
      outputs: { settled: false, matched: 4, violations: [{ user: "dave@contoso.com", state: "Active" }] },
    });

    const before = callsTo(sample.emulator).length;
    await stack.up();
    expect(callsTo(sample.emulator).slice(before).filter((call) => call.startsWith("POST"))).toEqual([
      "POST sessionHosts/sh-1.contoso.com/userSessions/2/disconnect",
    ]);
    expect(await resource(stack)).not.toHaveProperty("initErrors");
    expect((await resource(stack)).outputs).toMatchObject({ settled: true, violations: [] });
  });

  it("what was settled once remembers when", async () => {
    const stack = await open(program);
    await stack.up();
    const { settledAt } = (await resource(stack)).outputs;
    sample.emulator.world.reconnect(sample.dave);
    await stack.refresh();
    instead().post(actOn("sh-1.contoso.com", 2, "disconnect")).reply(403, denied);
    await expect(stack.up()).rejects.toThrow();
    expect((await resource(stack)).outputs).toMatchObject({ settled: false, settledAt });
  });

  it("what is left behind can be refreshed and destroyed", async () => {
    const stack = await open(program);
    instead().post(actOn("sh-1.contoso.com", 2, "disconnect")).reply(403, denied);
    await expect(stack.up()).rejects.toThrow();
    await stack.refresh();
    await stack.destroy();
  });

  it("a session that does not follow is named with its state when the time is up", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" }, timeoutSeconds: 0.1 }));
    instead().post(actOn("sh-0.contoso.com", 3, "disconnect")).reply(200);
    await expect(stack.up()).rejects.toThrow(
      "session 3 of bob@contoso.com on sh-0.contoso.com is Active, not Disconnected, 0.1 s after the run began. Raise timeoutSeconds",
    );
  });

  it("a session that follows late is waited for", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } }));
    const before = await fetchList();
    instead().get(poolList).twice().reply(200, before); // the second look still finds him active
    await stack.up();
    expect(sample.bob.sessionState).toBe("Disconnected");
  });
});

describe("when the sessions can't be listed any more after something was done", () => {
  /** The list as it is now, and then none. */
  const listOnce = async (): Promise<void> => {
    instead().get(poolList).reply(200, await fetchList());
    instead().get(poolList).reply(403, denied);
  };
  const heard = (): readonly string[] => sample.emulator.world.messages.map(({ userPrincipalName, body }) => `${body} ${userPrincipalName}`).sort();

  it("nobody is told twice, whether it was the first update or a later one", async () => {
    let body = "22:00";
    const stack = await open(() => new MessageSent("told", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com" }, title: "Tonight", body }));
    await listOnce();
    await expect(stack.up()).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: ARM answered 403: Not you.");
    expect((await resource(stack)).outputs).toMatchObject({ settled: false, recipients: [{ status: "sent" }, { status: "sent" }] });
    await stack.up();
    expect(heard()).toEqual(["22:00 alice@contoso.com", "22:00 bob@contoso.com"]);

    body = "23:00";
    await listOnce();
    await expect(stack.up()).rejects.toThrow("ARM answered 403");
    await stack.up();
    expect(heard()).toEqual(["22:00 alice@contoso.com", "22:00 bob@contoso.com", "23:00 alice@contoso.com", "23:00 bob@contoso.com"]);
    expect((await resource(stack)).outputs).toMatchObject({ settled: true });
  });

  it("an intent that names an id stays bound to the session that it found", async () => {
    const stack = await open(() => new SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com", sessionId: 3 } }));
    await listOnce();
    await expect(stack.up()).rejects.toThrow("ARM answered 403");
    const eve = sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "eve@contoso.com" });
    await stack.up();
    expect(sample.bob).toBe(eve);
    expect((await resource(stack)).outputs).toMatchObject({ settled: true, pinned: { user: "bob@contoso.com" } });
  });

  it("the error says what else failed, too", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { everyone: true } }));
    await listOnce();
    instead().post(actOn("sh-1.contoso.com", 2, "disconnect")).reply(403, denied);
    await expect(stack.up()).rejects.toThrow(/Could not disconnect session 2 of dave@contoso\.com [^]*Could not list the sessions of rg-avd/);
    expect((await resource(stack)).outputs).toMatchObject({ settled: false, matched: 4 });
    const looked = callsTo(sample.emulator).filter((call) => call === "GET userSessions");
    expect(looked).toHaveLength(1); // by this test itself: no waiting in the dark
  });
});

describe("what happens between the list and the act", () => {
  it("a session that somebody else has disconnected is not disconnected again", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } }));
    const stale = await fetchList();
    sample.emulator.world.disconnect(sample.bob);
    instead().get(poolList).reply(200, stale);
    await stack.up();
    expect(callsTo(sample.emulator).filter((call) => !call.startsWith("GET"))).toEqual([]);
  });

  it("who is there instead is not touched in the name of who was listed, but counts as somebody more", async () => {
    const stack = await open(() => new SessionLoggedOff("empty", { scope: pool, sessions: { sessionHost: "sh-1.contoso.com" }, maxSessions: 1 }));
    const stale = await fetchList();
    const host = sample.emulator.world.sessionHost("sh-1.contoso.com");
    sample.emulator.world.logOff(sample.dave);
    const eve = sample.emulator.world.signIn(host, { userPrincipalName: "eve@contoso.com" });
    instead().get(poolList).reply(200, stale);
    await expect(stack.up()).rejects.toThrow(
      "session 2 of eve@contoso.com on sh-1.contoso.com is Active, not logged off: it appeared during the run, too late for the 120 s of timeoutSeconds, or for more than the 1 of maxSessions.",
    );
    expect(sample.dave).toBe(eve);
  });

  it("who appears meanwhile is dealt with where there is room", async () => {
    const stack = await open(() => new SessionLoggedOff("empty", { scope: pool, sessions: { sessionHost: "sh-1.contoso.com" }, maxSessions: 2 }));
    const stale = await fetchList();
    sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "eve@contoso.com" });
    instead().get(poolList).reply(200, stale);
    await stack.up();
    expect(sample.emulator.world.sessionHost("sh-1.contoso.com").sessionCount).toBe(0);
  });
});

describe("a session whose user ARM does not name", () => {
  it("is left alone where users are excepted, and not passed over in silence", async () => {
    const stack = await open(
      () => new SessionLoggedOff("empty", { scope: pool, sessions: { sessionHost: "sh-1.contoso.com", except: { users: ["svc@contoso.com"] } } }),
    );
    const list = (await fetchList()) as { value: { id: string; properties: object }[] };
    const dave = list.value.find(({ id }) => /sh-1\.contoso\.com\/userSessions\/2$/i.test(id))!;
    Object.assign(dave.properties, { userPrincipalName: "", activeDirectoryUserName: null });
    instead().get(poolList).twice().reply(200, list);
    instead().get(/sh-1\.contoso\.com\/userSessions\/2\?/).reply(200, dave);
    await expect(stack.up()).rejects.toThrow(
      "Could not log off session 2 of an unknown user on sh-1.contoso.com: some users are excepted, and nobody can tell whether this one is.",
    );
    expect(sample.dave.sessionState).toBe("Active");
  });
});

describe("when the host pool is gone", () => {
  it.each(["ResourceNotFound", "ParentResourceNotFound", "ResourceGroupNotFound"])("a refresh finds the intent gone with it: %s", async (code) => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } }));
    await stack.up();
    instead().get(poolList).reply(404, { error: { code, message: "It is not there." } });
    expect((await stack.refresh()).summary.resourceChanges).toMatchObject({ delete: 1 });
    expect(await resource(stack)).toBeUndefined();
  });

  it("a subscription that this principal does not see takes nothing with it", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } }));
    await stack.up();
    instead().get(poolList).reply(404, { error: { code: "SubscriptionNotFound", message: "It is not there." } });
    await expect(stack.refresh()).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: ARM answered 404: It is not there.");
    expect(await resource(stack)).toMatchObject({ outputs: { settled: true } });
  });
});

describe("when an id has gone to somebody else since the list", () => {
  it.each([
    ["SessionDisconnected", SessionDisconnected],
    ["SessionLoggedOff", SessionLoggedOff],
  ] as const)("%s does not touch the newcomer", async (_, Intent) => {
    const stack = await open(() => new Intent("bob", { scope: pool, sessions: { user: "bob@contoso.com" } }));
    const stale = await fetchList();
    sample.emulator.world.logOff(sample.bob);
    sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "eve@contoso.com" });
    instead().get(poolList).reply(200, stale);
    await stack.up();
    expect(sample.bob).toMatchObject({ id: 3, userPrincipalName: "eve@contoso.com", sessionState: "Active" });
    expect(callsTo(sample.emulator).filter((call) => !call.startsWith("GET"))).toEqual([]);
  });
});

describe("when sending messages stops half-way", () => {
  it("who was told, or may have been, is not told again", async () => {
    const stack = await open(() => new MessageSent("told", { scope: pool, sessions: { everyone: true }, title: "Tonight", body: "22:00" }));
    instead().post(actOn("sh-0.contoso.com", 3, "sendMessage")).reply(403, { error: { code: "AuthorizationFailed", message: "Not him." } });
    instead().post(actOn("sh-1.contoso.com", 2, "sendMessage")).replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    await expect(stack.up()).rejects.toThrow(/bob@contoso\.com/);
    const recipients = ({ outputs }: Awaited<ReturnType<typeof resource>>) =>
      Object.fromEntries((outputs.recipients as { user: string; status: string }[]).map(({ user, status }) => [user, status]));
    expect(recipients(await resource(stack))).toEqual({ "alice@contoso.com": "sent", "bob@contoso.com": "failed", "dave@contoso.com": "unconfirmed" });

    await stack.up();
    expect(sample.emulator.world.messages.map(({ userPrincipalName }) => userPrincipalName)).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    expect(recipients(await resource(stack))).toEqual({ "alice@contoso.com": "sent", "bob@contoso.com": "sent", "dave@contoso.com": "unconfirmed" });
  });

  it("a session that ends before it is told is nobody's failure, even when somebody has its id at once", async () => {
    const stack = await open(() => new MessageSent("told", { scope: pool, sessions: { user: "bob@contoso.com" }, title: "Tonight", body: "22:00" }));
    instead()
      .post(actOn("sh-0.contoso.com", 3, "sendMessage"))
      .reply(() => {
        sample.emulator.world.logOff(sample.bob);
        sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "eve@contoso.com" });
        return [404, { error: { code: "404", message: "no such session" } }];
      });
    await stack.up();
    expect((await resource(stack)).outputs).toMatchObject({ settled: true, matched: 0, recipients: [] });
  });

  it("a session that is not found when it is told, and is there when it is read, was not told", async () => {
    const stack = await open(() => new MessageSent("told", { scope: pool, sessions: { user: "bob@contoso.com" }, title: "Tonight", body: "22:00" }));
    instead().post(actOn("sh-0.contoso.com", 3, "sendMessage")).reply(404, { error: { code: "404", message: "no such session" } });
    await expect(stack.up()).rejects.toThrow("Could not send the message to session 3 of bob@contoso.com on sh-0.contoso.com: the system does not find");
    expect((await resource(stack)).outputs).toMatchObject({ settled: false, recipients: [{ user: "bob@contoso.com", status: "failed" }] });
    await stack.up();
    expect(sample.emulator.world.messages).toMatchObject([{ userPrincipalName: "bob@contoso.com" }]);
  });
});
