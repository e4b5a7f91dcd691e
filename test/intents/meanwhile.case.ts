import { SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { type Estate, ids } from "./estate";
import { useFaulty } from "./faulty-estate";

/** What happens between the list and the act: a list is of a moment ago. */
export function meanwhileCases(estate: Estate): void {
  const { scope, hosts, userOf } = estate;
  const on = useFaulty(estate);
  const open = on.open;
  const emptyHost = (maxSessions: number) => () => new SessionLoggedOff("empty", { scope, sessions: { sessionHost: hosts[1] }, maxSessions });

  it("a session that somebody else has disconnected is not disconnected again", async () => {
    const stack = await open(() => new SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } }));
    const meanwhile = on.before("read", "bob", () => on.world.disconnect("bob"));
    await stack.up();
    await meanwhile;
    expect(on.acts).toEqual([]);
  });

  it("who is there instead is not touched in the name of who was listed, but counts as somebody more", async () => {
    const stack = await open(emptyHost(1));
    const meanwhile = on.before("read", "dave", () => {
      on.world.logOff("dave");
      expect(on.world.signIn("eve", hosts[1])).toBe(ids.dave);
    });
    await expect(stack.up()).rejects.toThrow(
      `session ${ids.dave} of ${userOf("eve")} on ${hosts[1]} is Active, not logged off: it appeared during the run, too late for the 120 s of timeoutSeconds, or for more than the 1 of maxSessions.`,
    );
    await meanwhile;
    expect(on.world.stateOf("eve")).toBe("Active");
  });

  it("who appears meanwhile is dealt with where there is room", async () => {
    const stack = await open(emptyHost(2));
    const meanwhile = on.before("read", "dave", () => void on.world.signIn("eve", hosts[1]));
    await stack.up();
    await meanwhile;
    expect(on.world.present).toEqual(["alice", "bob", "carol"]);
  });

  it.each([
    ["SessionDisconnected", SessionDisconnected],
    ["SessionLoggedOff", SessionLoggedOff],
  ] as const)("an id that has gone to somebody else: %s does not touch the newcomer", async (_, Intent) => {
    const stack = await open(() => new Intent("bob", { scope, sessions: { user: userOf("bob") } }));
    const meanwhile = on.before("read", "bob", () => {
      on.world.logOff("bob");
      expect(on.world.signIn("eve", hosts[0])).toBe(ids.bob);
    });
    await stack.up();
    await meanwhile;
    expect(on.world.calls).toContain(`read ${hosts[0]}/${ids.bob}`);
    expect(on.world.stateOf("eve")).toBe("Active");
    expect(on.acts).toEqual([]);
  });

  describe("a session whose user the system does not name", () => {
    it("is left alone where users are excepted, and not passed over in silence", async () => {
      const stack = await open(
        () => new SessionLoggedOff("empty", { scope, sessions: { sessionHost: hosts[1], except: { users: [userOf("svc")] } } }),
      );
      on.world.logOff("dave");
      expect(on.world.signInNameless(hosts[1])).toBe(ids.dave);
      await expect(stack.up()).rejects.toThrow(
        `Could not log off session ${ids.dave} of an unknown user on ${hosts[1]}: some users are excepted, and nobody can tell whether this one is: `,
      );
      expect(on.world.present).toHaveLength(4);
      expect(on.acts).toEqual([]);
    });
  });
}
