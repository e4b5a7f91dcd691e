import { MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { rdsEstate } from "./rds-estate";
import { useFaulty } from "./faulty-estate";

// Remote Desktop Services alone: sessions of Azure have a create time, which says more.
describe("the same user with the same id on the same host, but on another virtual machine, is another session", () => {
  const { scope, hosts: [host], userOf } = rdsEstate;
  const on = useFaulty(rdsEstate);
  const user = userOf("bob");

  /** Bob leaves vdi-002 and is on vdi-004 the next moment. */
  const moveBob = (): void => {
    const { rds } = on.emulator.world;
    rds.logOff(rds.session(host, 3));
    expect(rds.signIn(rds.desktop("vdi-004"), { user })).toMatchObject({ id: 3, user });
  };

  it.each([
    ["SessionDisconnected", SessionDisconnected, "Disconnected"],
    ["SessionLoggedOff", SessionLoggedOff, "logged off"],
  ] as const)("%s does not touch it in the name of the one that was listed, but counts it as one more", async (_, Intent, wanted) => {
    const stack = await on.open(() => new Intent("bob", { scope, sessions: { user }, maxSessions: 1, timeoutSeconds: 5 }));
    const meanwhile = on.before("read", "bob", moveBob);
    await expect(stack.up()).rejects.toThrow(`session 3 of ${user} on ${host} is Active, not ${wanted}: it appeared during the run`);
    await meanwhile;
    expect(on.world.stateOf("bob")).toBe("Active");
    expect(on.acts).toEqual([]);
  });

  it("an intent that names an id is not about it", async () => {
    const stack = await on.open(() => new SessionDisconnected("bob", { scope, sessions: { sessionHost: host, sessionId: 3 } }));
    await stack.up();
    expect((await on.intentOf(stack)).outputs).toMatchObject({ pinned: { user, virtualMachine: "vdi-002" } });
    moveBob();
    await stack.up({ refresh: true, expectNoChanges: true });
    expect(on.world.stateOf("bob")).toBe("Active");
  });

  it("a message for newcomers is sent to it, too", async () => {
    const stack = await on.open(
      () => new MessageSent("told", { scope, sessions: { user }, title: "Welcome", body: "Read this.", audience: "newcomers" }),
    );
    await stack.up();
    moveBob();
    await stack.up({ refresh: true });
    expect(on.emulator.world.rds.messages.map(({ vmName }) => vmName)).toEqual(["vdi-002", "vdi-004"]);
    expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true, recipients: [{ user, virtualMachine: "vdi-004", status: "sent" }] });
  });

  it("a message for those who were present is not", async () => {
    const stack = await on.open(() => new MessageSent("told", { scope, sessions: { user }, title: "Tonight", body: "22:00" }));
    await stack.up();
    moveBob();
    await stack.up({ refresh: true, expectNoChanges: true });
    expect(on.world.messages).toEqual(["bob: 22:00"]);
  });
});
