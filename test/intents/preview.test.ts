import { MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import { pool, useSample } from "../sample";

const sample = useSample();
const onSh0 = { scope: pool, sessions: { sessionHost: "sh-0.contoso.com" } };
const bob = { scope: pool, sessions: { user: "bob@contoso.com" } };
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 15 };

/** What a person reads in a preview of a program. */
async function previewOf(program: () => unknown, diff = false): Promise<string> {
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve(void program()) });
  return (await stack.preview({ color: "never", diff })).stdout;
}

describe("A preview says what the update does:", () => {
  it("with a notice that is sat out, who is told and then logged off in the same run", async () => {
    expect(await previewOf(() => new SessionLoggedOff("patch", { ...bob, notice: { ...notice, wait: true } }))).toContain(
      "To be told, and logged off 15 min later in the same run: session 3 of bob@contoso.com on sh-0.contoso.com.",
    );
  });

  it("and that the end comes in two steps", async () => {
    expect(await previewOf(() => new SessionLoggedOff("patch", { ...bob, notice: { ...notice, wait: true }, escalate: { minutes: 10 } }))).toContain(
      "To be told, and disconnected 15 min later, and logged off 10 min after that, in the same run: session 3 of bob@contoso.com",
    );
  });

  it("and that nobody disconnects who is disconnected already", async () => {
    const gentle = { ...onSh0, escalate: { minutes: 10 } };
    const carol = "session 5 of carol@contoso.com on sh-0.contoso.com.";
    expect(await previewOf(() => new SessionLoggedOff("patch", gentle))).toContain(`To be left disconnected for 10 min, and logged off by an update after that: ${carol}`);
    expect(await previewOf(() => new SessionLoggedOff("patch", { ...gentle, notice: { ...notice, wait: true } }))).toContain(
      `To be shown nothing, because Disconnected, and left disconnected 15 min later, and logged off 10 min after that, in the same run: ${carol}`,
    );
  });

  it("with a notice alone, that nothing follows in this run", async () => {
    expect(await previewOf(() => new SessionDisconnected("off", { ...bob, notice }))).toContain("To be told, left alone for 15 min, and disconnected by an update after that: session 3 of bob@contoso.com");
  });

  it.each([
    ["protect", { protect: { users: ["bob@*"] } }, 'session 3 of bob@contoso.com on sh-0.contoso.com is not to be touched (its user is protected by "bob@*")'],
    ["maxSessions", { maxSessions: 1 }, "maxSessions is 1, and nothing was touched. It would have hit session 2 of alice@contoso.com on sh-0.contoso.com, session 3 of bob@contoso.com"],
  ])("nothing, where %s refuses", async (_, guard, why) => {
    const program = (): unknown => new SessionLoggedOff("empty", { ...onSh0, ...guard });
    const said = await previewOf(program);
    expect(said).toContain("The update would fail here and touch nobody. Could not log off 3 sessions in rg-avd/pool-1: ");
    expect(said).toContain(why);
    expect(said).not.toContain("To be logged off");
    expect(await previewOf(program, true)).toContain('"Active, to be left alone, since a guard refuses"');
  });

  it("who is left alone, since nobody can tell them from who is excepted", async () => {
    sample.emulator.world.signIn(sample.emulator.world.sessionHost("sh-0.contoso.com"), { userPrincipalName: "erin@contoso.com", activeDirectoryUserName: null });
    const said = await previewOf(() => new SessionLoggedOff("empty", { ...onSh0, sessions: { ...onSh0.sessions, except: { users: ["CONTOSO\\svc"] } } }));
    expect(said).toMatch(/To be left alone, since nobody can tell whether the user is the excepted "CONTOSO\\svc": session \d+ of erin@contoso\.com on sh-0\.contoso\.com\./);
    expect(said).toMatch(/To be logged off: session 2 of alice@\S+ on sh-0.contoso.com, session 3 of bob/);
  });

  it("also after a refresh that has found nothing, of an intent that the program changes", async () => {
    let user = "bob@contoso.com";
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: async () => Promise.resolve({ off: new SessionDisconnected("off", { scope: pool, sessions: { user } }).settled }) });
    await stack.up();
    user = "alice@contoso.com";
    expect((await stack.preview({ refresh: true, color: "never" })).stdout).toContain("To be disconnected: session 2 of alice@contoso.com on sh-0.contoso.com.");
  });

  it("everybody by name, in lines that can be read", async () => {
    const host = sample.emulator.world.sessionHost("sh-0.contoso.com");
    for (let more = 0; more < 29; more++) sample.emulator.world.signIn(host, { userPrincipalName: `user-${more}@contoso.com` });
    const said = await previewOf(() => new SessionLoggedOff("empty", onSh0));
    expect(said).toContain("To be logged off: 32 sessions:\n");
    for (const user of ["bob", "carol", ...Array.from({ length: 29 }, (_, more) => `user-${more}`)]) expect(said).toMatch(new RegExp(`session \\d+ of ${user}@contoso\\.com on sh-0`));
  });

  it("and no more than some hundred names", async () => {
    const host = sample.emulator.world.sessionHost("sh-0.contoso.com");
    for (let more = 0; more < 309; more++) sample.emulator.world.signIn(host, { userPrincipalName: `user-${more}@contoso.com` });
    expect(await previewOf(() => new SessionLoggedOff("empty", onSh0))).toMatch(/To be logged off: 312 sessions:\n[^]*,\n *and 12 more\./);
  });
});

describe("A preview that can't tell who would be touched", () => {
  it("says which argument it does not know yet", async () => {
    const said = await previewOf(() => {
      const hostPoolName = new SessionDisconnected("first", bob).settled.apply(() => pool.hostPoolName);
      new MessageSent("tonight", { scope: { ...pool, hostPoolName }, sessions: { everyone: true }, title: "Tonight", body: "Patching." });
    });
    expect(said).toContain("Who would be touched is not known yet: scope.hostPoolName comes out of something that this update makes or changes.");
  });
});

describe("The error of a guard", () => {
  it("says that it was about to tell, where it was", async () => {
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve({ settled: new SessionLoggedOff("empty", { ...onSh0, notice, maxSessions: 1 }).settled }) });
    await expect(stack.up()).rejects.toThrow("Could not give notice to 3 sessions in rg-avd/pool-1: maxSessions is 1");
    expect(sample.emulator.world.messages).toEqual([]);
  });

  it("names no more than some hundred", async () => {
    const host = sample.emulator.world.sessionHost("sh-0.contoso.com");
    for (let more = 0; more < 309; more++) sample.emulator.world.signIn(host, { userPrincipalName: `user-${more}@contoso.com` });
    const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: () => Promise.resolve({ settled: new SessionLoggedOff("empty", { ...onSh0, maxSessions: 1 }).settled }) });
    await expect(stack.up()).rejects.toThrow(/It would have hit 312 sessions:\n[^]*,\n *and 12 more\. Choose fewer/);
  });
});
