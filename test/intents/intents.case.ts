import type * as automation from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startEmulator, type Emulator } from "../../emulator";
import { type Estate, ids, type Inhabited, people } from "./estate";

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

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** The intents as a person uses them on one kind of system: a program, a stack, and sessions that come and go meanwhile. */
export function intentCases(estate: Estate, makeStack: StackFactory): void {
  const { scope, hosts, userOf } = estate;
  let emulator: Emulator;
  let world: Inhabited;
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    emulator = await startEmulator({ seed: estate.seed });
    emulator.trust();
    world = estate.in(emulator);
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
  const exported = async (stack: StackUnderTest, name: string) => {
    const { deployment } = (await stack.exportStack()) as unknown as Exported;
    return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  };

  describe("SessionDisconnected, from its first update to its end", () => {
    let stack: StackUnderTest;
    beforeAll(async () => {
      stack = await open(() => {
        const off = new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("BOB") } });
        return { matched: off.matched, violations: off.violations, settled: off.settled, urn: off.urn };
      });
    });

    it("a preview touches nobody", async () => {
      expect((await stack.preview()).changeSummary).toEqual({ create: 2 });
      expect(world.calls).toEqual([]);
    });

    it("the first update disconnects who matches and leaves the others alone", async () => {
      const { outputs } = await stack.up();
      expect(outputs).toMatchObject({
        matched: { value: 1 },
        violations: { value: [] },
        settled: { value: true },
        urn: { value: expect.stringContaining("::pulumi-nodejs:dynamic/desktop-sessions:SessionDisconnected::off") as string },
      });
      expect(people.map(world.stateOf)).toEqual(["Active", "Disconnected", "Disconnected", "Active"]);
    });

    it("it lists, reads the session again just before it acts, and lists again to see it settled", () => {
      expect(world.calls).toEqual(["list", `read ${hosts[0]}/3`, `disconnect ${hosts[0]}/3`, "list"]);
    });

    it("a second update has nothing to do and calls nobody", async () => {
      const before = world.calls.length;
      await stack.up({ expectNoChanges: true });
      expect(world.calls).toHaveLength(before);
    });

    it("others who come and go are no drift", async () => {
      world.logOff("alice");
      world.reconnect("carol");
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("a user who is back is drift", async () => {
      world.reconnect("bob");
      await expect(stack.previewRefresh({ expectNoChanges: true })).rejects.toThrow("no changes were expected for refresh but changes were proposed");
    });

    it("a preview with refresh names the session that drifted, from what to what, and touches nobody", async () => {
      const { stdout } = await stack.preview({ refresh: true, diff: true, color: "never" });
      expect(stdout).toContain(`~ ${hosts[0]}/3 ${userOf("bob")}: "Active" => "Disconnected"`);
      expect(world.stateOf("bob")).toBe("Active");
    });

    it("an update with refresh puts it right", async () => {
      const { summary } = await stack.up({ refresh: true });
      expect(summary.resourceChanges).toEqual({ same: 1, update: 1 });
      expect(world.stateOf("bob")).toBe("Disconnected");
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("after a refresh on its own, the next update puts it right without one", async () => {
      world.reconnect("bob");
      await stack.refresh();
      await stack.up();
      expect(world.stateOf("bob")).toBe("Disconnected");
    });

    it("drift that went away by itself is settled again", async () => {
      world.reconnect("bob");
      await stack.refresh();
      world.logOff("bob");
      await stack.refresh();
      await stack.up({ expectNoChanges: true });
      await stack.previewRefresh({ expectNoChanges: true });
    });

    it("a destroy releases it and touches nobody", async () => {
      const before = world.calls.length;
      await stack.destroy();
      expect(world.calls).toHaveLength(before);
    });
  });

  describe("a selector that names a session id", () => {
    it("is about the session it first matched, not about who has the id later", async () => {
      const stack = await open(() => {
        new sessions.SessionLoggedOff("out", { scope, sessions: { sessionHost: hosts[0], sessionId: 3 } });
      });
      await stack.up();
      expect(world.stateOf("bob")).toBeUndefined();
      expect((await exported(stack, "out")).outputs).toMatchObject({ pinned: { user: userOf("bob"), sessionId: "3" } });

      expect(world.signIn("eve", hosts[0])).toBe(ids.bob);
      await stack.previewRefresh({ expectNoChanges: true });
      await stack.up({ refresh: true, expectNoChanges: true });
      expect(world.stateOf("eve")).toBe("Active");
    });
  });

  describe("MessageSent", () => {
    it("tells each active session once, and again only when it is another message", async () => {
      let trigger = "2026-11-20";
      const stack = await open(() => {
        const told = new sessions.MessageSent("told", { scope, sessions: { everyone: true }, title: "Tonight", body: "Patching at 22:00.", triggers: [trigger] });
        return { recipients: told.recipients };
      });
      const { outputs } = await stack.up();
      expect(outputs["recipients"]!.value).toEqual(expect.arrayContaining(
        ["alice", "bob", "dave"].map((person) => expect.objectContaining({ user: userOf(person), status: "sent" }) as object),
      ));
      world.signIn("erin", hosts[1]);
      await stack.up({ refresh: true });
      expect([...world.messages].sort()).toEqual(["alice", "bob", "dave"].map((person) => `${person}: Patching at 22:00.`));

      trigger = "2026-11-21";
      await stack.up();
      expect(world.messages).toHaveLength(3 + 4);
    });

    it("tells newcomers when asked to, and keeps a secret body a secret", async () => {
      const stack = await open(() => {
        new sessions.MessageSent("told", {
          scope,
          sessions: { sessionHost: hosts[1] },
          title: "Welcome",
          body: pulumi.secret("The code is 4711."),
          audience: "newcomers",
        });
      });
      await stack.up();
      world.signIn("erin", hosts[1]);
      await stack.refresh(); // writes inputs that carry the observation
      expect((await exported(stack, "told")).inputs).toMatchObject({ observed: { [`${hosts[1]}/3 ${userOf("erin")}`]: "not sent" } });
      await stack.up();
      expect(world.messages).toEqual(["dave: The code is 4711.", "erin: The code is 4711."]);
      const { inputs, outputs } = await exported(stack, "told");
      expect(inputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
      expect(outputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
    });
  });

  it("too many sessions are refused before anybody is touched, and all of them are named", async () => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { sessionHost: hosts[0] }, maxSessions: 2 });
    });
    await expect(stack.up()).rejects.toThrow(
      new RegExp(`Could not log off 3 sessions in ${escaped(estate.scopeName)}: maxSessions is 2, and nothing was touched\\. It would have hit (.*alice.*bob.*carol|.*carol.*)\\. Narrow the selector`),
    );
    expect(world.present).toEqual(people);
  });

  it("bad arguments are refused before anything is asked of the system", async () => {
    const stack = await open(() => {
      new sessions.SessionDisconnected("off", { scope, sessions: { usr: userOf("bob") } as sessions.Selector });
    });
    await expect(stack.preview()).rejects.toThrow(/resource 'off' has a problem: sessions\.usr is not a property of a selector; expected one of user, /);
    expect(world.calls).toEqual([]);
  });

  it("bad arguments that are secret are refused without being said", async () => {
    const stack = await open(() => {
      new sessions.MessageSent("told", { scope, sessions: { everyone: true }, title: "Code", body: pulumi.secret(4711 as unknown as string) });
    });
    const refused = await stack.preview().then(() => "", String);
    expect(refused).toContain("resource 'told' has a problem: body is a number; expected text");
    expect(refused).not.toContain("4711");
  });

  it.each(estate.unsupported)(`%s is refused by ${estate.system}, in words that say what to use instead`, async (_, args, refusal) => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope, ...args });
    });
    await expect(stack.preview()).rejects.toThrow(refusal);
    expect(world.calls).toEqual([]);
  });

  it.skipIf(estate.noAge)(`sessions are selected by their age${estate.noAge === undefined ? "" : ` (${estate.noAge})`}`, async () => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { olderThan: "8h" } });
    });
    emulator.world.signIn(emulator.world.sessionHost(hosts[1]), { userPrincipalName: userOf("erin"), createTime: "2026-01-01T08:00:00.000Z" });
    await stack.up();
    expect(world.stateOf("erin")).toBeUndefined();
    expect(world.present).toEqual(people); // they began when the emulator started
  });

  it.each<[string, () => pulumi.Input<string>]>([
    ["now", () => undefined as unknown as string],
    ["once it is known", () => pulumi.output(undefined as unknown as string)],
    ["in time", () => Promise.resolve(undefined as unknown as string)],
  ])("a selector or scope that says undefined %s is refused, because it would select more", async (_, undefinedText) => {
    const name = Object.keys(scope).at(-1)!;
    for (const [args, path] of [
      [{ scope, sessions: { sessionHost: hosts[0], user: undefinedText() } }, "sessions\\.user"],
      [{ scope: { ...scope, [name]: undefinedText() }, sessions: { everyone: true } }, `scope\\.${name}`],
    ] as const) {
      const stack = await open(() => {
        new sessions.SessionLoggedOff("out", args);
      });
      await expect(stack.up()).rejects.toThrow(new RegExp(`Could not create SessionLoggedOff: ${path} is undefined, which would select more`));
    }
    expect(world.present).toEqual(people);
  });

  it.each<[string, (name: string) => unknown]>([
    ["a selector with undefined", () => sessions.getSessions(scope, { user: undefined as unknown as string })],
    ["a selector with null", () => sessions.getSessions(scope, { user: null as unknown as string })],
    ["a selector that is undefined once it is known", () => sessions.getSessionsOutput(scope, { user: pulumi.output(undefined as unknown as string) })],
    ["a scope with undefined", (name) => sessions.getSessions({ ...scope, [name]: undefined })],
    ["a scope with null", (name) => sessions.getSessions({ ...scope, [name]: null })],
  ])("getSessions refuses %s, because it would find more", async (_, look) => {
    const stack = await open(async () => ({ found: await look(Object.keys(scope).at(-1)!) }));
    await expect(stack.up()).rejects.toThrow(/Could not call getSessions: (selector\.user|scope\.\w+) is (undefined, which would select more|null; expected)/);
    expect(world.calls).toEqual([]);
  });

  it("users are excepted by each of their names", async () => {
    const stack = await open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { everyone: true, except: { users: [estate.otherNameOf("ALICE"), userOf("Dave")] } } });
    });
    await stack.up();
    expect(world.present).toEqual(["alice", "dave"]);
  });

  it.each<[string, () => unknown]>([
    ["an intent", () => ({ urn: new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } }).urn })],
    ["getSessions", () => sessions.getSessions(scope).then(() => undefined)],
  ])("configuration that nothing reads is refused by %s, and says what there is", async (_, program) => {
    const stack = await open(program);
    await stack.setAllConfig({ "desktop-sessions:tenant": { value: "11111111-1111-1111-1111-111111111111" } });
    await expect(stack.up()).rejects.toThrow(/Could not use the configuration desktop-sessions:tenant: there is no such setting\. Set one of cloud, .*tenantId/);
    expect(world.stateOf("bob")).toBe("Active");
  });

  it("what is not known in a preview passes, and is used once it is known", async () => {
    const stack = await open(() => {
      const first = new sessions.SessionDisconnected("first", { scope, sessions: { user: userOf("bob") } });
      const host = first.matched.apply((count) => hosts[count]!);
      new sessions.SessionDisconnected("second", { scope, sessions: { sessionHost: host, sessionId: 2 } });
    });
    expect((await stack.preview()).changeSummary).toEqual({ create: 3 });
    await stack.up();
    expect(world.stateOf("dave")).toBe("Disconnected");
  });

  it("the program itself can look who is there", async () => {
    const stack = await open(async () => {
      const active = await sessions.getSessions(scope, { state: "Active" });
      const later = Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, pulumi.output(value)])) as unknown as typeof scope;
      const onHost = sessions.getSessionsOutput(later, { sessionHost: hosts[1] });
      return { active: active.map(({ user }) => user).sort(), onHost };
    });
    const { outputs } = await stack.up();
    expect(outputs["active"]!.value).toEqual(["alice", "bob", "dave"].map(userOf));
    expect(outputs["onHost"]!.value).toMatchObject([{ user: userOf("dave"), sessionHost: hosts[1], sessionId: ids.dave, ...estate.particularsOfDave }]);
  });

  it("credentials come from the stack's configuration, and are found nowhere afterwards", async () => {
    const stack = await open(async () => {
      new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } });
      await sessions.getSessions(scope);
    });
    const credentials = estate.credentials(emulator.env());
    const [, secret] = credentials.at(-1)!;
    await stack.setAllConfig(Object.fromEntries(credentials.map(([key, value]) => [`desktop-sessions:${key}`, { value, secret: value === secret }])));
    process.env[estate.secretVariable] = "not this one";
    const { stdout, stderr } = await stack.up();
    world.reconnect("bob");
    const refreshed = await stack.refresh();
    const everythingSaid = [stdout, stderr, refreshed.stdout, refreshed.stderr, await stack.stored(), JSON.stringify(emulator.requests())].join("\n");
    expect(everythingSaid).not.toContain(secret);
    expect(everythingSaid).not.toMatch(estate.travelling);
  });
}
