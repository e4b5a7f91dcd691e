import { HostEmpty, MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { describe, expect, it } from "vitest";
import { pool, useSample } from "../sample";

const sample = useSample();
const scope = `/subscriptions/${pool.subscriptionId}/resourceGroups/${pool.resourceGroupName}/providers/Microsoft.DesktopVirtualization/hostPools/${pool.hostPoolName}`;
const grant = (...roles: string[]): void => sample.emulator.assignRoles(sample.emulator.env().AZURE_CLIENT_ID!, roles.map((role) => ({ role, scope })));
const up = async (program: () => unknown): Promise<unknown> =>
  (
    await createTestStack({
      projectName: "desktops",
      stackName: "test",
      program: async () => {
        await Promise.resolve(program());
      },
    })
  ).up();
const notice = { title: "Maintenance", body: "Please save your work.", minutes: 0.0005, wait: true };

describe("the roles that the README names", () => {
  it("let intents tell, disconnect and log off", async () => {
    grant("Desktop Virtualization Host Pool Reader", "Desktop Virtualization User Session Operator");
    await up(() => [
      new MessageSent("tell", { scope: pool, sessions: { user: "alice@contoso.com" }, title: "Hello", body: "There." }),
      new SessionDisconnected("bob", { scope: pool, sessions: { user: "bob@contoso.com" } }),
      new SessionLoggedOff("dave", { scope: pool, sessions: { user: "dave@contoso.com" }, notice }),
    ]);
    expect(sample.bob.sessionState).toBe("Disconnected");
  });

  it("let hosts be drained and emptied, with one more, which the refusal names", async () => {
    const roles = ["Desktop Virtualization Host Pool Reader", "Desktop Virtualization User Session Operator"];
    const empty = (): unknown => new HostEmpty("empty", { scope: pool, sessionHost: "sh-0.contoso.com", notice });
    grant(...roles);
    await expect(up(empty)).rejects.toThrow('where hosts are drained "Desktop Virtualization Session Host Operator"');
    grant(...roles, "Desktop Virtualization Session Host Operator");
    await up(empty);
    expect([...sample.emulator.world.sessionHost("sh-0.contoso.com").sessions]).toEqual([]);
  });
});
