import { MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { type Estate, ids, people } from "./estate";
import { useFaulty } from "./faulty-estate";

/** What an intent leaves behind when something goes wrong on the way, and how the next run goes on from there. */
export function halfDoneCases(estate: Estate): void {
  const { scope, scopeName, hosts, userOf } = estate;
  const on = useFaulty(estate);
  const open = on.open;
  const [bob, dave] = [`session ${ids.bob} of ${userOf("bob")} on ${hosts[0]}`, `session ${ids.dave} of ${userOf("dave")} on ${hosts[1]}`];

  describe("when one of several sessions cannot be disconnected", () => {
    const program = () => new SessionDisconnected("off", { scope, sessions: { everyone: true } });
    it("the others are, the error names the session and the reason, and the next update goes on from there", async () => {
      const stack = await open(program);
      on.fails("disconnect", estate.refusal.fault, "dave");
      await expect(stack.up()).rejects.toThrow(`Could not disconnect ${dave}: ${estate.refusal.says}`);
      expect(people.map(on.world.stateOf)).toEqual(["Disconnected", "Disconnected", "Disconnected", "Active"]);
      const left = await on.intentOf(stack);
      expect(left.initErrors).toHaveLength(1);
      expect(left.initErrors![0]).toContain(userOf("dave"));
      expect(left.outputs).toMatchObject({ settled: false, matched: 4, violations: [{ user: userOf("dave"), state: "Active" }] });

      const before = on.acts.length;
      await stack.up();
      expect(on.acts.slice(before)).toEqual([`disconnect ${hosts[1]}/${ids.dave}`]);
      expect(await on.intentOf(stack)).not.toHaveProperty("initErrors");
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true, violations: [] });
    });

    it("what was settled once remembers when", async () => {
      const stack = await open(program);
      await stack.up();
      const { settledAt } = (await on.intentOf(stack)).outputs;
      on.world.reconnect("dave");
      await stack.refresh();
      on.fails("disconnect", estate.refusal.fault, "dave");
      await expect(stack.up()).rejects.toThrow(estate.refusal.says);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: false, settledAt });
    });

    it("what is left behind can be refreshed and destroyed", async () => {
      const stack = await open(program);
      on.fails("disconnect", estate.refusal.fault, "dave");
      await expect(stack.up()).rejects.toThrow(estate.refusal.says);
      await stack.refresh();
      await stack.destroy();
    });

    it("a session that does not follow is named with its state when the time is up", async () => {
      const stack = await open(() => new SessionDisconnected("off", { scope, sessions: { user: userOf("bob") }, timeoutSeconds: 0.1 }));
      on.fails("disconnect", estate.done, "bob");
      await expect(stack.up()).rejects.toThrow(`${bob} is Active, not Disconnected, 0.1 s after the run began. Raise timeoutSeconds`);
    });

    it("a session that follows late is waited for", async () => {
      const stack = await open(() => new SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } }));
      on.fails("disconnect", estate.done, "bob"); // the second look still finds him active
      const meanwhile = on.before("list", undefined, () => on.world.disconnect("bob"), { nth: 3 });
      await stack.up();
      await meanwhile;
      expect(on.acts).toEqual([`disconnect ${hosts[0]}/${ids.bob}`]);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true });
    });
  });

  describe("when the sessions can't be listed any more after something was done", () => {
    const listOnce = (): void => void on.fails("list", { ...estate.listRefusal.fault, nth: 2 });
    const heard = (): readonly string[] => [...on.world.messages].sort();

    it("nobody is told twice, whether it was the first update or a later one", async () => {
      let body = "22:00";
      const stack = await open(() => new MessageSent("told", { scope, sessions: { sessionHost: hosts[0] }, title: "Tonight", body }));
      listOnce();
      await expect(stack.up()).rejects.toThrow(`Could not list the sessions of ${scopeName}: ${estate.listRefusal.says}`);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: false, recipients: [{ status: "sent" }, { status: "sent" }] });
      await stack.up();
      expect(heard()).toEqual(["alice: 22:00", "bob: 22:00"]);

      body = "23:00";
      listOnce();
      await expect(stack.up()).rejects.toThrow(estate.listRefusal.says);
      await stack.up();
      expect(heard()).toEqual(["alice: 22:00", "alice: 23:00", "bob: 22:00", "bob: 23:00"]);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true });
    });

    it("an intent that names an id stays bound to the session that it found", async () => {
      const stack = await open(() => new SessionLoggedOff("out", { scope, sessions: { sessionHost: hosts[0], sessionId: Number(ids.bob) } }));
      listOnce();
      await expect(stack.up()).rejects.toThrow(estate.listRefusal.says);
      expect(on.world.signIn("eve", hosts[0])).toBe(ids.bob);
      await stack.up();
      expect(on.world.stateOf("eve")).toBe("Active");
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true, pinned: { user: userOf("bob") } });
    });

    it("the error says what else failed, too", async () => {
      const stack = await open(() => new SessionDisconnected("off", { scope, sessions: { everyone: true } }));
      listOnce();
      on.fails("disconnect", estate.refusal.fault, "dave");
      const refused = await stack.up().then(() => "", String);
      expect(refused).toContain(`Could not disconnect ${dave}: ${estate.refusal.says}`);
      expect(refused).toContain(`Could not list the sessions of ${scopeName}: ${estate.listRefusal.says}`);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: false, matched: 4 });
      expect(on.world.calls.filter((call) => call === "list")).toHaveLength(2); // no waiting in the dark
    });
  });

  describe("when sending messages stops half-way", () => {
    const toBob = () => new MessageSent("told", { scope, sessions: { user: userOf("bob") }, title: "Tonight", body: "22:00" });
    const recipients = async (stack: Parameters<typeof on.intentOf>[0]) => {
      const { outputs } = await on.intentOf(stack);
      return Object.fromEntries((outputs.recipients as { user: string; status: string }[]).map(({ user, status }) => [user, status]));
    };

    it.each([
      ["before", ["alice", "bob"]],
      ["after", ["alice", "bob", "dave"]],
    ] as const)("who was told, or may have been, is not told again: a connection that breaks %s he was", async (reset, told) => {
      const stack = await open(() => new MessageSent("told", { scope, sessions: { everyone: true }, title: "Tonight", body: "22:00" }));
      on.fails("sendMessage", estate.refusal.fault, "bob");
      on.fails("sendMessage", { reset }, "dave");
      await expect(stack.up()).rejects.toThrow(`${bob}: ${estate.refusal.says}`);
      expect(await recipients(stack)).toEqual({ [userOf("alice")]: "sent", [userOf("bob")]: "failed", [userOf("dave")]: "unconfirmed" });

      await stack.up();
      expect([...on.world.messages].sort()).toEqual(told.map((person) => `${person}: 22:00`));
      expect(await recipients(stack)).toEqual({ [userOf("alice")]: "sent", [userOf("bob")]: "sent", [userOf("dave")]: "unconfirmed" });
    });

    it("a session that ends before it is told is nobody's failure, even when somebody has its id at once", async () => {
      const stack = await open(toBob);
      const leaves = (): void => {
        on.world.logOff("bob");
        on.world.signIn("eve", hosts[0]);
      };
      const meanwhile = on.before("sendMessage", "bob", leaves, estate.notFound);
      await stack.up();
      await meanwhile;
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: true, matched: 0, recipients: [] });
      expect(on.world.messages).toEqual([]);
    });

    it("a session that is not found when it is told, and is there when it is read, was not told", async () => {
      const stack = await open(toBob);
      on.fails("sendMessage", estate.notFound, "bob");
      await expect(stack.up()).rejects.toThrow(`Could not send the message to ${bob}: the system does not find`);
      expect((await on.intentOf(stack)).outputs).toMatchObject({ settled: false, recipients: [{ user: userOf("bob"), status: "failed" }] });
      await stack.up();
      expect(on.world.messages).toEqual(["bob: 22:00"]);
    });
  });
}
