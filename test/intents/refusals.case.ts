import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { beforeAll, describe, expect, it } from "vitest";
import { type Estate, people } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";
import type { StackUnderTest } from "./stack-under-test";

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** What is refused before anybody is touched. */
export function refusalCases(estate: Estate, on: EstateUnderTest): void {
  const { scope, hosts, userOf } = estate;

  it("too many sessions are refused before anybody is touched, and all of them are named", async () => {
    const stack = await on.open(() => {
      new sessions.SessionLoggedOff("out", { scope, sessions: { sessionHost: hosts[0] }, maxSessions: 2 });
    });
    await expect(stack.up()).rejects.toThrow(
      new RegExp(`Could not log off 3 sessions in ${escaped(estate.scopeName)}: maxSessions is 2, and nothing was touched\\. It would have hit (.*alice.*bob.*carol|.*carol.*)\\. Choose fewer`),
    );
    expect(on.world.present).toEqual(people);
  });

  it("bad arguments are refused before anything is asked of the system", async () => {
    const stack = await on.open(() => {
      new sessions.SessionDisconnected("off", { scope, sessions: { usr: userOf("bob") } as sessions.Selector });
    });
    await expect(stack.preview()).rejects.toThrow(/resource 'off' has a problem: sessions\.usr is not a property of a selector; expected one of user, /);
    expect(on.world.calls).toEqual([]);
  });

  it("bad arguments that are secret are refused without being said", async () => {
    const stack = await on.open(() => {
      new sessions.MessageSent("told", { scope, sessions: { everyone: true }, title: "Code", body: pulumi.secret(4711 as unknown as string) });
    });
    const refused = await stack.preview().then(() => "", String);
    expect(refused).toContain("resource 'told' has a problem: body is a number; expected text");
    expect(refused).not.toContain("4711");
  });

  it.each(estate.unsupported)(`%s is refused by ${estate.system}, in words that say what to use instead`, async (_, args, refusal) => {
    const stack = await on.open(() => {
      new sessions.SessionLoggedOff("out", { scope, ...args });
    });
    await expect(stack.preview()).rejects.toThrow(refusal);
    expect(on.world.calls).toEqual([]);
  });

  describe("an intent that would select more than was meant", () => {
    const name = Object.keys(scope).at(-1)!;
    let program: () => unknown;
    let stack: StackUnderTest; // one for all: none of them leaves anything in it
    beforeAll(async () => {
      stack = await on.open(() => program());
    });

    it.each<[string, () => pulumi.Input<string>]>([
      ["now", () => undefined as unknown as string],
      ["once it is known", () => pulumi.output(undefined as unknown as string)],
      ["in time", () => Promise.resolve(undefined as unknown as string)],
    ])("a selector or scope that says undefined %s is refused, because it would select more", async (_, undefinedText) => {
      for (const [args, path] of [
        [{ scope, sessions: { sessionHost: hosts[0], user: undefinedText() } }, "sessions\\.user"],
        [{ scope: { ...scope, [name]: undefinedText() }, sessions: { everyone: true } }, `scope\\.${name}`],
      ] as const) {
        program = () => {
          new sessions.SessionLoggedOff("out", args);
        };
        await expect(stack.up()).rejects.toThrow(new RegExp(`Could not create SessionLoggedOff: ${path} is undefined, which would select more`));
      }
      expect(on.world.present).toEqual(people);
    });
  });

  it.each<[string, () => unknown]>([
    ["an intent", () => ({ urn: new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } }).urn })],
    ["getSessions", () => sessions.getSessions(scope).then(() => undefined)],
  ])("configuration that nothing reads is refused by %s, and says what there is", async (_, program) => {
    const stack = await on.open(program);
    await stack.setAllConfig({ "desktop-sessions:tenant": { value: "11111111-1111-1111-1111-111111111111" } });
    await expect(stack.up()).rejects.toThrow(/Could not use the configuration desktop-sessions:tenant: there is no such setting\. Set one of cloud, .*tenantId/);
    expect(on.world.stateOf("bob")).toBe("Active");
  });
}
