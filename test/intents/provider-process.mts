// One call of a provider in a process of its own, which a test may kill: `node provider-process.mts '["MessageSent", "create", {…}]'`.
import { configure } from "pulumi-desktop-sessions/provider";

const [intent, method, ...args] = JSON.parse(process.argv[2] ?? "") as [Parameters<typeof configure>[0]["intent"], "create" | "update" | "delete", ...unknown[]];
const provider = { intent };
configure(provider, { config: { get: () => undefined } });
await (provider as unknown as Record<typeof method, (...given: readonly unknown[]) => Promise<unknown>>)[method](...args).catch((error: unknown) => {
  if (!(error instanceof Error && "reasons" in error)) throw error; // half-done work is a result, too
});
