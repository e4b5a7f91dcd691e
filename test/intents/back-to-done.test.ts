import { HostMaintenance, MessageSent } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { Ledger } from "../../provider/ledger";
import { scopeKey } from "../../provider/scope";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";

const sample = useSample();
const sh0 = "sh-0.contoso.com";
const host = () => sample.emulator.world.sessionHost(sh0);
const worked = (): number => sample.emulator.world.messages.filter(({ title }) => title === "Work").length;
let trigger = "b";
beforeEach(() => {
  process.env["PULUMI_HOME"] = temporaryFolder();
  trigger = "b";
});

const patching = () =>
  createTestStack({
    projectName: "desktops",
    stackName: "test",
    program: async () => {
      const { ready } = new HostMaintenance("patch", {
        scope: pool,
        sessionHosts: [sh0],
        triggers: [trigger],
        work: (name, options, emptiedAt) => new MessageSent(`work-on-${name}`, { scope: pool, sessions: { user: "dave@contoso.com" }, title: "Work", body: name, triggers: [emptiedAt], timeoutSeconds: 1 }, options),
      });
      return { ready };
    },
  });

/** A run for other triggers drains the host, of which only a ledger tells. */
function kill(): void {
  sample.emulator.world.drain(host());
  const changedAt = host().lastModified!.at;
  const killed = new Ledger(["drained", scopeKey(pool), sh0], "drained");
  killed.write({ drained: "yes", at: changedAt, changedAt });
  killed.leave();
}

const back = `To be returned, since it was emptied for these triggers before: ${sh0}.`;

describe("a program that goes back to what is done, after a run for other triggers was killed,", () => {
  it("has the host returned, as a preview says, and nothing done again", async () => {
    const stack = await patching();
    await stack.up();
    sample.emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    kill();
    const preview = (await stack.preview({ color: "never" })).stdout;
    expect(preview).toContain(back);
    expect(preview).not.toContain("when the work on it is done");
    const { stdout, outputs } = await stack.up();
    expect(stdout).toContain(`${sh0} takes newcomers again.`);
    expect([host().allowNewSession, host().sessionCount, worked(), outputs["ready"]?.value]).toEqual([true, 1, 1, true]);
    await stack.up({ expectNoChanges: true });
  });

  it("has work that was never done for them done on the host as it is, where somebody had let people onto it", async () => {
    const stack = await patching();
    sample.emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: "sh-1.contoso.com", status: 403 });
    await expect(stack.up()).rejects.toThrow("error");
    expect([host().allowNewSession, worked()]).toEqual([false, 0]);
    sample.emulator.world.undrain(host());
    sample.emulator.world.signIn(host(), { userPrincipalName: "erin@contoso.com" });
    kill();
    sample.emulator.faults.clear();
    const preview = (await stack.preview({ color: "never" })).stdout;
    expect(preview).toContain(back);
    expect(preview).not.toContain("when the work on it is done");
    await stack.up();
    expect([host().allowNewSession, host().sessionCount, worked()]).toEqual([true, 1, 1]);
  });

  it("has such work done on the host that is held for it, where nobody had", async () => {
    const stack = await patching();
    sample.emulator.faults.add({ operation: "UserSessions_SendMessage", sessionHost: "sh-1.contoso.com", status: 403 });
    await expect(stack.up()).rejects.toThrow("error");
    sample.emulator.faults.clear();
    const written = sample.emulator.world.observe((event) => {
      if (event.type === "message.sent") expect(host().allowNewSession).toBe(false);
    });
    expect((await stack.preview({ color: "never" })).stdout).not.toContain(back);
    await stack.up();
    written();
    expect([host().allowNewSession, worked()]).toEqual([true, 1]);
  });
});
