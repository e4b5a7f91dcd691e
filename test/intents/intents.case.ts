import type * as automation from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { callsTo, pool } from "../sample";

/** What the cases need of a stack: the Automation API's, and the test stack's. */
interface StackUnderTest
  extends Pick<automation.Stack, "up" | "preview" | "refresh" | "previewRefresh" | "destroy" | "exportStack" | "setAllConfig"> {
  /** The state as it lies where it is kept, secrets encrypted. */
  stored(): Promise<string>;
}

/** Makes an empty stack whose programs and providers run with this environment. */
export type StackFactory = (program: automation.PulumiFn, environment: Record<string, string>) => Promise<StackUnderTest>;

interface Exported {
  readonly deployment: { readonly resources: readonly { urn: string; inputs?: object; outputs?: object; initErrors?: string[] }[] };
}

/** The intents as a person uses them: a program, a stack, and sessions that come and go meanwhile. */
export function intentCases(makeStack: StackFactory): void {
  let emulator: Emulator;
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    emulator = await startEmulator();
    emulator.trust();
  });
  beforeEach(() => {
    environment = { ...process.env };
    Object.assign(process.env, emulator.env());
  });
  afterEach(() => {
    process.env = environment;
  });
  afterAll(() => emulator.close());

  const open = async (program: () => unknown): Promise<StackUnderTest> => {
    emulator.reset();
    return makeStack(async () => (await program()) as Record<string, unknown> | undefined, { ...emulator.env() });
  };
  const session = (host: string, id: number) => emulator.world.session(host, id);
  const stateOf = (user: string): string | undefined => everyone().find(({ userPrincipalName }) => userPrincipalName === user)?.sessionState;
  const everyone = () => [...emulator.world.hostPools()].flatMap((one) => [...one.sessions]);
  const exported = async (stack: StackUnderTest, name: string) => {
    const { deployment } = (await stack.exportStack()) as unknown as Exported;
    return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  };

  describe("SessionDisconnected, from its first update to its end", () => {
    let stack: StackUnderTest;
    beforeAll(async () => {
      stack = await open(() => {
        const off = new sessions.SessionDisconnected("off", { scope: pool, sessions: { user: "BOB@contoso.com" } });
        return { matched: off.matched, violations: off.violations, settled: off.settled, urn: off.urn };
      });
    });

    it("a preview touches nobody", async () => {
      expect((await stack.preview()).changeSummary).toEqual({ create: 2 });
      expect(callsTo(emulator)).toEqual([]);
    });

    it("the first update disconnects who matches and leaves the others alone", async () => {
      const { outputs } = await stack.up();
      expect(outputs).toMatchObject({
        matched: { value: 1 },
        violations: { value: [] },
        settled: { value: true },
        urn: { value: expect.stringContaining("::pulumi-nodejs:dynamic/desktop-sessions:SessionDisconnected::off") as string },
      });
      expect(["alice", "bob", "carol", "dave"].map((user) => stateOf(`${user}@contoso.com`))).toEqual(["Active", "Disconnected", "Disconnected", "Active"]);
    });

    it("it lists, reads the session again just before it acts, and lists again to see it settled", () => {
      expect(callsTo(emulator)).toEqual([
        "GET userSessions",
        "GET sessionHosts/sh-0.contoso.com/userSessions/3",
        "POST sessionHosts/sh-0.contoso.com/userSessions/3/disconnect",
        "GET userSessions",
      ]);
    });

    it("a second update has nothing to do and calls nobody", async () => {
      const before = callsTo(emulator).length;
      await stack.up({ expectNoChanges: true });
      expect(callsTo(emulator)).toHaveLength(before);
    });

    it("others who come and go are no drift", async () => {
      emulator.world.logOff(session("sh-0.contoso.com", 2));
      emulator.world.reconnect(session("sh-0.contoso.com", 5));
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("a user who is back is drift", async () => {
      emulator.world.reconnect(session("sh-0.contoso.com", 3));
      await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow("no changes were expected for refresh but changes were proposed");
    });

    it("a preview with refresh names the session that drifted, from what to what, and touches nobody", async () => {
      const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
      expect(stdout).toMatch(/~ sh-0\.contoso\.com\/3 bob@contoso\.com: "Active" => "Disconnected"/);
      expect(stateOf("bob@contoso.com")).toBe("Active");
    });

    it("an update with refresh puts it right", async () => {
      const { summary } = await stack.up({ refresh: true });
      expect(summary.resourceChanges).toEqual({ same: 1, update: 1 });
      expect(stateOf("bob@contoso.com")).toBe("Disconnected");
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("after a refresh on its own, the next update puts it right without one", async () => {
      emulator.world.reconnect(session("sh-0.contoso.com", 3));
      await stack.refresh();
      await stack.up();
      expect(stateOf("bob@contoso.com")).toBe("Disconnected");
    });

    it("drift that went away by itself is settled again", async () => {
      emulator.world.reconnect(session("sh-0.contoso.com", 3));
      await stack.refresh();
      emulator.world.logOff(session("sh-0.contoso.com", 3));
      await stack.refresh();
      await stack.up({ expectNoChanges: true });
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("a destroy releases it and touches nobody", async () => {
      const before = callsTo(emulator).length;
      await stack.destroy();
      expect(callsTo(emulator)).toHaveLength(before);
    });
  });

  describe("a selector that names a session id", () => {
    it("is about the session it first matched, not about who has the id later", async () => {
      const stack = await open(() => {
        new sessions.SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com", sessionId: 3 } });
      });
      await stack.up();
      expect(stateOf("bob@contoso.com")).toBeUndefined();
      expect((await exported(stack, "out")).outputs).toMatchObject({ pinned: { user: "bob@contoso.com", sessionId: "3" } });

      const eve = emulator.world.signIn(emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "eve@contoso.com" });
      expect(eve.id).toBe(3);
      await stack.previewRefresh({ expectNoChanges: true });
      await stack.up({ refresh: true, expectNoChanges: true });
      expect(stateOf("eve@contoso.com")).toBe("Active");
    });
  });

  describe("MessageSent", () => {
    it("tells each active session once, and again only when it is another message", async () => {
      let trigger = "2026-11-20";
      const stack = await open(() => {
        const told = new sessions.MessageSent("told", { scope: pool, sessions: { everyone: true }, title: "Tonight", body: "Patching at 22:00.", triggers: [trigger] });
        return { recipients: told.recipients };
      });
      const { outputs } = await stack.up();
      expect(outputs["recipients"]!.value).toEqual(expect.arrayContaining(
        ["alice", "bob", "dave"].map((user) => expect.objectContaining({ user: `${user}@contoso.com`, status: "sent" }) as object),
      ));
      emulator.world.signIn(emulator.world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "erin@contoso.com" });
      await stack.up({ refresh: true });
      expect(emulator.world.messages.map(({ userPrincipalName }) => userPrincipalName).sort()).toEqual(["alice@contoso.com", "bob@contoso.com", "dave@contoso.com"]);

      trigger = "2026-11-21";
      await stack.up();
      expect(emulator.world.messages).toHaveLength(3 + 4);
    });

    it("tells newcomers when asked to, and keeps a secret body a secret", async () => {
      const stack = await open(() => {
        new sessions.MessageSent("told", {
          scope: pool,
          sessions: { sessionHost: "sh-1.contoso.com" },
          title: "Welcome",
          body: pulumi.secret("The code is 4711."),
          audience: "newcomers",
        });
      });
      await stack.up();
      emulator.world.signIn(emulator.world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "erin@contoso.com" });
      await stack.refresh(); // writes inputs that carry the observation
      expect((await exported(stack, "told")).inputs).toMatchObject({ observed: { "sh-1.contoso.com/3 erin@contoso.com": "not sent" } });
      await stack.up();
      expect(emulator.world.messages.map(({ userPrincipalName, body }) => `${userPrincipalName} ${body}`)).toEqual([
        "dave@contoso.com The code is 4711.",
        "erin@contoso.com The code is 4711.",
      ]);
      const { inputs, outputs } = await exported(stack, "told");
      expect(inputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
      expect(outputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
    });
  });

  it("too many sessions are refused before anybody is touched, and all of them are named", async () => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com" }, maxSessions: 2 });
    });
    await expect(stack.up()).rejects.toThrow(
      /Could not log off 3 sessions in rg-avd\/pool-1: maxSessions is 2, and nothing was touched\. It would have hit (.*alice.*bob.*carol|.*carol.*)\. Narrow the selector/,
    );
    expect(everyone()).toHaveLength(4);
  });

  it("bad arguments are refused before anything is asked of ARM", async () => {
    const stack = await open(() => {
      new sessions.SessionDisconnected("off", { scope: pool, sessions: { usr: "bob@contoso.com" } as sessions.Selector });
    });
    await expect(stack.preview()).rejects.toThrow(/resource 'off' has a problem: sessions\.usr is not a property of a selector; expected one of user, /);
    expect(callsTo(emulator)).toEqual([]);
  });

  it("bad arguments that are secret are refused without being said", async () => {
    const stack = await open(() => {
      new sessions.MessageSent("told", { scope: pool, sessions: { everyone: true }, title: "Code", body: pulumi.secret(4711 as unknown as string) });
    });
    const refused = await stack.preview().then(() => "", String);
    expect(refused).toContain("resource 'told' has a problem: body is a number; expected text");
    expect(refused).not.toContain("4711");
  });

  it.each<[string, () => pulumi.Input<string>]>([
    ["now", () => undefined as unknown as string],
    ["once it is known", () => pulumi.output(undefined as unknown as string)],
    ["in time", () => Promise.resolve(undefined as unknown as string)],
  ])("a selector that says undefined %s is refused, because it would select more", async (_, user) => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com", user: user() } });
    });
    await expect(stack.up()).rejects.toThrow(/Could not create SessionLoggedOff: sessions\.user is undefined, which would select more/);
    expect(everyone()).toHaveLength(4);
  });

  it("users are excepted by either of their names", async () => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope: pool, sessions: { everyone: true, except: { users: ["contoso\\ALICE", "Dave@contoso.com"] } } });
    });
    await stack.up();
    expect(everyone().map(({ userPrincipalName }) => userPrincipalName).sort()).toEqual(["alice@contoso.com", "dave@contoso.com"]);
  });

  it.each<[string, () => unknown]>([
    ["an intent", () => ({ urn: new sessions.SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } }).urn })],
    ["getSessions", () => sessions.getSessions(pool).then(() => undefined)],
  ])("configuration that nothing reads is refused by %s, and says what there is", async (_, program) => {
    const stack = await open(program);
    await stack.setAllConfig({ "desktop-sessions:tenant": { value: "11111111-1111-1111-1111-111111111111" } });
    await expect(stack.up()).rejects.toThrow(/Could not use the configuration desktop-sessions:tenant: there is no such setting\. Set one of cloud, .*tenantId/);
    expect(stateOf("bob@contoso.com")).toBe("Active");
  });

  it("what is not known in a preview passes, and is used once it is known", async () => {
    const stack = await open(() => {
      const first = new sessions.SessionDisconnected("first", { scope: pool, sessions: { user: "bob@contoso.com" } });
      const host = first.matched.apply((count) => `sh-${count}.contoso.com`);
      new sessions.SessionDisconnected("second", { scope: pool, sessions: { sessionHost: host, sessionId: 2 } });
    });
    expect((await stack.preview()).changeSummary).toEqual({ create: 3 });
    await stack.up();
    expect(stateOf("dave@contoso.com")).toBe("Disconnected");
  });

  it("the program itself can look who is there", async () => {
    const stack = await open(async () => {
      const active = await sessions.getSessions(pool, { state: "Active" });
      const onHost = sessions.getSessionsOutput({ ...pool, hostPoolName: pulumi.output("pool-1") }, { sessionHost: "sh-1.contoso.com" });
      return { active: active.map(({ user }) => user).sort(), onHost };
    });
    const { outputs } = await stack.up();
    expect(outputs["active"]!.value).toEqual(["alice@contoso.com", "bob@contoso.com", "dave@contoso.com"]);
    expect(outputs["onHost"]!.value).toMatchObject([{ user: "dave@contoso.com", sessionHost: "sh-1.contoso.com", sessionId: "2", applicationType: "RemoteApp" }]);
  });

  it("credentials come from the stack's configuration, and are found nowhere afterwards", async () => {
    const stack = await open(async () => {
      new sessions.SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } });
      await sessions.getSessions(pool);
    });
    const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = emulator.env();
    await stack.setAllConfig({
      "desktop-sessions:tenantId": { value: AZURE_TENANT_ID! },
      "desktop-sessions:clientId": { value: AZURE_CLIENT_ID! },
      "desktop-sessions:clientSecret": { value: AZURE_CLIENT_SECRET!, secret: true },
    });
    process.env["AZURE_CLIENT_SECRET"] = "not this one";
    const { stdout, stderr } = await stack.up();
    emulator.world.reconnect(session("sh-0.contoso.com", 3));
    const refreshed = await stack.refresh();
    const everythingSaid = [stdout, stderr, refreshed.stdout, refreshed.stderr, await stack.stored(), JSON.stringify(emulator.requests())].join("\n");
    expect(everythingSaid).not.toContain(AZURE_CLIENT_SECRET);
    expect(everythingSaid).not.toMatch(/eyJ[\w-]+\.eyJ/); // a token's first two parts
  });
}
