import { describe, expect, test } from "vitest";
import { emulate, reasonToSkip, title } from "./python";

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
      pages: [1, 1, 1, 1],
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
