import { SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { expect, it } from "vitest";
import { pool, useSample } from "../sample";

const sample = useSample();

it("A refresh of an intent that is and stays settled remembers since when sessions are disconnected, and forgets who came back", async () => {
  const program = (): Promise<object> => Promise.resolve({ settled: new SessionLoggedOff("nightly", { scope: pool, sessions: { disconnectedFor: "4h" } }).settled });
  const stack = await createTestStack({ projectName: "desktops", stackName: "test", program: program as () => Promise<Record<string, unknown>> });
  const remembered = async (): Promise<readonly string[]> => {
    const { deployment } = (await stack.exportStack()) as unknown as { deployment: { resources: { urn: string; outputs?: { settled?: boolean; disconnectedSince?: { user: string }[] } }[] } };
    const { outputs } = deployment.resources.find(({ urn }) => urn.endsWith("::nightly"))!;
    expect(outputs?.settled).toBe(true);
    return outputs!.disconnectedSince!.map(({ user }) => user);
  };
  await stack.up();
  expect(await remembered()).toEqual(["carol@contoso.com"]);
  sample.emulator.world.disconnect(sample.bob);
  await stack.refresh();
  expect((await remembered()).toSorted()).toEqual(["bob@contoso.com", "carol@contoso.com"]);
  sample.emulator.world.reconnect(sample.carol);
  await stack.refresh();
  expect(await remembered()).toEqual(["bob@contoso.com"]);
});
