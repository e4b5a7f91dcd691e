import { SessionDisconnected } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { pool, useSample } from "../sample";

const sample = useSample();
beforeEach(() => sample.emulator.clock.followMachine());

/** Whether somebody is disconnected by `olderThan: "1h"` who signed in so many minutes ago by the clock of ARM. */
async function isOlderThanAnHour(minutes: number): Promise<boolean> {
  const { world, clock } = sample.emulator;
  const createTime = new Date(clock.now() - minutes * 60_000).toISOString();
  const erin = world.signIn(world.sessionHost("sh-1.contoso.com"), { userPrincipalName: "erin@contoso.com", createTime });
  const program = async (): Promise<void> => {
    new SessionDisconnected("off", { scope: pool, sessions: { olderThan: "1h", sessionHost: "sh-1.contoso.com", except: { users: ["dave@contoso.com"] } } });
    return Promise.resolve();
  };
  await (await createTestStack({ projectName: "desktops", stackName: "test", program })).up();
  return erin.sessionState === "Disconnected";
}

describe("olderThan goes by the clock of the machine that runs Pulumi:", () => {
  it.each<[string, string | number, number, boolean]>([
    ["where both agree, as long as it says", 0, 61, true],
    ["where both agree, not earlier", 0, 59, false],
    ["where the machine is ten minutes fast, so much earlier", "-10m", 51, true],
    ["where the machine is ten minutes fast, not before that", "-10m", 49, false],
    ["where the machine is ten minutes slow, so much later", "10m", 71, true],
    ["where the machine is ten minutes slow, not before that", "10m", 69, false],
    ["where the machine is slow, nobody is older who signed in in its future", "2h", 0, false],
  ])("%s", async (_, armIsAheadBy, minutes, isOlder) => {
    sample.emulator.clock.advance(armIsAheadBy);
    expect(await isOlderThanAnHour(minutes)).toBe(isOlder);
  });
});
