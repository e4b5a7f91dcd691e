import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const main = resolve(__dirname, "../../dist/cli/main.js");
const python = process.env["PYTHON"] ?? "python3";

/** Why Azure's Python client can't be run here; `undefined`: it can. */
function reasonToSkip(): string | undefined {
  const { error, status, stderr } = spawnSync(python, ["-c", "import azure.identity, azure.mgmt.desktopvirtualization"], { encoding: "utf8" });
  if (error) return `there is no ${python}`;
  return status === 0 ? undefined : `${python} says "${stderr.trim().split("\n").at(-1)}"`;
}

const reason = reasonToSkip();

describe("Azure's Python client", () => {
  test.skipIf(reason !== undefined)(`works against the emulator by its environment alone${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "emulate", "--", python, resolve(__dirname, "azure_desktop_sessions.py")], { encoding: "utf8" });
    // The client logs the refused secret there; a traceback would explain a failure.
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      users: ["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"],
      active: 3,
      bob: ["bob@contoso.com", "Active", "UTC"],
      disconnected: "Disconnected",
      missing: [404, "ResourceNotFoundError", "404"],
      drained: false,
      pools: ["pool-1"],
      wrongSecret: expect.stringContaining("AADSTS7000215: Invalid client secret provided"),
    });
  });
});
