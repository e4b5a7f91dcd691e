import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const main = resolve(__dirname, "../../dist/cli/main.js");
const python = process.env["PYTHON"] ?? "python3";

/** Why this Python can't be run here with these modules; `undefined`: it can. */
function reasonToSkip(modules: string): string | undefined {
  const { error, status, stderr } = spawnSync(python, ["-c", `import ${modules}`], { encoding: "utf8" });
  if (error) return `there is no ${python}`;
  return status === 0 ? undefined : `${python} says "${stderr.trim().split("\n").at(-1)}"`;
}

const emulate = (script: string) => spawnSync(process.execPath, [main, "emulate", "--", python, resolve(__dirname, script)], { encoding: "utf8" });
const title = (reason: string | undefined) => `works against the emulator by its environment alone${reason === undefined ? "" : ` (skipped: ${reason})`}`;

const bare = reasonToSkip("ssl, urllib.request");
const azure = reasonToSkip("azure.identity, azure.mgmt.desktopvirtualization");

describe("Python without any package", () => {
  test.skipIf(bare !== undefined)(title(bare), () => {
    const { status, stdout, stderr } = emulate("desktop_sessions.py");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      users: ["alice@contoso.com", "bob@contoso.com", "carol@contoso.com", "dave@contoso.com"],
      "reads left": 249,
      disconnect: 200,
      state: "Disconnected",
      message: 200,
      "log off": [200, 204],
      missing: "404",
      stranger: "AuthenticationFailed",
    });
  });
});

describe("Azure's Python client", () => {
  test.skipIf(azure !== undefined)(title(azure), () => {
    const { status, stdout, stderr } = emulate("azure_desktop_sessions.py");
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
