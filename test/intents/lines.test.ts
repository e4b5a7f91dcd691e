import { HostDrained, HostEmpty, MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import { sessionLoggedOff } from "../../provider/intents/session-logged-off";
import { pool, useSample } from "../sample";
import { useVirtualTime } from "./virtual-time";

const sample = useSample();
const time = useVirtualTime();
const sh0 = "sh-0.contoso.com";
const onSh0 = { scope: pool, sessions: { sessionHost: sh0 } };
const bob = { scope: pool, sessions: { user: "bob@contoso.com" } };
const [alice3, bob3, carol5] = [`session 2 of alice@contoso.com on ${sh0}`, `session 3 of bob@contoso.com on ${sh0}`, `session 5 of carol@contoso.com on ${sh0}`];
const message = { title: "Maintenance", body: "Please save your work." };
const in503 = (operation = "UserSessions_SendMessage", session = 3) => sample.emulator.faults.add({ operation, session, status: 503, error: { code: "ServiceUnavailable", message: "Busy." } });

const stackOf = (program: () => unknown) => createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });

/** What a person reads in a preview and in the update after it; of an update that fails, what the engine says of that. */
async function linesOf(program: () => unknown): Promise<{ readonly preview: string; readonly up: string }> {
  const stack = await stackOf(program);
  const preview = (await stack.preview({ color: "never" })).stdout;
  const up = await stack.up({ color: "never" }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as Error).message,
  );
  return { preview, up };
}

describe("A line begins with what it is about:", () => {
  it.each<[string, () => unknown, string]>([
    ["a user", () => new SessionDisconnected("a", bob), `SessionDisconnected in rg-avd/pool-1 (user bob@contoso.com): To be disconnected: ${bob3}.`],
    ["one session", () => new SessionDisconnected("a", { scope: pool, sessions: { sessionHost: sh0, sessionId: 3 } }), `SessionDisconnected in rg-avd/pool-1 (host sh-0.contoso.com, session 3): To be disconnected: ${bob3}.`],
    [
      "a state, an age, and who is excepted",
      () => new SessionLoggedOff("a", { scope: pool, sessions: { state: "Disconnected", olderThan: "8h", except: { users: ["svc@contoso.com"] } } }),
      `SessionLoggedOff in rg-avd/pool-1 (Disconnected, older than 8h, except svc@contoso.com): sessions.except.users "svc@contoso.com" is nobody who is there: `,
    ],
    [
      "how many are excepted, where their names are too long for it",
      () => new SessionLoggedOff("a", { scope: pool, sessions: { everyone: true, except: { users: Array.from({ length: 9 }, (_, n) => `service-${n}@contoso.com`) } } }),
      "SessionLoggedOff in rg-avd/pool-1 (everyone, except 9 names): To be logged off: ",
    ],
    [
      "the pool alone, where the selector is too long for it",
      () => new SessionDisconnected("a", { scope: pool, sessions: { user: `${"b".repeat(80)}@contoso.com`, sessionHost: sh0 } }),
      "SessionDisconnected in rg-avd/pool-1: sessions.user ",
    ],
    ["a host", () => new HostEmpty("a", { scope: pool, sessionHost: sh0, except: { users: ["carol@contoso.com"] } }), `HostEmpty sh-0.contoso.com in rg-avd/pool-1: To be logged off: ${alice3}, ${bob3}.`],
    ["a host that is drained", () => new HostDrained("a", { scope: pool, sessionHost: sh0 }), "HostDrained sh-0.contoso.com in rg-avd/pool-1: To be drained: sh-0.contoso.com."],
  ])("%s", async (_, program, line) => {
    expect((await linesOf(program)).preview).toContain(line);
  });

  it("in runs, too, so that two intents of a program can be told apart", async () => {
    const { up } = await linesOf(() => [new MessageSent("first", { ...bob, ...message }), new SessionDisconnected("then", { scope: pool, sessions: { user: "alice@contoso.com" } })]);
    expect(up).toContain(`MessageSent in rg-avd/pool-1 (user bob@contoso.com): Told: ${bob3}.`);
    expect(up).toContain(`SessionDisconnected in rg-avd/pool-1 (user alice@contoso.com): Disconnecting: ${alice3}.`);
  });

  it("without what a preview does not know yet", async () => {
    const stack = await stackOf(() => {
      const hostPoolName = new SessionDisconnected("first", bob).settled.apply(() => pool.hostPoolName);
      new MessageSent("tonight", { scope: { ...pool, hostPoolName }, sessions: { everyone: true }, ...message });
    });
    expect((await stack.preview({ color: "never" })).stdout).toContain("MessageSent (everyone): Who would be touched is not known yet: scope.hostPoolName");
  });
});

describe("A run says whom it could not tell:", () => {
  it("of whom nobody knows, with the reason, and who shows no messages", async () => {
    in503();
    const { preview, up } = await linesOf(() => new MessageSent("tonight", { ...onSh0, ...message }));
    expect(preview).toContain(`To be shown nothing, because Disconnected: ${carol5}.`);
    expect(up).toContain(`Told: ${alice3}.`);
    expect(up).toContain(`Not known whether told: ${bob3} (ARM answered 503: Busy).`);
    expect(up).toContain(`Not shown, because Disconnected: ${carol5}.`);
  });

  it("also where it was a notice, and again when they are acted on", async () => {
    time.emulator.faults.add({ operation: "UserSessions_SendMessage", session: 3, status: 503, error: { code: "ServiceUnavailable", message: "Busy." } });
    const args = { sessions: { sessionHost: sh0 }, notice: { ...message, minutes: 15 } };
    const first = await time.run(sessionLoggedOff, args);
    expect(time.said).toEqual(expect.arrayContaining([`Told: ${alice3}.`, `Not known whether told: ${bob3} (ARM answered 503: Busy).`, `Not shown, because Disconnected: ${carol5}.`]));
    time.pass(15);
    time.said.length = 0;
    await time.run(sessionLoggedOff, args, first.memory);
    expect(time.said).toEqual(
      expect.arrayContaining([`Not known whether told before: ${bob3} (ARM answered 503: Busy).`, `Shown no notice before: ${carol5} (the session is Disconnected, and only an active one shows messages).`]),
    );
    expect(time.said.join()).not.toContain(`before: ${alice3}`);
  });

  it("and a preview of a notice says who will not see it", async () => {
    const { preview } = await linesOf(() => new SessionLoggedOff("out", { ...onSh0, notice: { ...message, minutes: 15 } }));
    expect(preview).toContain(`To be told, left alone for 15 min, and logged off by an update after that: ${alice3}, ${bob3}.`);
    expect(preview).toContain(`To be shown nothing, because Disconnected, left alone for 15 min, and logged off by an update after that: ${carol5}.`);
  });
});

describe("A name that nobody there has is said, and fails nothing:", () => {
  it.each<[string, object, string]>([
    ["of a user", { sessions: { user: "bobb@contoso.com" } }, 'sessions.user "bobb@contoso.com" is nobody who is there: absent, or misspelt?'],
    ["of a host", { sessions: { sessionHost: "sh-9.contoso.com" } }, 'Nobody is on sessions.sessionHost "sh-9.contoso.com": empty, or misspelt?'],
    [
      "of those to be spared",
      { sessions: { user: "bob@contoso.com", except: { users: ["CONTOSO\\alise"] } }, protect: { users: ["eve@contoso.com"], sessionHosts: ["sh-8"] } },
      'sessions.except.users "CONTOSO\\alise", protect.users "eve@contoso.com" are nobody who is there: absent, or misspelt?',
    ],
    ["of hosts to be spared", { sessions: { user: "bob@contoso.com" }, protect: { sessionHosts: ["sh-8"] } }, 'Nobody is on protect.sessionHosts "sh-8": empty, or misspelt?'],
  ])("%s, in the preview and in the run", async (_, args, line) => {
    const { preview, up } = await linesOf(() => new SessionDisconnected("off", { scope: pool, ...args } as ConstructorParameters<typeof SessionDisconnected>[1]));
    expect(preview).toContain(line);
    expect(up).toContain(line);
    expect(up).toContain("2 created");
  });

  it("also on a host that is emptied, whose own name is no such one", async () => {
    const { preview, up } = await linesOf(() => new HostEmpty("empty", { scope: pool, sessionHost: "sh-1.contoso.com", except: { users: ["davee@contoso.com"] } }));
    for (const said of [preview, up]) expect(said).toContain('HostEmpty sh-1.contoso.com in rg-avd/pool-1: except.users "davee@contoso.com" is nobody who is there: absent, or misspelt?');
    expect(up).not.toContain("Nobody is on");
  });

  it("but not a pattern, a name in another case, one by its domain, or one that ARM may not tell", async () => {
    sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "erin@contoso.com", activeDirectoryUserName: null });
    const { preview } = await linesOf(
      () => new SessionDisconnected("off", { scope: pool, sessions: { user: "BOB@contoso.com", except: { users: ["CONTOSO\\alice", "CONTOSO\\nobody"] } }, protect: { users: ["svc-*"] } }),
    );
    expect(preview).not.toContain("nobody who is there");
  });
});

describe("An error", () => {
  it("does not count that a host was returned", async () => {
    in503("UserSessions_Delete");
    in503("UserSessions_Delete", 2);
    const stack = await stackOf(() => new HostEmpty("empty", { scope: pool, sessionHost: sh0, except: { users: ["carol@contoso.com"] } }));
    const said = await stack.up({ color: "never" }).catch((error: unknown) => (error as Error).message);
    expect(said).toContain("HostEmpty sh-0.contoso.com in rg-avd/pool-1: sh-0.contoso.com takes newcomers again.");
    expect(said).toContain("2 errors occurred:");
  });

  it("of a guard advises what the intent has", async () => {
    const stack = await stackOf(() => new HostEmpty("empty", { scope: pool, sessionHost: sh0, protect: { users: ["bob@contoso.com"] } }));
    await expect(stack.up()).rejects.toThrow("Name them in `except`, or take them out of `protect`.");
  });

  it("says that somebody was told to go, and not that he went, who is still there", async () => {
    sample.emulator.faults.add({ operation: "UserSessions_Delete", status: 200, body: "" });
    const stack = await stackOf(() => new SessionLoggedOff("out", { ...bob, timeoutSeconds: 1 }));
    const said = await stack.up({ color: "never" }).catch((error: unknown) => (error as Error).message);
    expect(said).toContain(`Logging off: ${bob3}.`);
    expect(said).toContain(`${bob3} is Active, not logged off, 1 s after the run began`);
    expect(said).not.toMatch(/Logged off: /);
  });
});
