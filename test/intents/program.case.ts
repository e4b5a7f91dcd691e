import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { expect, it } from "vitest";
import { type Estate, ids } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";

/** What else a program does: it looks who is there, and it has credentials. */
export function programCases(estate: Estate, on: EstateUnderTest): void {
  const { scope, hosts, userOf } = estate;

  it("the program itself can look who is there", async () => {
    const stack = await on.open(async () => {
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
    const stack = await on.open(async () => {
      new sessions.SessionDisconnected("off", { scope, sessions: { user: userOf("bob") } });
      await sessions.getSessions(scope);
    });
    const credentials = estate.credentials(on.emulator.env());
    const [, secret] = credentials.at(-1)!;
    await stack.setAllConfig(Object.fromEntries(credentials.map(([key, value]) => [`desktop-sessions:${key}`, { value, secret: value === secret }])));
    process.env[estate.secretVariable] = "not this one";
    const { stdout, stderr } = await stack.up();
    on.world.reconnect("bob");
    const refreshed = await stack.refresh();
    const everythingSaid = [stdout, stderr, refreshed.stdout, refreshed.stderr, await stack.stored(), JSON.stringify(on.emulator.requests())].join("\n");
    expect(everythingSaid).not.toContain(secret);
    expect(everythingSaid).not.toMatch(estate.travelling);
  });
}
