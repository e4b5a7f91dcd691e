import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { expect, it } from "vitest";
import { type Estate, people } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";

/** Whom an intent is about, and whom the program looks for. */
export function selectionCases(estate: Estate, on: EstateUnderTest): void {
  const { scope, hosts, userOf } = estate;

  it.skipIf(estate.noAge)(`sessions are selected by their age${estate.noAge === undefined ? "" : ` (${estate.noAge})`}`, async () => {
    const stack = await on.open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { olderThan: "8h" } });
    });
    on.emulator.world.signIn(on.emulator.world.sessionHost(hosts[1]), { userPrincipalName: userOf("erin"), createTime: "2026-01-01T08:00:00.000Z" });
    await stack.up();
    expect(on.world.stateOf("erin")).toBeUndefined();
    expect(on.world.present).toEqual(people); // they began when the emulator started
  });

  it("users are excepted by each of their names", async () => {
    const stack = await on.open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { everyone: true, except: { users: [estate.otherNameOf("ALICE"), userOf("Dave")] } } });
    });
    await stack.up();
    expect(on.world.present).toEqual(["alice", "dave"]);
  });

  it.each<[string, (name: string) => unknown]>([
    ["a selector with undefined", () => sessions.getSessions(scope, { user: undefined as unknown as string })],
    ["a selector with null", () => sessions.getSessions(scope, { user: null as unknown as string })],
    ["a selector that is undefined once it is known", () => sessions.getSessionsOutput(scope, { user: pulumi.output(undefined as unknown as string) })],
    ["a scope with undefined", (name) => sessions.getSessions({ ...scope, [name]: undefined })],
    ["a scope with null", (name) => sessions.getSessions({ ...scope, [name]: null })],
  ])("getSessions refuses %s, because it would find more", async (_, look) => {
    const stack = await on.open(async () => ({ found: await look(Object.keys(scope).at(-1)!) }));
    await expect(stack.up()).rejects.toThrow(/Could not call getSessions: (selector\.user|scope\.\w+) is (undefined, which would select more|null; expected)/);
    expect(on.world.calls).toEqual([]);
  });
}
