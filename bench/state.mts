/** How many bytes of provider code the state holds for each resource, in each of its two copies: among inputs and outputs. */
import { MessageSent, SessionDisconnected, SessionLoggedOff } from "pulumi-desktop-sessions";
import { createTestStack } from "pulumi-desktop-sessions/testing";
import { startEmulator } from "pulumi-desktop-sessions/emulator";
import type { Figure } from "./figure.mts";
import { pool } from "./pool.mts";

interface Deployment {
  readonly resources: readonly { readonly type: string; readonly inputs?: { readonly __provider?: string } }[];
}

export async function measure(): Promise<readonly Figure[]> {
  const emulator = await startEmulator();
  emulator.trust();
  Object.assign(process.env, emulator.env());
  const sessions = { user: "bob@contoso.com" };
  const stack = await createTestStack({
    projectName: "bench",
    stackName: "state",
    program: async () => {
      new SessionDisconnected("disconnected", { scope: pool, sessions });
      new SessionLoggedOff("logged-off", { scope: pool, sessions });
      new MessageSent("sent", { scope: pool, sessions, title: "title", body: "body" });
      return {};
    },
  });
  await stack.up();
  const { resources } = (await stack.exportStack()).deployment as Deployment;
  await emulator.close();
  return resources.flatMap(({ type, inputs }) =>
    inputs?.__provider === undefined
      ? []
      : [{ what: `provider code in the state of a ${type.split(":").at(-1)!}, per copy`, measured: inputs.__provider.length, unit: "bytes", bound: { kind: "at most", value: 600 } }],
  );
}
