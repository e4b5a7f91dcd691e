import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { SessionLoggedOff } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { installedCli, skipReason } from "../engine/real-cli";
import { pool, useSample } from "../sample";
import { temporaryFolder } from "../temporary-folder";
import { realStack } from "./real-stack";

const sample = useSample();
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 60 };

describe.skipIf(installedCli === undefined)(`the real engine's provider, killed${skipReason}`, () => {
  it.each(["is lost", "is done"])("while it tells people, is finished by the next up; what it said last %s", async (lastCall) => {
    const { emulator } = sample;
    const home = temporaryFolder();
    const ledgers = join(home, "desktop-sessions");
    const files = (): readonly string[] => (existsSync(ledgers) ? readdirSync(ledgers, { recursive: true }).map(String).filter((file) => file.endsWith(".jsonl")) : []);
    const stack = await realStack(
      async () => {
        new SessionLoggedOff("empty", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com", except: { users: ["carol@contoso.com"] } }, notice });
      },
      { ...emulator.env(), PULUMI_HOME: home },
    );
    emulator.clock.freeze();
    const held = emulator.faults.add({ operation: "UserSessions_SendMessage", nth: 2, delay: 3_600_000 });
    const killed = emulator.faults.whenMet(held).then(() => {
      const [, pid] = /(\d+)-[^/]*\.jsonl$/.exec(files()[0] ?? "") ?? []; // it has written whom it is about to tell, and who it is
      process.kill(Number(pid), "SIGKILL");
      if (lastCall === "is done") emulator.faults.clear();
      else emulator.faults.reset();
    });
    await Promise.all([expect(stack.up()).rejects.toThrow(), killed]);
    expect(files()).toHaveLength(1);
    emulator.clock.resume();

    await stack.up();
    expect(files()).toEqual([]);
    const { deployment } = (await stack.exportStack()) as unknown as { deployment: { resources: { outputs?: { notices?: { user: string; status: string }[] } }[] } };
    const notices = deployment.resources.flatMap(({ outputs }) => outputs?.notices ?? []);
    expect(notices.map(({ user }) => user).toSorted()).toEqual(["alice@contoso.com", "bob@contoso.com"]);
    for (const { user, status } of notices) {
      const times = emulator.world.messages.filter(({ userPrincipalName }) => userPrincipalName === user).length;
      expect([user, times]).toEqual([user, status === "unconfirmed" ? expect.toBeOneOf([0, 1]) : 1]);
    }
    expect(emulator.world.messages).toHaveLength(lastCall === "is done" ? 2 : 1);
  });

  it("does not outlive its engine: who was told is left alone, and the next up keeps the promise", async () => {
    const { emulator } = sample;
    const home = temporaryFolder();
    let wait = true;
    const stack = await realStack(
      async () => {
        new SessionLoggedOff("empty", { scope: pool, sessions: { sessionHost: "sh-0.contoso.com", except: { users: ["carol@contoso.com"] } }, notice: { ...notice, wait } });
      },
      { ...emulator.env(), PULUMI_HOME: home },
    );
    const said: string[] = [];
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const onOutput = (text: string): void => {
      said.push(text);
      if (!said.join("").includes(" left, until ")) return;
      said.length = 0;
      const [file = ""] = readdirSync(join(home, "desktop-sessions"), { recursive: true }).map(String).filter((each) => each.endsWith(".jsonl"));
      const provider = Number(/(\d+)-[^/]*\.jsonl$/.exec(file)?.[1]);
      const parentOf = (pid: number): number => Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
      process.kill(parentOf(parentOf(provider)), "SIGKILL"); // a shell lies between the two
      void untilGone(provider).then(end);
    };
    await Promise.all([expect(stack.up({ onOutput })).rejects.toThrow(), ended]);
    wait = false;
    await expect(stack.up()).rejects.toThrow("the stack is currently locked");
    await stack.cancel();
    expect((await stack.up()).stdout).toContain("interrupted while creating");
    await stack.refresh({ clearPendingCreates: true });
    expect((await stack.up()).stdout).not.toContain("pending operations");
    expect(emulator.world.messages).toHaveLength(2);
    expect(emulator.requests({ operation: "UserSessions_Delete" })).toEqual([]);
  });
});

/** Resolves when a process is no more. */
async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await setImmediate();
  }
}
