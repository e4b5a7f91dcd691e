import * as pulumi from "@pulumi/pulumi";
import * as sessions from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import type { Estate } from "./estate";
import type { EstateUnderTest } from "./estate-under-test";

/** Who is told, and who is not told again. */
export function messageCases(estate: Estate, on: EstateUnderTest): void {
  const { scope, hosts, userOf } = estate;

  describe("MessageSent", () => {
    it("tells each active session once, and again only when it is another message", async () => {
      let trigger = "2026-11-20";
      const stack = await on.open(() => {
        const told = new sessions.MessageSent("told", { scope, sessions: { everyone: true }, title: "Tonight", body: "Patching at 22:00.", triggers: [trigger] });
        return { recipients: told.recipients };
      });
      const { outputs } = await stack.up();
      expect(outputs["recipients"]!.value).toEqual(expect.arrayContaining(
        ["alice", "bob", "dave"].map((person) => expect.objectContaining({ user: userOf(person), status: "sent" }) as object),
      ));
      on.world.signIn("erin", hosts[1]);
      await stack.up({ refresh: true });
      expect([...on.world.messages].sort()).toEqual(["alice", "bob", "dave"].map((person) => `${person}: Patching at 22:00.`));

      trigger = "2026-11-21";
      await stack.up();
      expect(on.world.messages).toHaveLength(3 + 4);
    });

    it("tells newcomers when asked to, and keeps a secret body a secret", async () => {
      const stack = await on.open(() => {
        new sessions.MessageSent("told", {
          scope,
          sessions: { sessionHost: hosts[1] },
          title: "Welcome",
          body: pulumi.secret("The code is 4711."),
          audience: "newcomers",
        });
      });
      await stack.up();
      on.world.signIn("erin", hosts[1]);
      await stack.refresh(); // writes inputs that carry the observation
      expect((await on.exported(stack, "told")).inputs).toMatchObject({ observed: { [`${hosts[1]}/3 ${userOf("erin")}`]: "not sent" } });
      await stack.up();
      expect(on.world.messages).toEqual(["dave: The code is 4711.", "erin: The code is 4711."]);
      const { inputs, outputs } = await on.exported(stack, "told");
      expect(inputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
      expect(outputs).toMatchObject({ body: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" } });
    });
  });
}
